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
