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
state-kept-for-you = придержано для вас
state-kept-for-them = придержано для группы
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
rule-too-short = Самое короткое время здесь – { $length }. Выберите окончание позже.
rule-too-long = Самое долгое время здесь – { $length }. Выберите окончание раньше.
rule-too-soon = Нам нужно успеть подготовиться. Самое раннее начало: { $moment }.
rule-too-far = Так далеко вперёд пока нельзя. Последний день, который можно выбрать: { $date }.
rule-in-the-past = Это время уже прошло. Выберите более позднее.
rule-off-grid-start = Выберите начало в { $before } или в { $after }.
rule-off-grid-end = Выберите окончание в { $before } или в { $after }.
rule-too-many-people = Здесь помещается { $count ->
    [one] { $count } человек
    [few] { $count } человека
   *[other] { $count } человек
}. Укажите меньше людей или выберите помещение побольше.
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
rule-quota-hour = За час можно отправить не больше { $limit ->
    [one] { $limit } заявки
   *[other] { $limit } заявок
}. Попробуйте чуть позже.
rule-quota-hours-week = За неделю здесь можно занять: { $limit }. Уже занято: { $used }, осталось: { $left }. Выберите время покороче или другую неделю.
rule-quota-hours-month = За месяц здесь можно занять: { $limit }. Уже занято: { $used }, осталось: { $left }. Выберите время покороче или другой месяц.
rule-quota-bookings-week = За неделю здесь можно взять не больше { $limit ->
    [one] { $limit } брони
   *[other] { $limit } броней
}. Уже есть: { $used }, осталось: { $left }. Выберите другую неделю.
rule-quota-bookings-month = За месяц здесь можно взять не больше { $limit ->
    [one] { $limit } брони
   *[other] { $limit } броней
}. Уже есть: { $used }, осталось: { $left }. Выберите другой месяц.
rule-quota-prime-week = В часы пик за неделю здесь можно занять: { $limit }. Уже занято: { $used }, осталось: { $left }. Выберите другие часы или другую неделю.
rule-quota-prime-month = В часы пик за месяц здесь можно занять: { $limit }. Уже занято: { $used }, осталось: { $left }. Выберите другие часы или другой месяц.

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
state-too-early = Отметить приход можно не раньше чем за час до начала.
state-not-yet-begun = Это время ещё не началось.
state-month-closed = Этот месяц уже закрыт: отметки о приходе больше не исправить.
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
mail-heading-cancelled-by-you = Мы отметили, что вы не придёте
mail-text-cancelled-by-you = Это время больше не за вами. Новую заявку можно отправить когда угодно.
mail-subject-withdrawn-by-you = Вы отозвали заявку: { $space }, { $day }, { $time }
mail-heading-withdrawn-by-you = Ваша заявка отозвана
mail-text-withdrawn-by-you = Рассматривать её мы больше не будем. Новую заявку можно отправить когда угодно.

mail-subject-expired = Заявка осталась без ответа: { $space }, { $day }, { $time }
mail-heading-expired = Простите, мы не ответили вам вовремя
mail-text-expired = Это наша вина. Отправьте заявку ещё раз или позвоните нам: если время свободно, мы сразу её рассмотрим.
mail-subject-expired-asked = Заявка закрыта: { $space }, { $day }, { $time }
mail-heading-expired-asked = Мы не дождались вашего ответа
mail-text-expired-asked = Мы задали вам вопрос по этой заявке и не получили ответа, поэтому она закрыта. Если время вам ещё нужно, отправьте заявку ещё раз или позвоните нам: если оно свободно, мы сразу её рассмотрим.

mail-subject-time-given = Время отдано другой группе: { $space }, { $day }, { $time }
mail-heading-time-given = Это время отдано другой группе
mail-text-time-given = На это время подали заявки несколько групп. Ваша остаётся в очереди на семь дней, но не дольше чем до начала: если время освободится, мы рассмотрим её снова.

mail-subject-did-not-come = Мы вас ждали: { $space }, { $day }, { $time }
mail-heading-did-not-come = Мы вас ждали, но вы не пришли
mail-text-did-not-come = Менеджер площадки отметил, что никто не пришёл. Если это ошибка, свяжитесь с нами. Если в другой раз планы изменятся, отмените, пожалуйста, бронь заранее: время может пригодиться другой группе.

mail-subject-reopened = Заявка снова рассматривается: { $space }, { $day }, { $time }
mail-heading-reopened = Ваша заявка снова открыта
mail-text-reopened = Она снова ждёт ответа. Мы пришлём его на этот адрес.

mail-subject-new-request = Новая заявка: { $space }, { $day }, { $time }
mail-heading-new-request = Новая заявка
mail-text-new-request = { $name } просит это время и ждёт вашего ответа.

mail-subject-withdrawn = Заявка отозвана: { $space }, { $day }, { $time }
mail-heading-withdrawn = Заявка отозвана
mail-text-withdrawn = { $name } отзывает заявку. Отвечать больше не нужно.

mail-subject-cancelled-by-group = Группа отменила бронь: { $space }, { $day }, { $time }
mail-heading-cancelled-by-group = Группа отменила бронь
mail-text-cancelled-by-group = { $name } отменяет бронь. Это время снова свободно.

mail-reason = Причина
mail-word = От менеджера
mail-where = Где
mail-when = Когда
mail-zone-note = время Караганды, UTC{ $offset }
mail-how-to-come-in = Как войти
mail-answer-by = Срок ответа
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
mail-closing-venue = Ваш ответ на это письмо получит группа.

### Pages: what stands on all of them

page-service = Бронирование в Доме молодёжи
page-skip = Перейти к содержанию
page-wrong = Ошибка
page-nav = Страницы
page-language = Выбор языка
page-venues = Площадки
page-bookings = Мои брони
page-manage = Для менеджера
page-sign-in = Войти
page-sign-out = Выйти
page-dev-mail = Письма
page-footer = Залы и комнаты для молодёжи. Бронировать бесплатно, ответ приходит на почту.
page-welcome = Найдите место для своего дела
page-welcome-text = Выберите зал или комнату, найдите свободное время и отправьте заявку. Ответ придёт на почту.
page-people = до { $count ->
    [one] { $count } человека
   *[other] { $count } человек
}
page-spaces = Залы и комнаты
page-visit = Как нас найти
page-hours = Часы работы
page-address = Адрес
page-how-to-come-in = Как войти
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
page-too-many = Подождите немного
page-too-many-text = Запросов было слишком много. Попробуйте чуть позже.
page-broken = У нас произошла ошибка
page-broken-text = Простите, это наша вина. Попробуйте ещё раз через несколько минут.
page-busy = Сейчас мы не можем ответить
page-busy-text = Ничего не изменилось. Попробуйте ещё раз через несколько секунд.
page-unreadable = Не получилось это прочитать
page-unreadable-text = Откройте форму заново и заполните её ещё раз.

### Pages: the week of a space

week-heading = Неделя
week-caption = { $space }: { $from } – { $to }
week-nav = Недели
week-previous = Предыдущая неделя
week-next = Следующая неделя
week-time = Время
week-request = Отправить заявку
week-list = Когда свободно
week-nothing-free = Ничего свободного нет
week-asked-for-note = заявка уже есть, но можно и вам
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
rules-length = Самое короткое время – { $min }, самое долгое – { $max }.
rules-grid = Начало и окончание – с шагом { $length }.
rules-notice = Отправляйте заявку не позже чем за { $length } до начала.
rules-horizon = Бронировать можно на { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[other] { $days } дней
} вперёд.
rules-turnaround = Уборка между мероприятиями – { $length }.
rules-turnaround-by-layout = Уборка и перестановка между мероприятиями – от { $least } до { $most }, смотря какая расстановка нужна.
rules-layouts = Расстановка: { $layouts }.
rules-automatic = Если время свободно, бронь подтверждается сразу.
rules-answer = Отвечаем в течение { $days ->
    [one] { $days } рабочего дня
   *[other] { $days } рабочих дней
}.
rules-compete = Одно время могут просить несколько групп, решает менеджер.
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
search-title = Найти свободное место
search-text = Название зала или площадки
search-text-hint = Можно без казахских букв и латиницей: киши, kishi
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
form-sent-before = Эту заявку вы уже отправили, а потом изменили. Если нужна ещё одна, отправьте снова.
form-when = Когда
form-what = Что будет
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
form-layout = Расстановка
form-group = Группа или организация
form-group-hint = Если есть
form-programme = Программа
form-programme-hint = Если мероприятие входит в неё
form-no-programme = Нет
form-note = Примечание
form-note-hint = Что нам учесть: оборудование, гости, ранний приход
form-public = Название мероприятия видно всем
form-name = Ваше имя
form-name-hint = Увидит только менеджер площадки
form-phone = Телефон
form-phone-hint = Для связи в этот день, например +7 701 123 45 67
form-for_name = Имя этого человека
form-for_phone = Телефон этого человека
form-for_email = Электронная почта этого человека
form-for_email-hint = Если указать, письма пойдут туда
form-for_language = Язык писем
form-answer-at-once = Если время свободно, бронь подтвердится сразу.
form-answer-by = Ответим не позже этого времени: { $moment }.
form-sign-in-note = Сначала пришлём код на почту. Всё, что вы заполнили, сохранится.
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
waive-off_grid = не по шагу времени
waive-quota = больше заявок или часов, чем обычно
form-exception = Исключение
form-exception-hint = Вы менеджер этой площадки и можете разрешить это один раз.
form-waive = Разрешить на этот раз: { $rule }
form-waive_reason = Почему вы это разрешаете
form-waive_reason-hint = Причина останется в брони
booking-waived = Разрешено в виде исключения
booking-waive-reason = Почему разрешено
flaw-cannot-be-waived = Исключение можно сделать только для часов работы, праздников, срока заявки, дальности записи, длительности, шага времени, числа заявок и часов.

### Pages: signing in

sign-in-how = Пароль не нужен: мы пришлём на почту код из шести цифр.
sign-in-draft = Мы сохранили то, что вы заполнили. После входа форма откроется такой же, останется отправить.
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
sign-in-wrong = Код не подошёл. Осталось { $tries ->
    [one] { $tries } попытка
    [few] { $tries } попытки
   *[other] { $tries } попыток
}.
sign-in-over = Код устарел, или было слишком много попыток. Запросите новый.
sign-in-wait-seconds = Новый код можно запросить через { $seconds ->
    [one] { $seconds } секунду
    [few] { $seconds } секунды
   *[other] { $seconds } секунд
}. Сначала проверьте почту.
sign-in-wait-long = На этот адрес запросили слишком много кодов. Попробуйте через час.
sign-in-again-text = Письмо не пришло? Проверьте папку «Спам» или
sign-in-again = запросите новый код

### Pages: bookings

bookings-coming = Предстоящие брони
bookings-past = Прошедшие брони
bookings-none = Здесь пока ничего нет.
bookings-more = Показать ещё
booking-label = Бронь
booking-code = Код брони
booking-not-done = Не получилось
booking-decide = Что можно сделать
booking-details = Подробности
booking-told = Кому мы сообщили
booking-nobody-told = Писем не было.
booking-history = История
booking-contact = С кем связаться
booking-attended = Сколько пришло
booking-reason = Причина
booking-answer-by = Ответим не позже этого времени: { $moment }.
booking-displaced = Это время отдано другой группе. Заявка ещё постоит в очереди: если время освободится, мы рассмотрим её снова.
booking-show-code = Назовите этот код, когда придёте. Ждём вас!
booking-expired = Простите, мы не ответили вовремя. Позвоните нам или отправьте заявку ещё раз.
booking-expired-asked = Мы не получили вовремя ответа на свой вопрос. Позвоните нам или отправьте заявку ещё раз.
booking-mail-sent = Отправлено: { $moment }
booking-mail-queued = Отправляется
booking-mail-failed = Доставить не удалось: позвоните
booking-venue-note = Площадка просит учесть
booking-go-on = Как быть дальше
booking-instead = Сейчас свободны эти времена. Выберите одно: всё, что вы писали, останется в форме.
booking-ask-again = Отправить заявку ещё раз
booking-book-again = Забронировать ещё раз
give-up-of-group = Мы сразу сообщим группе, а время станет свободно.
give-up-free-at-once = Время сразу станет свободно: его сможет занять другая группа.
give-up-request = Заявку больше не будут рассматривать.
give-up-late = Площадка просит отменять раньше: в истории останется, что отмена поздняя.
give-up-leave = Нет, оставить
give-up-from = { $when } и дальше, дат: { $count }
give-up-all = Все будущие даты: { $count }
done-sent = Заявка отправлена
done-booked = Забронировано
done-taken = Это время теперь ваше.
done-approved = Подтверждено.
done-rejected = Отклонено.
done-withdrawn = Отозвано.
done-cancelled = Отменено, время снова свободно.
done-reopened = Открыто заново.
done-came = Приход отмечен.
done-came-many = Приход отмечен, человек: { $count }.
done-no-show = Отмечено: никто не пришёл.
done-changed = Изменения сохранены.
done-shortened = Закончится раньше.
done-moved = Перенесено.
done-move-asked = Просьба о переносе отправлена. Пока не ответят, бронь остаётся как есть.
done-move-declined = Перенос отклонён, бронь остаётся как есть.
done-move-taken-back = Просьба о переносе отозвана.
done-asked = Вопрос отправлен. Пока группа не ответит, срок ответа стоит.
done-written = Сообщение отправлено.
done-noted = Заметка сохранена, группа её не увидит.
done-dates = Дат: { $count }.
done-mail = Сообщим письмом: { $readers }.
done-no-mail = Почты у группы нет, позвоните: { $phone }
done-closed = Закрыто.
done-closure-changed = Закрытие изменено.
done-closure-taken-back = Закрытие отменено.
history-by-group = группа
history-by-venue = площадка
history-by-service = автоматически
history-request = Заявка отправлена
history-approve = Подтверждена
history-reject = Отклонена
history-cancel = Отменена
history-cancel-late = Отменена поздно
history-withdraw = Отозвана
history-expire = Осталась без ответа
history-complete = Прошла
history-check-in = Пришли
history-no-show = Не пришли
history-classify = Исправлена программа
history-reopen = Открыта заново
decide-approve = Подтвердить
decide-reject = Отклонить
decide-cancel = Отменить бронь
decide-withdraw = Отозвать заявку
decide-reopen = Открыть заново
decide-check-in = Отметить приход
decide-no-show = Никто не пришёл
decide-attended = Сколько человек пришло (необязательно)
decide-reason = Выберите причину
decide-own-words = Своими словами (необязательно)
decide-why = Напишите причину
decide-note = Добавить несколько слов группе (необязательно)
decide-anyway = { $yes }, хотя другим не достанется
decide-loses-floor = Если да: «{ $title }» ({ $group }) останется без места. { $when }
decide-loses-seats = Если да: «{ $title }» ({ $group }), не хватит мест. { $when }
decide-loses-stock = Если да: «{ $title }» ({ $group }), не хватит оборудования. { $when }
decide-asks-again = Теперь из-за этого решения без места остаётся больше заявок, чем показывала страница. Ничего не сделано: посмотрите ещё раз, кто это, и решите.
decide-count-again = Исправить число
decide-not-yet-there = Ещё не пришли
decide-classify = Исправить программу

### Problems: why a call or a page is refused, as title and sentence

problem-unauthenticated = Войдите, пожалуйста
problem-unauthenticated-detail = Мы пока не знаем, кто вы. Войдите или пришлите действующий токен.
problem-forbidden = У вас нет на это прав
problem-forbidden-detail = Это может сделать только менеджер площадки. Если нужно, свяжитесь с площадкой.
problem-not-found = Здесь ничего нет
problem-not-found-detail = Мы не нашли того, что вы ищете, или это вам недоступно.
problem-rule = В таком виде отправить нельзя
problem-rule-detail = Мы назвали каждое поле, которое нужно поправить, и подсказали, что подойдёт.
problem-conflict = Это время занято
problem-conflict-detail = Кто-то успел раньше. Выберите другое время, зал или комнату: свободные варианты указаны.
problem-changed = Картина изменилась
problem-changed-detail = Пока вы решали, брони изменились или появились новые. Список обновлён: посмотрите его и решите по каждой ещё раз. Пока ничего не изменено.
problem-state = Сейчас это невозможно
problem-key-reused = Этот ключ уже использован
problem-key-reused-detail = С тем же ключом пришёл другой запрос. Для нового запроса возьмите новый ключ.
problem-too-many = Подождите немного
problem-too-many-detail = Запросов было слишком много. Попробуйте чуть позже.
problem-busy = Сейчас очень много запросов
problem-busy-detail = Ничего не изменилось. Попробуйте ещё раз через несколько секунд.
problem-internal = У нас произошла ошибка
problem-internal-detail = Мы уже записали её. Попробуйте ещё раз, а если не получится, позвоните на площадку.
problem-not-json = Это не JSON
problem-not-json-detail = Тело запроса не читается как JSON. Проверьте скобки, запятые и кавычки.
problem-media-type = Пришлите JSON
problem-media-type-detail = Отправьте тело запроса в виде application/json.
problem-too-large = Слишком много данных
problem-too-large-detail = Тело запроса больше 64 КиБ. Пришлите меньше.
problem-method = Не тот метод
problem-method-detail = Адрес верный, а метод нет. Подходящие методы указаны в заголовке Allow.

### Pages: for managers

queue-open = Заявки и расписание дня
queue-heading = Заявки, которые ждут ответа
queue-empty = На всё отвечено. Спасибо!
queue-group = Заявка
queue-rivals = Одно время просят несколько групп
queue-answer-by = Срок ответа
queue-overdue = Срок ответа прошёл
queue-days-left = { $days ->
    [one] Остался { $days } день
    [few] Осталось { $days } дня
   *[other] Осталось { $days } дней
}
queue-left = Осталось: { $length }
queue-in-the-way = Сейчас подтвердить не получится: место занято или чего-то не хватает.
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

quota-heading = Чтобы хватило всем
quota-about = Здесь вы решаете, сколько времени на этой площадке может взять один человек. Пустое поле – без ограничений. Неделя начинается в понедельник, бронь считается по дню начала.
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
standing-hours-had = на той неделе { $week }, в том месяце { $month }
standing-prime = Доля в часах пик
standing-prime-share = в этом квартале { $percent } %
standing-record = За последние полгода
standing-record-kept = приходили: { $came }, поздно отменили: { $late }, не пришли: { $missed }

### Pages: problems and mail of the developer

page-problem-state = Сейчас бронь в таком состоянии, что это невозможно. В каком именно, сказано в ответе.
mailbox-heading = Отправленные письма
mailbox-note = Эта страница открывается только на этом компьютере: письма пишутся в файлы.
mailbox-none = Писем пока нет.
mailbox-to = Кому

### Изменение и перенос
state-not-changeable = Изменить это уже нельзя: { $status }.
problem-stale = Бронь изменилась
problem-stale-detail = Пока вы смотрели, бронь кто-то изменил. Посмотрите, как теперь, и отправьте снова.
problem-no-version = Не сказано, какая версия
problem-no-version-detail = Пришлите вместе с изменением тот ETag брони, который вы видели.
history-change = Изменены подробности
history-shorten = Закончится раньше
history-move = Перенесена
mail-before = Раньше было
mail-subject-changed = Бронь изменена: { $space }, { $day }, { $time }
mail-heading-changed = Ваша бронь изменилась
mail-text-changed = Новые подробности ниже. Если есть вопросы, напишите нам.
mail-subject-moved = Бронь перенесена: { $space }, { $day }, { $time }
mail-heading-moved = Вашу бронь перенесли
mail-text-moved = Новое место и время ниже, прежние больше не действуют. До встречи!
mail-subject-changed-by-group = Группа изменила подробности: { $space }, { $day }, { $time }
mail-heading-changed-by-group = Подробности брони изменились
mail-text-changed-by-group = { $name } меняет подробности брони. Новые подробности ниже.
mail-subject-moved-by-group = Группа перенесла бронь: { $space }, { $day }, { $time }
mail-heading-moved-by-group = Бронь перенесена
mail-text-moved-by-group = { $name } переносит бронь. Прежнее время снова свободно.
alter-heading = Изменить
alter-until = Во сколько закончите
alter-space = Зал или комната
decide-change = Изменить подробности
decide-finish = Закончить раньше
decide-move = Перенести на другое время или место
state-only-group = Это может сделать только сама группа.
state-nothing-proposed = Сейчас о переносе никто не просит.
history-propose-move = Просьба о переносе
history-accept-move = Перенос подтверждён
history-decline-move = Перенос отклонён
history-take-back-move = Просьба о переносе отозвана
history-lapse-move = Просьба о переносе осталась без ответа
booking-asks-move = Куда группа просит перенести
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
mail-heading-move-proposed = Группа просит перенести бронь
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
mail-subject-series-received = Мы получили заявку на расписание: { $space }, первая дата { $day }, { $time }
mail-heading-series-received = Мы получили вашу заявку
mail-text-series-received = Спасибо! Вы попросили { $count ->
    [one] { $count } дату
    [few] { $count } даты
   *[many] { $count } дат
}. Ответим на всё сразу, одним письмом на этот адрес.
mail-subject-series-approved = Расписание подтверждено: { $space }, первая дата { $day }, { $time }
mail-heading-series-approved = Ваше расписание подтверждено
mail-text-series-approved = Ждём вас! Все даты ниже, файл для вашего календаря приложен. Если в какой-то день прийти не получится, отмените его заранее на странице расписания: время может пригодиться другой группе.
mail-subject-series-rejected = Заявка на расписание отклонена: { $space }, первая дата { $day }, { $time }
mail-heading-series-rejected = К сожалению, в этот раз не получится
mail-text-series-rejected = Мы не смогли принять заявку. Попробуйте другое время или свяжитесь с нами: поищем вместе.
mail-subject-series-cancelled-by-venue = Даты вашего расписания отменены: { $space }, первая из них { $day }, { $time }
mail-heading-series-cancelled-by-venue = Простите, нам пришлось отменить даты вашего расписания
mail-text-series-cancelled-by-venue = В дни из списка ниже мы не сможем вас принять. Свяжитесь с нами, и мы поможем найти другие.
mail-subject-series-cancelled-by-you = Вы отменили даты расписания: { $space }, первая из них { $day }, { $time }
mail-heading-series-cancelled-by-you = Мы отметили, что вы не придёте
mail-text-series-cancelled-by-you = Даты ниже больше не за вами. Новую заявку можно отправить когда угодно.
mail-subject-series-withdrawn-by-you = Вы отозвали заявку на расписание: { $space }, первая дата { $day }, { $time }
mail-heading-series-withdrawn-by-you = Ваша заявка отозвана
mail-text-series-withdrawn-by-you = Даты ниже мы больше рассматривать не будем. Новую заявку можно отправить когда угодно.
mail-subject-series-expired = Заявка на расписание осталась без ответа: { $space }, первая дата { $day }, { $time }
mail-heading-series-expired = Простите, мы не ответили вам вовремя
mail-text-series-expired = Это наша вина. Отправьте заявку ещё раз или позвоните нам: если время свободно, мы сразу её рассмотрим.
mail-subject-series-expired-asked = Заявка на расписание закрыта: { $space }, первая дата { $day }, { $time }
mail-heading-series-expired-asked = Мы не дождались вашего ответа
mail-text-series-expired-asked = Мы задали вам вопрос по этому расписанию и не получили ответа, поэтому заявка закрыта. Если время вам ещё нужно, отправьте заявку ещё раз или позвоните нам: если оно свободно, мы сразу её рассмотрим.
mail-subject-series-moved = Расписание перенесено: { $space }, первая дата { $day }, { $time }
mail-heading-series-moved = Ваше расписание перенесено
mail-text-series-moved = Новое время и место ниже, прежние больше не действуют. До встречи!
mail-subject-series-changed = Расписание изменено: { $space }, первая дата { $day }, { $time }
mail-heading-series-changed = Ваше расписание изменено
mail-text-series-changed = Изменились подробности, время прежнее. Даты и новые подробности ниже. Если есть вопросы, напишите нам.
mail-subject-series-time-given = Время из вашего расписания отдано другой группе: { $space }, первая дата { $day }, { $time }
mail-heading-series-time-given = Даты вашего расписания отданы другой группе
mail-text-series-time-given = На даты ниже подали заявки несколько групп. Ваша заявка на них остаётся в очереди на семь дней, но не дольше чем до начала: если время освободится, мы рассмотрим её снова. Других дат расписания это не касается.
mail-subject-series-move-received = Мы получили просьбу перенести расписание: { $space }, первая дата { $day }, { $time }
mail-heading-series-move-received = Мы получили вашу просьбу о переносе
mail-text-series-move-received = Время, о котором вы просите, ниже. Мы ответим сразу обо всех датах одним письмом на этот адрес. До тех пор все даты остаются как есть.
mail-subject-series-move-declined = Перенести расписание не получилось: { $space }, первая дата { $day }, { $time }
mail-heading-series-move-declined = Простите, перенести расписание не получилось
mail-text-series-move-declined = Вы просили о времени ниже. Все даты остаются на прежнее время, ждём вас. Если нужно другое, напишите или позвоните нам.
mail-subject-series-move-lapsed = Просьба перенести расписание осталась без ответа: { $space }, первая дата { $day }, { $time }
mail-heading-series-move-lapsed = Простите, мы не ответили о переносе вовремя
mail-text-series-move-lapsed = Вы просили о времени ниже. Все даты остаются на прежнее время. Если перенос ещё нужен, попросите снова или позвоните нам.
mail-subject-series-changed-by-group = Группа изменила подробности расписания: { $space }, первая дата { $day }, { $time }
mail-heading-series-changed-by-group = Группа изменила подробности расписания
mail-text-series-changed-by-group = { $name } меняет подробности, время прежнее. Даты и новые подробности ниже.
mail-subject-series-new = Новая заявка на расписание: { $space }, первая дата { $day }, { $time }
mail-heading-series-new = Новая заявка на расписание
mail-text-series-new = { $name } просит { $count ->
    [one] { $count } дату
    [few] { $count } даты
   *[many] { $count } дат
} и ждёт ответа. Ответить можно на всё сразу.
mail-subject-series-cancelled-by-group = Группа отменила даты расписания: { $space }, первая из них { $day }, { $time }
mail-heading-series-cancelled-by-group = Группа отменила даты расписания
mail-text-series-cancelled-by-group = { $name } отменяет даты из списка ниже. Это время снова свободно.
mail-subject-series-withdrawn = Заявка на расписание отозвана: { $space }, первая дата { $day }, { $time }
mail-heading-series-withdrawn = Заявка на расписание отозвана
mail-text-series-withdrawn = { $name } отзывает заявку на даты ниже. Отвечать на неё больше не нужно.
mail-subject-series-moved-by-group = Группа перенесла расписание: { $space }, первая дата { $day }, { $time }
mail-heading-series-moved-by-group = Группа перенесла расписание
mail-text-series-moved-by-group = { $name } переносит даты из списка ниже. Прежнее время снова свободно.
mail-subject-series-move-proposed = Группа просит перенести расписание: { $space }, первая дата { $day }, { $time }
mail-heading-series-move-proposed = Группа просит перенести расписание
mail-text-series-move-proposed = { $name } просит о времени ниже и ждёт вашего ответа. Ответить можно сразу обо всех датах. До тех пор они остаются как есть.
mail-subject-series-move-taken-back = Переносить расписание не нужно: { $space }, первая дата { $day }, { $time }
mail-heading-series-move-taken-back = Просьба перенести расписание отозвана
mail-text-series-move-taken-back = { $name } больше не просит перенести расписание. Отвечать не нужно.
### Место уступлено другой брони, и что придержано взамен

flaw-not-in-the-way = Одна из выбранных броней больше не мешает или её уже нельзя отменить. Посмотрите, что мешает сейчас, и выберите ещё раз.
state-offered = Это время придержано для группы: взять его или нет, решает она. Площадка может лишь перестать его придерживать.
state-offer-over = Срок вышел, это время больше не придержано. Если оно ещё свободно, отправьте заявку.
history-replace = Место уступлено другой брони
history-offer = Придержано для группы
decide-take-offer = Беру это время
decide-leave-offer = Не нужно
decide-take-offer-for-them = Группа берёт это время
decide-take-back-offer = Больше не придерживать
booking-kept-for-you = Придержано только для вас до { $moment }. Возьмите это время или оставьте другим.
booking-kept-instead = Придержано только для вас до { $moment }. Если возьмёте, вашу бронь «{ $place }» мы отменим сами. Хотите остаться там, оставьте это время другим.
booking-kept-for-them = Придержано для группы до { $moment }.
booking-kept-heading = Придержано для группы
form-in-place = Поставить вместо другой брони
form-in-place-hint = Отмеченные брони мы отменим, их группам сразу сообщим и на сутки придержим для них другое время.
form-replace_reason = Объясните той группе причину в нескольких словах (необязательно)
form-replace_reason-hint = Будет в письме и останется при их брони
form-in-place-send = Отменить отмеченное и подтвердить эту заявку
mail-kept = Придержано для вас
mail-kept-until = { $place } (до { $until })
mail-text-kept = Вы выбираете первыми: всё, что ниже, придержано только для вас. Откройте то, что подходит, и возьмите. Остальное освободится.
mail-subject-replaced = Ваше время понадобилось для другой брони: { $space }, { $day }, { $time }
mail-heading-replaced = Простите, это время понадобилось для другой брони
mail-text-replaced = Нам пришлось отдать ваше время другой брони, простите нас. Если нужно другое время или есть вопросы, свяжитесь с нами.
mail-subject-offer-taken-back = Больше не придержано для вас: { $space }, { $day }, { $time }
mail-heading-offer-taken-back = Простите, мы больше не держим это время для вас
mail-text-offer-taken-back = Мы придержали его для вас, но теперь оно нужно нам самим. Свяжитесь с нами, и мы вместе найдём другое.
mail-subject-free-again = Ваше прежнее время снова свободно: { $space }, { $day }, { $time }
mail-heading-free-again = Ваше прежнее время снова свободно
mail-text-free-again = Закрывать всё же не понадобилось. Раньше это время было вашим, поэтому сначала мы держим его для вас. Если мы перенесли вас на другое время, то ту бронь отменим сами, как только вы возьмёте это. Хотите остаться там, просто откажитесь от этого.
mail-subject-offer-taken = Группа взяла время: { $space }, { $day }, { $time }
mail-heading-offer-taken = Группа взяла придержанное время
mail-text-offer-taken = { $name } придёт в это время. Отвечать не нужно.
### Pages: closures

closures-heading = Закрытия
closures-new = Закрыть залы и комнаты
closures-to-come = Сейчас и впереди
closures-over = Прошедшие
closures-none = Пока нет.
closures-events = Для своих мероприятий закрывать не нужно: забронируйте под них зал, и все увидят, что там проходит.
closures-more = { $more ->
    [one] и ещё { $more } раз
    [few] и ещё { $more } раза
   *[other] и ещё { $more } раз
}
closures-all = Вся площадка
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
closures-look = Посмотреть, кого это заденет
closures-preview = Перед закрытием
closures-no-hits = Ни одна бронь не задета.
closures-hits = { $many ->
    [one] Задета { $many } бронь. Решите, что с ней будет: группа сразу получит письмо.
    [few] Задеты { $many } брони. Решите, что будет с каждой: группы сразу получат письма.
   *[other] Задето { $many } броней. Решите, что будет с каждой: группы сразу получат письма.
}
closures-state = Состояние
closures-decline-move = Не переносить, бронь остаётся как есть
closures-reject = Отклонить заявку
closures-cancel = Отменить бронь
closures-cut = Оставить, но закончить в { $time }
closures-move = Перенести: { $place }
closures-taken = { $place }: уже занято. Выберите другое место.
closures-undecided = Выберите, что будет с этой бронью.
closures-not-yet = Пока ничего не изменено
closures-apply = Применить и сообщить всем
closures-leave = Оставить всё как есть
closures-one = Закрытие
closures-times = Все даты
closures-calls = Позвоните: эти брони начинаются в ближайшие 48 часов
closures-no-calls = Звонить никому не нужно: из задетых броней в ближайшие 48 часов ни одна не начинается.
closures-now = Теперь: { $place }
closures-declined = Перенос отклонён, бронь осталась как была
closures-told-by = Кто сообщил: { $name }, { $moment }
closures-tell = Сообщили
closures-untell = Всё-таки не сообщили
closures-change = Продлить, сократить, закончить
closures-end-now = Закончить сейчас
closures-take-back = Отменить закрытие
closures-take-back-hint = Откроется всё, что ещё впереди. Прошедшее останется здесь как запись.
### Переписка, напоминания, сообщения администратору

history-ask = Задан вопрос группе
history-answer = Группа ответила
history-escalate = Ответа вовремя не было, сообщили администратору
messages-heading = Переписка
messages-internal = только для нас
messages-only-us = Только для нас: группа не увидит
messages-send = Отправить
messages-to-group = Написать группе
messages-to-venue = Написать площадке
messages-write = То, что вы напишете, придёт и на почту.
messages-ask = Если спросить группу, срок ответа остановится: пока она не ответит, но не больше чем на два рабочих дня.
messages-group-asked = Вопрос задан, ждём ответа группы. Срок ответа сдвинулся.
messages-you-are-asked = Вам задали вопрос. Ответьте, пожалуйста, здесь: после этого мы продолжим рассматривать заявку.
queue-asked = ждём ответа группы
queue-ask = Спросить группу
mail-message = Сообщение
mail-subject-question = Вопрос по вашей заявке: { $space }, { $day }, { $time }
mail-heading-question = У нас вопрос по вашей заявке
mail-text-question = Откройте страницу брони по ссылке ниже и напишите ответ там. Пока мы ждём его (не больше двух рабочих дней), срок рассмотрения не идёт.
mail-subject-venue-wrote = Вам написали: { $space }, { $day }, { $time }
mail-heading-venue-wrote = Мы написали вам о вашей брони
mail-text-venue-wrote = Если хотите ответить, откройте страницу брони по ссылке ниже.
mail-subject-group-wrote = Группа написала: { $space }, { $day }, { $time }
mail-heading-group-wrote = Сообщение от группы
mail-text-group-wrote = { $name } пишет вам. Ответить можно на странице брони.
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
mail-text-reminder = Прошла половина срока ответа. Группы ждут, посмотрите, пожалуйста:
mail-subject-escalation = Не ответили вовремя: { $count }
mail-heading-escalation = Площадка не ответила вовремя: { $count }
mail-text-escalation = На эти заявки никто не ответил. Рядом сказано, что стало с каждой.
mail-waits-until = Срок ответа: { $moment }.
mail-other-dates-count = И ещё { $count ->
    [one] { $count } дата
    [few] { $count } даты
   *[many] { $count } дат
} этого расписания.
mail-became-expired = Заявка закрыта без ответа, группе об этом сообщили.
mail-became-stays = Заявка продолжает ждать ответа до начала.
mail-became-approved = Заявка подтверждена автоматически.
mail-became-move-lapsed = Просьба о переносе осталась без ответа, бронь на прежнее время.
mail-closing-overlooked = Это письмо отправила сама служба бронирования.
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
series-month-last = Раз в месяц, в последний такой день недели
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
series-cancel = Отменить даты
series-move = Перенести на другое время
series-ask-move = Попросить о переносе
series-ask-move-hint = Площадка ответит сразу обо всех датах. До тех пор они остаются как есть.
series-accept-move = Перенести, как просят
series-decline-move = Не переносить расписание
series-asks-move = Группа просит
series-you-ask-move = Вы просите
series-waits-move = Перенос расписания: { $count ->
    [one] { $count } дата
    [few] { $count } даты
   *[many] { $count } дат
}, последняя – { $last }
series-change = Изменить подробности
series-change-hint = То, чего вы не измените, останется в каждой дате прежним.
series-from = С какой даты
series-all = Все будущие даты
series-add = Добавить эту дату
series-not-all = Ничего не изменилось: некоторые даты взять нельзя. Выберите другое время или обойдитесь без этих дат:
series-waits = Расписание: { $count ->
    [one] { $count } дата
    [few] { $count } даты
   *[many] { $count } дат
}, последняя – { $last }
series-see = Посмотреть все даты
series-same-space = Там же
series-report-changed = Пока вы отправляли, некоторые даты заняли. Посмотрите список ещё раз.
series-of = Дата из расписания
