### Words of every area: languages, states, lengths of time

language-kk = Қазақша
language-ru = Русский
language-en = English

status-pending = waiting for an answer
status-approved = approved
status-rejected = declined
status-withdrawn = withdrawn
status-cancelled = cancelled
status-expired = left without an answer
status-checked_in = came
status-no_show = did not come
status-completed = took place

duration-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
duration-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
