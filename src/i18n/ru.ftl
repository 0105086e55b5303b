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
rule-too-far = Так далеко вперёд мы пока не записываем. Последний день, который можно выбрать: { $date }.
rule-in-the-past = Это время уже прошло. Выберите другое, которое ещё впереди.
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
rule-quota-venue = На одной площадке могут ждать ответа не больше { $limit ->
    [one] { $limit } заявки
   *[other] { $limit } заявок
}. Дождитесь ответа или отзовите одну из них.
rule-quota-open = Одновременно могут ждать ответа не больше { $limit ->
    [one] { $limit } заявки
   *[other] { $limit } заявок
}. Дождитесь ответа или отзовите одну из них.
rule-quota-hour = За час можно отправить не больше { $limit ->
    [one] { $limit } заявки
   *[other] { $limit } заявок
}. Попробуйте чуть позже.

flaw-missing = Заполните это поле.
flaw-too-long = Напишите короче: не больше { $max ->
    [one] { $max } знака
   *[other] { $max } знаков
}.
flaw-characters = В тексте есть скрытые знаки или лишние строки. Наберите его заново.
flaw-phone = Напишите номер полностью, например +7 701 123 45 67.
flaw-email = Проверьте адрес почты. Он похож на name@example.kz.
flaw-less-than-one = Нужен хотя бы один человек.
flaw-no-such-time = В этот день переводят часы, и такого времени не будет. Выберите другое.
flaw-ends-before-start = Окончание должно быть позже начала.
flaw-too-far-apart = Выберите срок не больше { $max ->
    [one] { $max } дня
   *[other] { $max } дней
}.
flaw-unknown = Такого мы не нашли. Выберите из списка.
flaw-malformed = Не получилось это прочитать. Проверьте, как записано.

### Why a booking can't be changed that way

state-only-venue = Это может сделать только менеджер площадки.
state-only-system = Сервис делает это сам, когда приходит время.
state-already-requested = Эта заявка уже отправлена.
state-not-pending = Эта заявка уже не ждёт ответа: { $status }.
state-reject-instead = Заявку, которая ждёт ответа, можно отклонить и написать причину.
state-not-cancellable = Эту бронь уже нельзя отменить: { $status }.
state-not-reopenable = Открывать заново нечего: { $status }.
state-not-approved = Завершить можно только подтверждённую бронь, а эта: { $status }.
state-has-begun = Время уже началось, а это можно сделать только до начала. Если нужна помощь, свяжитесь с площадкой.
state-has-ended = Это время уже прошло, изменить ничего нельзя.
state-not-yet-ended = Это время ещё не закончилось.
state-reopen-first = Если вы передумали, сначала откройте её заново.
state-ask-anew = Отправьте новую заявку.
### Mails

mail-service = Служба бронирования Дома молодёжи

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
mail-text-rejected = Мы не смогли принять вашу заявку. Попробуйте выбрать другое время или свяжитесь с нами, поищем вместе.

mail-subject-cancelled-by-venue = Ваша бронь отменена: { $space }, { $day }, { $time }
mail-heading-cancelled-by-venue = Простите, нам пришлось отменить вашу бронь
mail-text-cancelled-by-venue = Мы не сможем принять вас в это время. Свяжитесь с нами, и мы поможем найти другое.

mail-subject-cancelled-by-you = Вы отменили: { $space }, { $day }, { $time }
mail-heading-cancelled-by-you = Мы отметили вашу отмену
mail-text-cancelled-by-you = Это время за вами больше не числится. Новую заявку можно отправить когда угодно.

mail-subject-expired = Заявка осталась без ответа: { $space }, { $day }, { $time }
mail-heading-expired = Простите, мы не ответили вам вовремя
mail-text-expired = Это наша вина. Отправьте заявку ещё раз или позвоните нам: если время свободно, мы сразу её рассмотрим.

mail-subject-time-given = Время отдано другой группе: { $space }, { $day }, { $time }
mail-heading-time-given = Это время отдано другой группе
mail-text-time-given = На это время подали заявки несколько групп. Ваша остаётся в очереди ещё семь дней, но не дольше, чем до начала: если время освободится, мы рассмотрим её снова.

mail-subject-reopened = Заявка снова рассматривается: { $space }, { $day }, { $time }
mail-heading-reopened = Ваша заявка снова открыта
mail-text-reopened = Она опять ждёт ответа. Мы пришлём его на этот адрес.

mail-subject-new-request = Новая заявка: { $space }, { $day }, { $time }
mail-heading-new-request = Новая заявка
mail-text-new-request = Отправитель: { $name }. Заявка ждёт вашего ответа.

mail-subject-withdrawn = Заявка отозвана: { $space }, { $day }, { $time }
mail-heading-withdrawn = Заявка отозвана
mail-text-withdrawn = Отправитель: { $name }. Отвечать на заявку больше не нужно.

mail-subject-cancelled-by-group = Группа отменила бронь: { $space }, { $day }, { $time }
mail-heading-cancelled-by-group = Группа отменила бронь
mail-text-cancelled-by-group = Отправитель: { $name }. За этой бронью время больше не числится.

mail-reason = Причина
mail-where = Где
mail-when = Когда
mail-zone-note = время Караганды, UTC{ $offset }
mail-how-to-come-in = Как войти
mail-answer-by = Ответ до
mail-code = Код брони
mail-event = Мероприятие
mail-attendees = Сколько человек
mail-contact = Контакт
mail-note = Примечание
mail-address = Адрес
mail-alternatives = Сейчас свободно
mail-open = Открыть страницу брони
mail-open-venue = Открыть в системе
mail-closing = Есть вопросы? Ответьте на это письмо или позвоните: { $phone }.
mail-closing-venue = Ответ на это письмо получит группа.

### Problems: why a call or a page is refused, as title and sentence

problem-unauthenticated = Войдите, пожалуйста
problem-unauthenticated-detail = Мы пока не знаем, кто вы. Войдите или пришлите действующий токен.
problem-forbidden = Это не в ваших правах
problem-forbidden-detail = Это может сделать только менеджер площадки.
problem-not-found = Здесь ничего нет
problem-not-found-detail = Мы не нашли того, что вы ищете, или это видно не всем.
problem-rule = В таком виде отправить нельзя
problem-rule-detail = Мы назвали каждое поле, которое нужно поправить, и подсказали, что подойдёт.
problem-conflict = Это время занято
problem-conflict-detail = Кто-то успел раньше. Выберите другое время или зал: свободные варианты указаны.
problem-state = Сейчас это невозможно
problem-key-reused = Этот ключ уже использован
problem-key-reused-detail = С тем же Idempotency-Key пришёл другой запрос. Для нового запроса возьмите новый ключ.
problem-too-many = Слишком часто
problem-too-many-detail = Запросов многовато. Попробуйте ещё раз чуть позже.
problem-busy = Сейчас очень много запросов
problem-busy-detail = Ничего не изменилось. Попробуйте ещё раз через несколько секунд.
problem-internal = У нас что-то сломалось
problem-internal-detail = Мы уже записали это. Попробуйте ещё раз, а если не получится, позвоните на площадку.
problem-not-json = Это не JSON
problem-not-json-detail = Тело запроса не читается как JSON. Проверьте скобки, запятые и кавычки.
problem-media-type = Пришлите JSON
problem-media-type-detail = Отправьте тело запроса с заголовком Content-Type: application/json.
problem-too-large = Слишком много данных
problem-too-large-detail = Тело запроса больше 64 КиБ. Пришлите меньше.
problem-method = Не тот метод
problem-method-detail = Адрес верный, а метод нет. Подходящие методы указаны в заголовке Allow.
