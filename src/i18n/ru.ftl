### Words of every area: languages, states, lengths of time

language-kk = Қазақша
language-ru = Русский
language-en = English

status-pending = ждёт ответа
status-approved = подтверждена
status-rejected = отклонена
status-withdrawn = отозвана
status-cancelled = отменена
status-expired = осталась без ответа
status-checked_in = пришли
status-no_show = не пришли
status-completed = прошла
state-waits-for-us = ждёт вашего решения
state-move-waits-for-us = просят перенести: ждёт вашего решения
state-asked-you = нужен ваш ответ
state-asked-them = ждём ответа на вопрос
state-kept-for-you = держим для вас
state-kept-for-them = время держат
state-given = время отдано другой группе

duration-hours = { $count ->
    [one] { $count } час
    [few] { $count } часа
   *[other] { $count } часов
}
duration-minutes = { $count ->
    [one] { $count } минута
    [few] { $count } минуты
   *[other] { $count } минут
}

### Why a request can't be sent as it is, and what would pass

rule-outside-hours = { $day } мы открыты в эти часы: { $openings }. Выберите время в этих пределах.
rule-closed = { $day } мы закрыты. Выберите другой день.
rule-holiday = { $day } мы закрыты: { $name }. Выберите другой день.
rule-too-short = Минимальная длительность здесь — { $length }. Выберите окончание позже.
rule-too-long = Максимальная длительность здесь — { $length }. Выберите окончание раньше.
rule-too-soon = Нам нужно успеть подготовиться. Самое раннее начало: { $moment }.
rule-too-far = Так далеко вперёд пока нельзя (последний доступный день: { $date }).
rule-in-the-past = Это время уже прошло. Выберите более позднее.
rule-off-grid-start = Выберите начало в { $before } или в { $after }.
rule-off-grid-end = Выберите окончание в { $before } или в { $after }.
rule-too-many-people = Здесь помещается { $count ->
    [one] { $count } человек
    [few] { $count } человека
   *[other] { $count } человек
}. Укажите меньше людей или выберите зал побольше.
rule-unknown-layout = Выберите одну из этих расстановок: { $layouts }.
rule-group-only = Здесь бронируют от имени группы. Напишите её название.
rule-verified-only = Здесь бронируют только группы, которые мы знаем. Свяжитесь с нами, и мы оформим бронь сами.
rule-quota-venue = На одной площадке у вас может ждать ответа не больше { $limit ->
    [one] { $limit } заявки
   *[other] { $limit } заявок
}. Дождитесь ответа или отзовите одну из них.
rule-quota-open = У вас может ждать ответа не больше { $limit ->
    [one] { $limit } заявки
   *[other] { $limit } заявок
}. Дождитесь ответа или отзовите одну из них.
rule-quota-automatic-space = Предстоящих броней здесь может быть не больше { $limit }, у вас уже { $used }. Дождитесь одной из них или отмените лишнюю.
rule-quota-automatic-week = Там, где подтверждать не нужно, за неделю можно занять максимум { $limit }. Уже занято: { $used }, осталось: { $left }. Выберите время покороче или другую неделю.
rule-quota-hours-week = За неделю здесь можно занять максимум { $limit }. Уже занято: { $used }, осталось: { $left }. Выберите время покороче или другую неделю.
rule-quota-hours-month = За месяц здесь можно занять максимум { $limit }. Уже занято: { $used }, осталось: { $left }. Выберите время покороче или другой месяц.
rule-quota-bookings-week = За неделю здесь можно взять не больше { $limit ->
    [one] { $limit } брони
   *[other] { $limit } броней
}. Уже есть: { $used }, осталось: { $left }. Выберите другую неделю.
rule-quota-bookings-month = За месяц здесь можно взять не больше { $limit ->
    [one] { $limit } брони
   *[other] { $limit } броней
}. Уже есть: { $used }, осталось: { $left }. Выберите другой месяц.
rule-quota-prime-week = В часы пик за неделю здесь можно занять максимум { $limit }. Уже занято: { $used }, осталось: { $left }. Выберите другие часы или другую неделю.
rule-quota-prime-month = В часы пик за месяц здесь можно занять максимум { $limit }. Уже занято: { $used }, осталось: { $left }. Выберите другие часы или другой месяц.

flaw-missing = Заполните это поле.
flaw-too-long = Напишите короче: не больше { $max ->
    [one] { $max } знака
   *[other] { $max } знаков
}.
flaw-characters = В тексте есть скрытые знаки или лишние строки. Наберите его заново.
flaw-phone = Напишите номер полностью, например +7 701 123 45 67.
flaw-email = Проверьте адрес почты: он выглядит как name@example.kz.
flaw-less-than-one = Нужен хотя бы один человек.
flaw-no-such-time = В этот день переводят часы, и такого времени не будет. Выберите другое.
flaw-ends-before-start = Окончание должно быть позже начала.
flaw-too-far-apart = Выберите промежуток не длиннее { $max ->
    [one] { $max } дня
   *[other] { $max } дней
}.
flaw-between = Напишите число от { $least } до { $most }.
flaw-unknown = Такого мы не нашли. Выберите из списка.
flaw-other-day-of-month = Первая дата не попадает на ту неделю месяца, которую вы выбрали. Измените дату или повторение.
flaw-dates = В расписании должна быть хотя бы одна дата, но не больше { $max ->
    [one] { $max } даты
   *[other] { $max } дат
}. Измените последнюю дату или число повторов.
flaw-two-ends = Укажите что-то одно: последнюю дату или сколько раз.
flaw-nothing-left = Не осталось ни одной даты, которую можно подтвердить. Лучше отклоните расписание и укажите причину.
flaw-malformed = Не получилось это прочитать. Проверьте, как записано.

### Why a booking can't be changed that way

state-only-venue = Это может сделать только менеджер площадки. Если нужно, свяжитесь с площадкой.
state-only-system = Это происходит само, когда приходит время.
state-already-requested = Эта заявка уже отправлена.
state-not-pending = Эта заявка уже не ждёт ответа: { $status }.
state-reject-instead = Эта заявка ещё ждёт ответа: её можно отклонить, указав причину.
state-not-cancellable = Эту бронь уже нельзя отменить: { $status }.
state-not-reopenable = Открыть заново нельзя: { $status }.
state-not-approved = Завершить можно только подтверждённую бронь, а эта: { $status }.
state-has-begun = Это время уже началось, и так сделать больше нельзя. Если нужна помощь, свяжитесь с площадкой.
state-has-ended = Это время уже прошло, изменить ничего нельзя.
state-not-yet-ended = Это время ещё не закончилось.
state-not-expected = По этой брони никого не ждут: { $status }.
state-too-early = Отметить, что пришли, можно не раньше чем за час до начала.
state-not-yet-begun = Это время ещё не началось.
state-month-closed = Этот месяц уже закрыт: исправить, кто пришёл, больше нельзя.
state-reopen-first = Если вы передумали, сначала откройте её заново.
state-ask-anew = Отправьте новую заявку.

### Mails

mail-service = Бронирование в Доме молодёжи

mail-sign-in-subject = Код для входа: { $code }
mail-sign-in-heading = Код для входа
mail-sign-in-code = Код
mail-sign-in-how = Введите этот код на странице, открытой в браузере. Он действует { $minutes ->
    [one] { $minutes } минуту.
    [few] { $minutes } минуты.
   *[other] { $minutes } минут.
}
mail-sign-in-not-you = Если код запросили не вы, ничего делать не нужно: без него никто не войдёт.

mail-subject-request-received = Заявка получена: { $space }, { $day }, { $time }
mail-heading-request-received = Мы получили вашу заявку
mail-text-request-received = Спасибо! Мы рассмотрим её и ответим письмом на этот адрес.

mail-subject-approved = Бронь подтверждена: { $space }, { $day }, { $time }
mail-heading-approved = Ваша бронь подтверждена
mail-text-approved = Ждём вас! К письму приложено приглашение для календаря. Если прийти не получится, отмените бронь заранее на её странице: это время может пригодиться другой группе.

mail-subject-approved-again = Бронь снова подтверждена: { $space }, { $day }, { $time }
mail-heading-approved-again = Ваша бронь снова действует
mail-text-approved-again = Ждём вас! К письму приложено новое приглашение для календаря.

mail-subject-rejected = Заявка отклонена: { $space }, { $day }, { $time }
mail-heading-rejected = К сожалению, в этот раз не получится
mail-text-rejected = Мы не смогли принять вашу заявку. Попробуйте выбрать другое время или свяжитесь с нами: поищем вместе.

mail-subject-cancelled-by-venue = Ваша бронь отменена: { $space }, { $day }, { $time }
mail-heading-cancelled-by-venue = Простите, нам пришлось отменить вашу бронь
mail-text-cancelled-by-venue = Мы не сможем принять вас в это время. Свяжитесь с нами, и мы поможем найти другое.

mail-subject-cancelled-by-you = Отмена принята: { $space }, { $day }, { $time }
mail-heading-cancelled-by-you = Ваша бронь отменена
mail-text-cancelled-by-you = Это время больше не за вами. Новую заявку можно отправить когда угодно.
mail-subject-withdrawn-by-you = Вы отозвали заявку: { $space }, { $day }, { $time }
mail-heading-withdrawn-by-you = Ваша заявка отозвана
mail-text-withdrawn-by-you = Она снята с рассмотрения. Новую заявку можно отправить когда угодно.

mail-subject-expired = Заявка осталась без ответа: { $space }, { $day }, { $time }
mail-heading-expired = Простите, мы не ответили вам вовремя
mail-text-expired = Это наша вина. Отправьте заявку ещё раз или позвоните нам: если время свободно, мы сразу её рассмотрим.
mail-subject-expired-asked = Заявка закрыта: { $space }, { $day }, { $time }
mail-heading-expired-asked = Мы не дождались вашего ответа
mail-text-expired-asked = Мы задали вам вопрос по этой заявке и не получили ответа, поэтому она закрыта. Если время вам ещё нужно, отправьте заявку ещё раз или позвоните нам: если оно свободно, мы сразу её рассмотрим.

mail-subject-time-given = Время отдано другой группе: { $space }, { $day }, { $time }
mail-heading-time-given = Это время отдано другой группе
mail-text-time-given = На это время подали заявки несколько групп. Ваша остаётся в очереди ещё семь дней, но не дольше чем до начала: если время освободится, мы рассмотрим её снова.

mail-subject-did-not-come = Мы вас ждали: { $space }, { $day }, { $time }
mail-heading-did-not-come = Мы вас ждали, но вы не пришли
mail-text-did-not-come = Менеджер площадки отметил, что никто не пришёл. Если это ошибка, свяжитесь с нами. Если в другой раз планы изменятся, отмените, пожалуйста, бронь заранее: время может пригодиться другой группе.

mail-subject-reopened = Заявка снова рассматривается: { $space }, { $day }, { $time }
mail-heading-reopened = Ваша заявка снова открыта
mail-text-reopened = Она снова ждёт ответа. Мы пришлём его на этот адрес.

mail-subject-new-request = Новая заявка: { $space }, { $day }, { $time }
mail-heading-new-request = Новая заявка
mail-text-new-request = { $name } ждёт вашего ответа.

mail-subject-withdrawn = Заявка отозвана: { $space }, { $day }, { $time }
mail-heading-withdrawn = Заявка отозвана
mail-text-withdrawn = Кто отозвал: { $name }. Отвечать больше не нужно.

mail-subject-cancelled-by-group = Бронь отменена: { $space }, { $day }, { $time }
mail-heading-cancelled-by-group = Бронь отменена
mail-text-cancelled-by-group = Кто отменил: { $name }. Это время снова свободно.

mail-reason = Причина
mail-word = От менеджера
mail-where = Где
mail-when = Когда
mail-zone-note = местное время, UTC{ $offset }
mail-how-to-come-in = Вход в здание
mail-answer-by = Срок ответа
mail-our-answer-by = Ответим до
mail-code = Код брони
mail-event = Мероприятие
mail-attendees = Сколько человек
mail-contact = Контакты
mail-note = Примечание
mail-address = Адрес
mail-alternatives = Сейчас свободно
mail-open = Подробнее
mail-open-venue = Подробнее
mail-closing = Есть вопросы? Ответьте на это письмо или позвоните: { $phone }.
mail-closing-venue = Ваш ответ на это письмо получит автор заявки.
mail-open-answer = Ответить
mail-closing-answer = Отвечайте на странице брони: ответ на это письмо к заявке не попадёт. Можно и позвонить: { $phone }.
mail-earlier = Незадолго до этого

### Pages: what stands on all of them

page-service = Бронирование в Доме молодёжи
page-skip = Перейти к содержанию
page-wrong = Ошибка
page-nav = Меню
page-language = Выбор языка
page-venues = Площадки
page-bookings = Мои брони
page-manage = Для менеджера
page-sign-in = Войти
page-sign-out = Выйти
sign-out-ways = Выйти на всех устройствах
sign-out-title = Выход
sign-out-here-text = Вы выйдете только в этом браузере.
sign-out-here = Выйти здесь
sign-out-everywhere-text = Потеряли телефон или забыли выйти на чужом компьютере? Вы выйдете на всех устройствах, и здесь тоже. Ваши заявки и брони останутся.
sign-out-done = Вы вышли.
sign-out-everywhere = Выйти везде
page-dev-mail = Письма
page-footer = Залы и комнаты для молодёжи. Бронировать бесплатно, ответ приходит на почту.
page-welcome = Найдите зал или комнату для своей группы
page-welcome-text = Выберите зал или комнату, найдите свободное время и отправьте заявку. Ответ придёт на почту.
page-people = до { $count ->
    [one] { $count } человека
   *[other] { $count } человек
}
page-spaces = Залы и комнаты
page-visit = Как нас найти
page-hours = Часы работы
page-address = Адрес
page-how-to-come-in = Вход в здание
page-phone = Телефон
page-email = Электронная почта

### Pages: what went wrong

page-to-venues = Вернуться к площадкам
page-request-id = Если обратитесь к нам, назовите этот номер
page-forbidden = Действие не выполнено
page-forbidden-text = Запрос пришёл с другого сайта, или у вас нет на это прав. Ничего не изменилось. Откройте страницу заново и попробуйте ещё раз.
page-not-found = Такой страницы нет
page-not-found-text = Возможно, ссылка устарела или эта страница вам недоступна.
page-conflict = Так уже не получится
page-conflict-text = Это время занято. Выберите другое.
in-seconds = через { $count ->
    [one] { $count } секунду
    [few] { $count } секунды
   *[other] { $count } секунд
}
in-minutes = через { $count ->
    [one] { $count } минуту
    [few] { $count } минуты
   *[other] { $count } минут
}
page-too-many = Подождите немного
page-too-many-when = Запросов было слишком много. Попробуйте ещё раз { $when }.
page-too-many-text = Запросов было слишком много. Попробуйте чуть позже.
page-broken = У нас произошла ошибка
page-broken-text = Простите, это наша вина. Попробуйте ещё раз через несколько минут.
page-busy = Сейчас мы не можем ответить
page-busy-text = Ничего не изменилось. Попробуйте ещё раз через несколько секунд.
page-signed-out = Вы вышли из системы
page-signed-out-text = Ничего не отправлено, и ничего из написанного не пропало. Войдите на другой вкладке, вернитесь сюда и обновите страницу: браузер спросит, отправить ли форму ещё раз.
page-unknown = Мы не знаем, получилось ли
page-unknown-text = Это могло получиться, а могло и нет: база данных не ответила вовремя. Пожалуйста, проверьте, прежде чем отправлять ещё раз.
page-unreadable = Не получилось это прочитать
page-unreadable-text = Откройте форму заново и заполните её ещё раз.

### Pages: the week of a space

week-heading = Неделя
week-caption = { $space }: { $dates }
week-nav = Недели
week-previous = Предыдущая неделя
week-next = Следующая неделя
week-time = Время
week-request = Отправить заявку
week-list = Когда свободно
week-nothing-free = Ничего свободного нет
week-asked-for-note = заявка уже есть, но можно отправить и свою
week-legend = Обозначения
week-closed-all = На этой неделе мы закрыты.
week-expected = { $name } (дата ещё уточняется)
week-past = прошло
week-closed = закрыто
week-closure = закрыто
week-taken = занято
week-held = есть заявка
week-cleaning = уборка
week-too-soon = уже поздно
week-too-far = ещё рано
week-too-short = мало времени
week-free = свободно
week-free-asked-for = свободно, есть заявка

### Pages: the rules of a space

rules-heading = Правила
rules-people = Помещается { $count ->
    [one] { $count } человек
    [few] { $count } человека
   *[other] { $count } человек
}.
rules-length = Минимальная длительность — { $min }, максимальная — { $max }.
rules-grid = Начало и окончание — с шагом { $length }.
rules-notice = Отправляйте заявку не позже чем за { $length } до начала.
rules-horizon = Бронировать можно на { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[other] { $days } дней
} вперёд.
rules-turnaround = Уборка между мероприятиями — { $length }.
rules-turnaround-by-layout = Уборка и перестановка между мероприятиями: минимум { $least }, максимум { $most }, смотря какая расстановка нужна.
rules-layouts = Расстановка: { $layouts }.
rules-automatic = Если время свободно, бронь подтверждается сразу.
rules-answer = Отвечаем в течение { $days ->
    [one] { $days } рабочего дня
   *[other] { $days } рабочих дней
}.
rules-compete = На одно и то же время могут подать заявки несколько групп, решает менеджер.
rules-quota-week = За неделю один человек может взять здесь самое большее: { $what }.
rules-quota-month = За месяц один человек может взять здесь самое большее: { $what }.
rules-quota-bookings = { $count ->
    [one] { $count } бронь
    [few] { $count } брони
   *[other] { $count } броней
}
rules-quota-prime = { $length } в часы пик
rules-prime-time = Часы пик: { $times }.

### Pages: looking for a space

search-link = Поиск
search-title = Найти свободный зал или комнату
search-text = Название или чем займётесь
search-text-hint = Например, танцы или кино. Можно без казахских букв и латиницей: киши, kishi
search-what = Что нужно
search-district = Район или город
search-anywhere = Везде
search-equipment = Оборудование
search-send = Найти
search-free = Свободно в это время: { $count }
search-found = Нашлось: { $count }
search-none = Ничего подходящего не нашлось. Попробуйте убрать часть условий.
search-none-then = В это время ничего свободного нет
search-otherwise = Можно в другое время
search-request = Отправить заявку
search-taken = Это время занято.
search-nearest = Ближайшее свободное время: { $when }
search-no-nearest = В ближайшие две недели такого свободного времени нет.
search-more = Показаны не все. Уточните, что вы ищете.

### Pages: the request form

form-title = { $space }: заявка
form-summary = Исправьте, пожалуйста
form-conflict = Это время занято
form-offers = Сейчас свободно
form-offers-hint = Выберите: всё, что вы написали, останется, а заявка сразу не уйдёт.
form-offer = Выбрать: { $offer }
form-no-offers = В ближайшие дни ничего свободного нет. Посмотрите другую неделю.
form-too-much = Мы сохраняем форму, чтобы после входа она открылась заполненной, но эта слишком длинная. Ничего не пропало: немного сократите примечание (остальное потом напишете менеджеру) или войдите на другой вкладке этого браузера и отправьте форму отсюда.
form-too-many = Из вашей сети сейчас приходит слишком много форм. Всё, что вы заполнили, осталось здесь: нажмите ещё раз { $when } или сначала войдите на другой вкладке этого браузера.
form-too-many-sent = За этот час заявок было слишком много. Всё, что вы заполнили, осталось здесь: отправьте ещё раз { $when }.
form-sent-before = Эту заявку вы уже отправили, а потом изменили. Если нужна ещё одна, отправьте снова.
form-when = Когда
form-what = О мероприятии
form-who = Как с вами связаться
form-other = Для другого человека
form-for = Бронирую для человека, указанного ниже
form-date = Дата
form-date-hint = День начала
form-from = Начало
form-to = Окончание
form-event = Название
form-event-hint = Например, «Репетиция клуба домбры»
form-attendees = Сколько человек
form-attendees-hint = Можно примерно
form-layout = Расстановка стульев
form-group = Группа или организация
form-group-hint = Если есть
form-programme = Программа
form-programme-hint = Если мероприятие входит в неё
form-no-programme = Нет
form-note = Примечание
form-note-hint = Что нам учесть: оборудование, гости, ранний приход
form-public = Показывать название мероприятия всем
form-name = Имя и фамилия
form-name-hint = Увидит только менеджер площадки
form-phone = Телефон
form-phone-hint = Для связи в этот день, например +7 701 123 45 67
form-for_name = Имя и фамилия этого человека
form-for_phone = Телефон этого человека
form-for_email = Электронная почта этого человека
form-for_email-hint = Если указать, письма пойдут туда
form-for_language = Язык писем
form-answer-at-once = Если время свободно, бронь подтвердится сразу.
form-answer-by = Ответим не позже этого времени: { $moment }.
form-sign-in-note = Сначала пришлём код на почту. Всё, что вы заполнили, сохранится.
form-choose = Выберите
form-send = Отправить заявку
form-go-on = Продолжить
form-in-the-way-booking = занято
form-in-the-way-closure = закрыто
form-in-the-way-turnaround = до или после нужна уборка

### Waiving rules: what is allowed once, why, and what never is

waive-outside_hours = вне часов работы
waive-holiday = в праздничный или выходной день
waive-too_soon = меньше обычного срока до начала
waive-too_far = на дату дальше обычного
waive-too_short = короче обычного
waive-too_long = дольше обычного
waive-off_grid = не по сетке времени
waive-quota = больше заявок или часов, чем обычно
form-exception = Исключение
form-exception-hint = Вы менеджер этой площадки и можете разрешить это один раз.
form-waive = Разрешить на этот раз: { $rule }
form-waive_reason = Почему вы это разрешаете
form-waive_reason-hint = Причина останется в брони
booking-waived = Разрешено в виде исключения
booking-waive-reason = Почему разрешено
flaw-cannot-be-waived = Исключение возможно только для этих правил: часы работы, праздники, срок подачи заявки, за сколько дней бронировать, длительность, шаг времени, число заявок и часов.

### Pages: signing in

sign-in-title = Вход
sign-in-how = Пароль не нужен: мы пришлём на почту код из шести цифр.
sign-in-draft = Мы сохранили то, что вы заполнили. После входа форма откроется заполненной, останется её отправить.
sign-in-email = Электронная почта
sign-in-send = Получить код
sign-in-code-title = Введите код
sign-in-sent-to = Код отправлен на адрес
sign-in-how-long = Код действует { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
   *[other] { $minutes } минут
} и только в этом браузере.
sign-in-code = Код из шести цифр
sign-in-wrong = Код не подошёл. { $tries ->
    [one] Осталась { $tries } попытка
    [few] Остались { $tries } попытки
   *[other] Осталось { $tries } попыток
}.
sign-in-over = Код устарел, или было слишком много попыток. Запросите новый.
sign-in-wait = Сначала проверьте почту. Новый код можно запросить { $when }.
sign-in-too-soon = Для этой почты несколько раз вводили неверный код, поэтому нужно немного подождать. Введите этот же код { $when }.
sign-in-disabled = Код верный, но вход с этой почтой закрыт. Если есть вопросы, свяжитесь с нами.
sign-in-again-text = Письмо не пришло? Проверьте папку «Спам» или
sign-in-again = запросите новый код

### Pages: bookings

bookings-coming = Предстоящие брони
bookings-past = Прошедшие брони
bookings-none = Здесь пока ничего нет.
bookings-more = Показать ещё
booking-label = Бронь
booking-code = Код брони
request-code = Код заявки
booking-not-done = Не получилось
booking-decide = Что можно сделать
booking-details = Подробности
booking-told = Кому мы сообщили
told-request = Заявка
told-approved = Подтверждение
told-approved-again = Повторное подтверждение
told-rejected = Отказ
told-cancelled = Отмена
told-withdrawn = Отзыв заявки
told-expired = Заявка осталась без ответа
told-time-given = Время отдано другой группе
told-did-not-come = Никто не пришёл
told-reopened = Открыта заново
told-changed = Изменение данных
told-moved = Перенос
told-move = Просьба о переносе
told-move-declined = Отказ в переносе
told-move-lapsed = Просьба о переносе осталась без ответа
told-move-taken-back = Отзыв просьбы о переносе
told-replaced = Время понадобилось для другой брони
told-offer = Время предложено
told-offer-over = Время больше не держат
told-offer-taken = Предложенное время взято
told-question = Вопрос
told-message = Сообщение
told-reminder = Напоминание
told-escalation = Сообщение администратору
booking-nobody-told = Писем не было.
booking-history = История
booking-contact = С кем связаться
booking-attended = Сколько пришло
booking-reason = Причина
booking-answer-by = Ответим не позже этого времени: { $moment }.
booking-displaced = Это время отдано другой группе. Заявка ещё остаётся в очереди: если время освободится, мы рассмотрим её снова.
booking-show-code = Назовите этот код, когда придёте. Ждём вас!
booking-expired = Простите, мы не ответили вовремя. Позвоните нам или отправьте заявку ещё раз.
booking-expired-asked = Мы не получили вовремя ответа на свой вопрос. Позвоните нам или отправьте заявку ещё раз.
booking-mail-sent = Отправлено: { $moment }
booking-mail-queued = Отправляется
booking-mail-failed = Доставить не удалось: позвоните
booking-venue-note = Просим учесть
booking-go-on = Как быть дальше
booking-instead = Сейчас свободно это время. Выберите: всё, что вы писали, останется в форме.
booking-ask-again = Отправить заявку ещё раз
booking-book-again = Забронировать ещё раз
give-up-of-group = Мы сразу сообщим об этом, а время станет свободно.
give-up-nobody = Время станет свободно. Ни электронной почты, ни телефона нет.
give-up-by-phone = Время станет свободно. Электронной почты нет, позвоните: { $phone }
give-up-free-at-once = Время сразу станет свободно: его сможет занять другая группа.
give-up-request = Заявка будет снята с рассмотрения.
give-up-late = Отменять просим раньше: в истории останется, что отмена поздняя.
give-up-leave = Нет, оставить
give-up-offer = Отказаться от этого времени?
give-up-from = { $when } и дальше ({ $count ->
    [one] { $count } дата
    [few] { $count } даты
   *[other] { $count } дат
})
give-up-all = Все будущие даты ({ $count })
done-sent = Заявка отправлена
done-booked = Забронировано
done-taken = Это время теперь ваше.
done-approved = Подтверждено.
done-rejected = Отклонено.
done-withdrawn = Отозвано.
done-cancelled = Отменено, время снова свободно.
done-reopened = Открыто заново.
done-came = Отмечено: пришли.
done-came-many = Отмечено: { $count ->
    [one] пришёл { $count } человек
    [few] пришли { $count } человека
   *[other] пришли { $count } человек
}.
done-no-show = Отмечено: никто не пришёл.
done-changed = Изменения сохранены.
done-shortened = Закончится раньше.
done-moved = Перенесено.
done-move-asked = Просьба о переносе отправлена. Пока не ответят, бронь остаётся как есть.
done-move-declined = Перенос отклонён, бронь остаётся как есть.
done-move-taken-back = Просьба о переносе отозвана.
done-asked = Вопрос отправлен. Пока нет ответа, срок не идёт.
done-written = Сообщение отправлено.
done-noted = Заметка сохранена, её видят только менеджеры.
done-dates = Дат: { $count }.
done-mail = Сообщим письмом: { $readers }.
done-no-mail = Электронной почты нет, позвоните: { $phone }
done-told = Отмечено: сказано.
done-not-told = Отметка снята: позвонить ещё нужно.
done-by-phone = Записано. Теперь это в списке «Позвонить».
done-closed = Закрыто.
done-closure-changed = Закрытое время изменено.
done-closure-taken-back = Закрытие отменено.
history-by-you = вы
history-by-venue = менеджер
history-by-service = автоматически
history-request = Заявка отправлена
history-approve = Подтверждена
history-reject = Отклонена
history-cancel = Отменена
history-cancel-late = Отменена поздно
history-withdraw = Отозвана
history-expire = Осталась без ответа
history-complete = Прошла
history-classify = Исправлена программа
history-check-in = Отмечено, что пришли
history-no-show = Отмечено, что не пришли
history-reopen = Открыта заново
decide-approve = Подтвердить
decide-reject = Отклонить
decide-cancel = Отменить бронь
decide-withdraw = Отозвать заявку
decide-reopen = Открыть заново
decide-check-in = Отметить, что пришли
decide-no-show = Никто не пришёл
decide-attended = Сколько человек пришло (необязательно)
decide-reason = Выберите причину
decide-own-words = Своими словами (необязательно)
decide-why = Напишите причину
decide-anyway = { $yes }, хотя другим не достанется
decide-loses-floor = Если да: «{ $title }» ({ $group }) останется без зала. { $when }
decide-loses-seats = Если да: «{ $title }» ({ $group }), не хватит мест. { $when }
decide-loses-stock = Если да: «{ $title }» ({ $group }), не хватит оборудования. { $when }
decide-asks-again = Теперь из-за этого решения без времени останется больше заявок, чем показывала страница. Ничего не сделано: посмотрите ещё раз, кто это, и решите.
decide-count-again = Исправить число
decide-not-yet-there = Ещё не пришли
decide-classify = Исправить программу
decide-note = Добавить несколько слов (необязательно)

### Problems: why a call or a page is refused, as title and sentence

problem-unauthenticated = Сначала войдите в свой аккаунт
problem-unauthenticated-detail = Мы пока не знаем, кто вы. Войдите или пришлите действующий токен.
problem-forbidden = У вас нет на это прав
problem-forbidden-detail = Это может сделать только менеджер площадки. Если нужно, свяжитесь с площадкой.
problem-not-found = Здесь ничего нет
problem-not-found-detail = Мы не нашли того, что вы ищете, или это вам недоступно.
problem-rule = В таком виде отправить нельзя
problem-rule-detail = Мы назвали каждое поле, которое нужно поправить, и подсказали, что подойдёт.
problem-conflict = Это время занято
problem-conflict-detail = Кто-то успел раньше. Выберите другое время, зал или комнату: свободные варианты указаны в ответе.
problem-changed = Брони изменились
problem-changed-detail = Пока вы решали, брони изменились или появились новые. Список обновлён: посмотрите его и решите по каждой ещё раз. Пока ничего не изменено.
problem-state = Сейчас это невозможно
problem-key-reused = Этот ключ уже использован
problem-key-reused-detail = С тем же ключом пришёл другой запрос. Для нового запроса возьмите новый ключ.
problem-too-many = Подождите немного
problem-too-many-detail = Запросов было слишком много. Попробуйте чуть позже.
problem-busy = Сейчас очень много запросов
problem-busy-detail = Ничего не изменилось. Попробуйте ещё раз через несколько секунд.
problem-unavailable = Сейчас у нас нет доступа к данным
problem-unavailable-detail = Ничего не изменилось. Попробуйте, пожалуйста, ещё раз через минуту.
problem-unknown = Мы не знаем, выполнен ли запрос
problem-unknown-detail = Он мог выполниться, а мог и не выполниться: сначала проверьте, пожалуйста. Просто отправить ещё раз можно только запрос, у которого был Idempotency-Key, с тем же ключом: сколько раз его ни отправить, он выполнится один раз.
problem-internal = У нас произошла ошибка
problem-internal-detail = Мы уже записали её. Попробуйте ещё раз, а если не получится, позвоните на площадку.
problem-not-json = Это не JSON
problem-not-json-detail = Тело запроса не читается как JSON. Проверьте скобки, запятые и кавычки.
problem-media-type = Пришлите JSON
problem-media-type-detail = Отправьте тело запроса в виде application/json.
problem-too-large = Слишком много данных
problem-too-large-detail = Тело запроса больше 64 КиБ. Пришлите меньше.
problem-method = Не тот метод
problem-method-detail = Адрес верный, а метод нет. Подходящие методы указаны в заголовке Allow.

### Pages: for managers

queue-open = Заявки и расписание дня
queue-heading = Заявки, которые ждут ответа
queue-empty = На всё отвечено. Спасибо!
queue-group = Заявка
queue-rivals = Несколько заявок на одно и то же время
queue-answer-by = Срок ответа
queue-overdue = Срок ответа прошёл
queue-days-left = { $days ->
    [one] Остался { $days } день
    [few] Осталось { $days } дня
   *[other] Осталось { $days } дней
}
queue-left = Осталось: { $length }
queue-in-the-way = Сейчас подтвердить не получится: время занято или чего-то не хватает.
queue-instead = Посмотреть, что можно сделать
day-heading = Расписание дня
day-nav = Дни
day-previous = Предыдущий день
day-next = Следующий день
day-show = Показать
day-until = продолжается до { $time }
day-taken-by-part = занята общая часть
day-asked-by-part = на общую часть есть заявка
arrivals-heading = Кто пришёл: ещё не внесено
arrivals-lead = Внесите, сколько человек пришло: сразу всё или по одному. Месяц открыт до конца { $day }-го числа следующего: до тех пор всё можно исправить.
arrivals-none = Всё внесено. Спасибо!
arrivals-expected = Ожидалось: { $count }
arrivals-people = Сколько пришло
arrivals-save = Сохранить
arrivals-left = Сохранено. Осталось внести: { $count }.
arrivals-not-all = Сохранилось не всё: посмотрите ниже.

### Сколько кому можно

quota-heading = Ограничения
quota-about = Здесь вы решаете, сколько времени на этой площадке может взять один человек. Пустое поле — без ограничений. Неделя начинается в понедельник, бронь считается по дню начала.
quota-saved = Сохранено. Это действует для новых заявок.
quota-week = За неделю
quota-month = За месяц
quota-hours = Сколько часов
quota-bookings = Сколько броней
quota-prime-hours = Из них в часы пик
quota-prime = Часы пик
quota-prime-about = Время, которое нужно всем: например, с пятницы по воскресенье, 17:00–22:00. Чтобы убрать промежуток, снимите отметки и сотрите время.
quota-window = Промежуток { $number }
quota-window-wrong = В промежутке { $number } отметьте хотя бы один день и укажите начало и окончание.
quota-save = Сохранить

### Как группа приходила раньше

standing-hours = Часы на этой площадке
standing-hours-had = в ту же неделю { $week }, в тот же месяц { $month }
standing-prime = Доля в часах пик
standing-prime-share = в этом квартале { $percent } %
standing-record = За последние полгода
standing-record-kept = приходили: { $came }, поздно отменили: { $late }, не пришли: { $missed }

### Pages: problems and mail of the developer

page-problem-state = Сейчас бронь в таком состоянии, что это невозможно. В каком именно, сказано в ответе.
mailbox-heading = Отправленные письма
mailbox-note = Эта страница открывается только по ключу, который выводится при запуске: письма пишутся в файлы.
mailbox-none = Писем пока нет.
mailbox-to = Кому

### Изменение и перенос
state-not-changeable = Изменить это уже нельзя: { $status }.
problem-stale = Бронь изменилась
problem-stale-detail = Пока вы смотрели, бронь кто-то изменил. Проверьте, что изменилось, и отправьте снова.
problem-no-version = Не указана версия
problem-no-version-detail = Пришлите вместе с изменением тот ETag брони, который вы видели, в заголовке If-Match.
history-change = Данные изменены
history-shorten = Закончится раньше
history-move = Перенесена
mail-before = Раньше было
mail-subject-changed = Ваша бронь изменена: { $space }, { $day }, { $time }
mail-heading-changed = Ваша бронь изменилась
mail-text-changed = Новые данные указаны ниже. Если есть вопросы, напишите нам.
mail-subject-moved = Ваша бронь перенесена: { $space }, { $day }, { $time }
mail-heading-moved = Вашу бронь перенесли
mail-text-moved = Новое место и время указаны ниже, прежние больше не действуют. До встречи!
mail-subject-changed-by-group = Бронь изменена: { $space }, { $day }, { $time }
mail-heading-changed-by-group = Бронь изменена
mail-text-changed-by-group = Кто изменил: { $name }. Новые данные указаны ниже.
mail-subject-moved-by-group = Бронь перенесена: { $space }, { $day }, { $time }
mail-heading-moved-by-group = Бронь перенесена
mail-text-moved-by-group = Кто перенёс: { $name }. Прежнее время снова свободно.
alter-heading = Изменить
alter-until = Когда закончите
alter-space = Зал или комната
decide-change = Изменить данные
decide-finish = Закончить раньше
decide-move = Перенести
state-only-group = Это может сделать только тот, кто бронирует.
state-nothing-proposed = Сейчас о переносе никто не просит.
history-propose-move = Просьба о переносе
history-accept-move = Перенос подтверждён
history-decline-move = Перенос отклонён
history-take-back-move = Просьба о переносе отозвана
history-lapse-move = Просьба о переносе осталась без ответа
booking-asks-move = Куда просят перенести
decide-ask-move = Попросить о переносе
decide-accept-move = Согласиться на перенос
decide-decline-move = Не переносить
decide-take-back-move = Отозвать просьбу о переносе
mail-wanted = Куда просят перенести
mail-subject-move-received = Мы получили просьбу о переносе: { $space }, { $day }, { $time }
mail-heading-move-received = Мы получили вашу просьбу о переносе
mail-text-move-received = Мы рассмотрим её и ответим письмом на этот адрес. До тех пор бронь остаётся на прежнее время.
mail-subject-move-declined = Перенести не получилось: { $space }, { $day }, { $time }
mail-heading-move-declined = Простите, перенести не получилось
mail-text-move-declined = Бронь остаётся на прежнее время, ждём вас. Если нужно другое, напишите или позвоните нам.
mail-subject-move-lapsed = Просьба о переносе осталась без ответа: { $space }, { $day }, { $time }
mail-heading-move-lapsed = Простите, мы не ответили о переносе вовремя
mail-text-move-lapsed = Бронь остаётся на прежнее время. Если перенос ещё нужен, попросите снова или позвоните нам.
mail-subject-move-proposed = Просят перенести: { $space }, { $day }, { $time }
mail-heading-move-proposed = Просят перенести бронь
mail-text-move-proposed = { $name } ждёт вашего ответа. До тех пор бронь остаётся на прежнее время.
mail-subject-move-taken-back = Переносить не нужно: { $space }, { $day }, { $time }
mail-heading-move-taken-back = Просьба о переносе отозвана
mail-text-move-taken-back = { $name } больше не просит о переносе. Отвечать не нужно.
### Seats and stock

form-stock = Оборудование напрокат, если нужно
form-stock-item = { $item }, не больше { $most }
form-in-the-way-seats = не хватает мест
form-in-the-way-stock = не хватает оборудования
flaw-at-most = Всего есть { $max }. Укажите, пожалуйста, не больше.
flaw-twice = Одно и то же указано дважды. Уберите лишнее.
week-seats = { $seats ->
    [one] { $seats } место свободно
    [few] { $seats } места свободно
   *[other] { $seats } мест свободно
}
mail-stock = Оборудование напрокат

# ------------------------------------------------------------------ расписание на сезон

state-had-again = На эту дату в расписании уже есть другая бронь. Посмотрите её на странице расписания.
mail-dates = Даты
mail-other-dates = Не вошли
mail-first-date = Первая дата
mail-repeats = Повторяется
mail-series-code = Код расписания
mail-series-dates = { $count ->
    [one] { $count } дата
    [few] { $count } даты
   *[many] { $count } дат
}
mail-subject-series-received = Заявка получена: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-received = Мы получили вашу заявку
mail-text-series-received = Спасибо! В вашей заявке { $count ->
    [one] { $count } дата
    [few] { $count } даты
   *[many] { $count } дат
}. Ответим на всё сразу, одним письмом на этот адрес.
mail-subject-series-approved = Расписание подтверждено: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-approved = Ваше расписание подтверждено
mail-text-series-approved = Ждём вас! Все даты указаны ниже, файл для вашего календаря приложен. Если в какой-то день прийти не получится, отмените его заранее на странице расписания: время может пригодиться другой группе.
mail-subject-series-rejected = Заявка отклонена: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-rejected = К сожалению, в этот раз не получится
mail-text-series-rejected = Мы не смогли принять заявку. Попробуйте другое время или свяжитесь с нами: поищем вместе.
mail-subject-series-cancelled-by-venue = Отмена в вашем расписании: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-cancelled-by-venue = Простите, нам пришлось отменить брони из вашего расписания
mail-text-series-cancelled-by-venue = В дни из списка ниже мы не сможем вас принять. Свяжитесь с нами, и мы поможем найти другие.
mail-subject-series-cancelled-by-you = Вы отменили брони: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-cancelled-by-you = Брони из вашего расписания отменены
mail-text-series-cancelled-by-you = Дни из списка ниже больше не за вами. Новую заявку можно отправить когда угодно.
mail-subject-series-withdrawn-by-you = Вы отозвали заявку: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-withdrawn-by-you = Ваша заявка отозвана
mail-text-series-withdrawn-by-you = Заявка на дни из списка ниже снята с рассмотрения. Новую можно отправить когда угодно.
mail-subject-series-expired = Заявка осталась без ответа: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-expired = Простите, мы не ответили вам вовремя
mail-text-series-expired = Это наша вина. Отправьте заявку ещё раз или позвоните нам: если время свободно, мы сразу её рассмотрим.
mail-subject-series-expired-asked = Заявка закрыта: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-expired-asked = Мы не дождались вашего ответа
mail-text-series-expired-asked = Мы задали вам вопрос по этому расписанию и не получили ответа, поэтому заявка закрыта. Если время вам ещё нужно, отправьте заявку ещё раз или позвоните нам: если оно свободно, мы сразу её рассмотрим.
mail-subject-series-moved = Ваше расписание перенесено: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-moved = Ваше расписание перенесено
mail-text-series-moved = Новое время и место указаны ниже, прежние больше не действуют. До встречи!
mail-subject-series-changed = Ваше расписание изменено: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-changed = Ваше расписание изменено
mail-text-series-changed = Изменились данные, время прежнее. Список дат ниже. Если есть вопросы, напишите нам.
mail-subject-series-time-given = Время отдано другой группе: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-time-given = Время из вашего расписания отдано другой группе
mail-text-series-time-given = На дни из списка ниже подали заявки несколько групп. Ваша остаётся в очереди на семь дней, но не дольше чем до начала: если время освободится, мы рассмотрим её снова. Остальное расписание не меняется.
mail-subject-series-move-received = Просьба о переносе получена: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-move-received = Мы получили вашу просьбу о переносе
mail-text-series-move-received = Вы просите перенести расписание на время из списка ниже. Ответим сразу обо всём одним письмом на этот адрес. До тех пор всё остаётся по-прежнему.
mail-subject-series-move-declined = Расписание не перенесено: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-move-declined = Простите, перенести расписание не получилось
mail-text-series-move-declined = Перенести на время из списка ниже не получилось. Расписание остаётся прежним, ждём вас. Если нужно другое время, напишите или позвоните нам.
mail-subject-series-move-lapsed = Просьба о переносе без ответа: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-move-lapsed = Простите, мы не ответили о переносе вовремя
mail-text-series-move-lapsed = Вы просили перенести расписание на время из списка ниже. Пока оно остаётся прежним. Если перенос ещё нужен, попросите снова или позвоните нам.
mail-subject-series-changed-by-group = Расписание изменено: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-changed-by-group = Расписание изменено
mail-text-series-changed-by-group = Данные изменены ({ $name }), время прежнее. Список дат ниже.
mail-subject-series-new = Новая заявка: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-new = Новая заявка на расписание
mail-text-series-new = { $name } ждёт ответа: в заявке { $count ->
    [one] { $count } дата
    [few] { $count } даты
   *[many] { $count } дат
}. Ответить можно на всё сразу.
mail-subject-series-cancelled-by-group = Отмена в расписании: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-cancelled-by-group = Брони из расписания отменены
mail-text-series-cancelled-by-group = Кто отменил: { $name }. Время в дни из списка ниже снова свободно.
mail-subject-series-withdrawn = Заявка отозвана: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-withdrawn = Заявка на расписание отозвана
mail-text-series-withdrawn = Кто отозвал: { $name }. На даты из списка ниже отвечать больше не нужно.
mail-subject-series-moved-by-group = Расписание перенесено: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-moved-by-group = Расписание перенесено
mail-text-series-moved-by-group = Кто перенёс: { $name }. Прежнее время снова свободно.
mail-subject-series-move-proposed = Просят перенести: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-move-proposed = Просят перенести расписание
mail-text-series-move-proposed = { $name } просит перенести расписание на время из списка ниже и ждёт вашего ответа. Ответить можно сразу обо всём. До тех пор расписание остаётся прежним.
mail-subject-series-move-taken-back = Переносить не нужно: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-move-taken-back = Просьба перенести расписание отозвана
mail-text-series-move-taken-back = { $name } больше не просит перенести расписание. Отвечать не нужно.
### Одна бронь вместо другой, и что держим взамен

flaw-not-in-the-way = Одна из выбранных броней больше не мешает или её уже нельзя отменить. Посмотрите, что мешает сейчас, и выберите ещё раз.
state-offered = Это время держат для того, кому его предложили: взять его или нет, решает он. Менеджер может только перестать его держать.
state-offer-over = Срок вышел, мы больше не держим это время. Если оно ещё свободно, отправьте заявку.
history-replace = Отменена ради другой брони
history-offer = Время предложено, держим его
decide-take-offer = Берём это время
decide-leave-offer = Не нужно
booking-kept-heading = Время, которое мы держим
decide-take-offer-for-them = Подтвердить, что время берут
decide-take-back-offer = Больше не держать
booking-kept-for-you = Держим это время только для вас. Срок: { $moment }. Возьмите его или оставьте другим.
booking-kept-instead = Держим это время только для вас. Срок: { $moment }. Если возьмёте его, другую вашу бронь ({ $place }) мы отменим сами. Если хотите остаться там, откажитесь от этого времени.
booking-kept-for-them = Держим это время. Срок: { $moment }.
form-in-place = Поставить вместо другой брони
form-in-place-hint = Отмеченные брони мы отменим, сразу сообщим об этом и ещё сутки будем держать другое время.
form-replace_reason = Объясните причину в нескольких словах тем, чью бронь отменяете (необязательно)
form-replace_reason-hint = Будет в письме и останется при их брони
form-in-place-send = Подтвердить эту заявку вместо отмеченных
mail-kept = Держим для вас
mail-kept-until = { $place } (срок: { $until })
mail-text-kept = Вы выбираете первыми: время из списка ниже мы держим только для вас. Откройте подходящее и возьмите его. Остальное освободится.
mail-subject-replaced = Ваше время понадобилось для другой брони: { $space }, { $day }, { $time }
mail-heading-replaced = Простите, это время понадобилось для другой брони
mail-text-replaced = Это время понадобилось под другую бронь, извините нас. Если нужно другое время или есть вопросы, свяжитесь с нами.
mail-subject-offer-taken-back = Больше не держим для вас: { $space }, { $day }, { $time }
mail-heading-offer-taken-back = Простите, мы больше не держим это время для вас
mail-text-offer-taken-back = Мы держали его для вас, но теперь оно нужно нам самим. Свяжитесь с нами, и мы вместе найдём другое.
mail-subject-free-again = Ваше прежнее время снова свободно: { $space }, { $day }, { $time }
mail-heading-free-again = Ваше прежнее время снова свободно
mail-text-free-again = Закрывать всё же не понадобилось. Раньше это время было вашим, поэтому сначала мы держим его для вас. Если мы перенесли вас на другое время, ту бронь отменим сами, как только вы возьмёте эту. Если хотите остаться там, откажитесь от этого времени.
mail-subject-offer-taken = Предложенное время взяли: { $space }, { $day }, { $time }
mail-heading-offer-taken = Предложенное вами время взяли
mail-text-offer-taken = { $name } придёт в это время. Отвечать не нужно.
### Pages: closures

closures-heading = Закрытое время
closures-new = Закрыть залы и комнаты
closures-to-come = Сейчас и впереди
closures-over = Прошло
closures-none = Пока нет.
closures-events = Для своих мероприятий закрывать зал не нужно: забронируйте его, и все увидят, что там проходит.
closures-more = { $more ->
    [one] и ещё { $more } раз
    [few] и ещё { $more } раза
   *[other] и ещё { $more } раз
}
closures-all = Все залы и комнаты
closures-never = отменено до начала
closures-what = Что закрывается
closures-why = Почему
closures-from = Начало: дата
closures-from-time = Начало: время
closures-to = Конец: дата
closures-to-time = Конец: время
closures-until = Каждую неделю до этой даты
closures-until-hint = Оставьте пустым, чтобы закрыть один раз. Последний день тоже считается.
closures-reason = Причина
closures-look = Посмотреть, кого это коснётся
closures-preview = Перед закрытием
closures-no-hits = Ни одной брони это не коснётся.
closures-hits = { $many ->
    [1] Это коснётся одной брони. Решите, что с ней будет: письмо уйдёт сразу.
    [one] Это коснётся { $many } брони. Решите, что будет с каждой: письма уйдут сразу.
   *[other] Это коснётся { $many } броней. Решите, что будет с каждой: письма уйдут сразу.
}
closures-state = Состояние
closures-decline-move = Не переносить, бронь остаётся как есть
closures-reject = Отклонить заявку
closures-cancel = Отменить бронь
closures-cut = Оставить, но закончить в { $time }
closures-move = Перенести: { $place }
closures-taken = { $place }: уже занято. Выберите другой зал или время.
closures-undecided = Выберите, что будет с этой бронью.
closures-not-yet = Пока ничего не изменено
closures-apply = Применить и сообщить всем
closures-leave = Оставить всё как есть
closures-one = Закрытое время
closures-times = Все даты
closures-calls = Позвоните: эти брони начинаются в ближайшие 48 часов
closures-no-calls = Звонить никому не нужно: в ближайшие 48 часов ни одна из этих броней не начинается.
closures-now = Теперь: { $place }
closures-declined = Перенос отклонён, бронь осталась как была
closures-told-by = Кто сообщил: { $name }, { $moment }
closures-tell = Отметить: сообщили
closures-untell = Снять отметку
closures-change = Продлить, сократить, закончить
closures-end-now = Закончить сейчас
closures-take-back = Отменить закрытие
closures-take-back-hint = Откроется всё, что ещё впереди. Прошедшее останется здесь как запись.
### Переписка, напоминания, сообщения администратору

history-ask = Задан вопрос
history-answer = Ответ на вопрос получен
history-escalate = Ответа вовремя не было, сообщили администратору
messages-heading = Переписка
messages-internal = только для нас
messages-only-us = Только для нас: автор заявки не увидит
messages-send = Отправить
messages-to-group = Написать
messages-to-venue = Написать менеджеру
messages-write = Сообщение придёт и на почту.
messages-ask = Если задать вопрос, срок ответа остановится: до ответа, но не больше чем на два рабочих дня.
messages-by-phone = Электронной почты нет: написанное попадёт в список «Позвонить». Скажите об этом сами:
messages-to-nobody = Нет ни электронной почты, ни телефона: написанное останется только на этой странице.
calls-heading = Позвонить
calls-lead = Здесь те, у кого нет электронной почты, и те, у кого всё начинается совсем скоро. Позвоните, скажите и отметьте.
calls-none = Звонить никому не нужно.
calls-closure = Время закрыто
booking-call-waits = Нужно сказать по телефону
booking-call-told = Сказано по телефону: { $moment }
messages-group-asked = Вопрос задан, ждём ответа на него. Срок ответа сдвинулся.
messages-you-are-asked = Вам задали вопрос. Ответьте, пожалуйста, здесь: после этого мы продолжим рассматривать заявку.
queue-ask = Задать вопрос
mail-message = Сообщение
mail-subject-question = Вопрос по вашей заявке: { $space }, { $day }, { $time }
mail-heading-question = У нас вопрос по вашей заявке
mail-text-question = Откройте страницу брони по ссылке ниже и напишите ответ там. Пока мы ждём его (не больше двух рабочих дней), срок рассмотрения не идёт.
mail-subject-venue-wrote = Вам написали: { $space }, { $day }, { $time }
mail-heading-venue-wrote = Мы написали вам о вашей брони
mail-text-venue-wrote = Если хотите ответить, откройте страницу брони по ссылке ниже.
mail-subject-group-wrote = Новое сообщение: { $space }, { $day }, { $time }
mail-heading-group-wrote = Новое сообщение
mail-text-group-wrote = От кого: { $name }. Ответить можно на странице брони.
mail-subject-reminder = { $count ->
    [one] { $count } заявка ждёт ответа
    [few] { $count } заявки ждут ответа
   *[other] { $count } заявок ждут ответа
}
mail-heading-reminder = { $count ->
    [one] { $count } заявка ждёт ответа
    [few] { $count } заявки ждут ответа
   *[other] { $count } заявок ждут ответа
}
mail-text-reminder = Прошла половина срока ответа. Люди ждут, посмотрите, пожалуйста:
mail-subject-escalation = Не ответили вовремя: { $count }
mail-heading-escalation = Заявки, на которые не ответили вовремя: { $count }
mail-text-escalation = На эти заявки никто не ответил. Ниже сказано, что стало с каждой.
mail-waits-until = Срок ответа: { $moment }.
mail-other-dates-count = И ещё { $count ->
    [one] { $count } дата
    [few] { $count } даты
   *[many] { $count } дат
} этого расписания.
mail-became-expired = Заявка закрыта без ответа, об этом сообщили автору.
mail-became-stays = Заявка продолжает ждать ответа до начала.
mail-became-approved = Заявка подтверждена автоматически.
mail-became-move-lapsed = Просьба о переносе осталась без ответа, бронь на прежнее время.
mail-closing-overlooked = Письмо отправлено автоматически.
form-repeat = Повторять
form-repeat-hint = Если нужна только одна дата, оставьте как есть. До отправки вы увидите, какие даты свободны.
form-every = Как часто
form-until = Последняя дата
form-until-hint = Расписание закончится в этот день или раньше.
form-count = Или сколько раз
series-once = Один раз
series-week = Каждую неделю
series-two-weeks = Раз в две недели
series-month = Раз в месяц, в ту же неделю месяца
series-month-last = Раз в месяц, в последний такой же день недели
series-each-week = По { $weekday ->
    [1] понедельникам
    [2] вторникам
    [3] средам
    [4] четвергам
    [5] пятницам
    [6] субботам
   *[7] воскресеньям
}
series-each-two-weeks = Раз в две недели по { $weekday ->
    [1] понедельникам
    [2] вторникам
    [3] средам
    [4] четвергам
    [5] пятницам
    [6] субботам
   *[7] воскресеньям
}
series-each-month = По { $nth ->
    [1] первым
    [2] вторым
    [3] третьим
    [4] четвёртым
   *[5] последним
} { $weekday ->
    [1] понедельникам
    [2] вторникам
    [3] средам
    [4] четвергам
    [5] пятницам
    [6] субботам
   *[7] воскресеньям
} месяца
series-report = Проверьте даты расписания
series-report-lead = Свободно дат: { $free } из { $all }. Пока ничего не отправлено.
series-report-send = Отправить заявку на { $free ->
    [one] { $free } дату
    [few] { $free } даты
   *[many] { $free } дат
}
series-report-change = Изменить заявку
series-report-waive = Проверить даты с этими исключениями
series-waive = Нужно для { $count ->
    [one] { $count } даты
   *[other] { $count } дат
}
series-free = Свободно
series-taken = Занято
series-closed = В это время мы закрыты
series-holiday = Праздник
series-rule = Не получится по правилам
series-label = Расписание на сезон
series-approved = Подтверждено
series-waiting = Ждут ответа
series-missed = Не вошли
series-approve = Подтвердить расписание
series-except = Без этих дат
series-reject = Отклонить расписание
series-cancel = Отменить брони
series-move = Перенести на другое время
series-ask-move = Попросить о переносе
series-ask-move-hint = Ответим сразу обо всех датах. До тех пор они остаются как есть.
series-accept-move = Перенести, как просят
series-decline-move = Не переносить расписание
series-asks-move = Куда просят перенести
series-you-ask-move = Вы просите
series-waits-move = Перенос расписания: { $count ->
    [one] { $count } дата
    [few] { $count } даты
   *[many] { $count } дат
}, последняя — { $last }
series-change = Изменить данные
series-change-hint = То, чего вы не измените, останется в каждой дате прежним.
series-from = С какой даты
series-all = Все будущие даты
series-add = Добавить эту дату
series-not-all = Ничего не изменилось: на некоторые даты время занято или закрыто. Выберите другое время или уберите эти даты:
series-waits = Расписание: { $count ->
    [one] { $count } дата
    [few] { $count } даты
   *[many] { $count } дат
}, последняя — { $last }
series-see = Посмотреть все даты
series-same-space = Там же
series-report-changed = Пока вы отправляли, некоторые даты заняли. Посмотрите список ещё раз.
series-of = Дата из расписания
