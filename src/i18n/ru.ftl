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
