### Words of every area: languages, states, lengths of time

language-kk = Қазақша
language-ru = Русский
language-en = English

status-pending = жауап күтуде
status-approved = расталды
status-rejected = қабылданбады
status-withdrawn = қайтарып алынды
status-cancelled = бас тартылды
status-expired = жауапсыз қалды
status-checked_in = келді
status-no_show = келмеді
status-completed = өтті

duration-hours = { $count } сағат
duration-minutes = { $count } минут
