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

### Why a request can't be sent as it is, and what would pass

rule-outside-hours = { $day } күні { $openings } аралығында ашықпыз, осы уақыттан таңдаңыз.
rule-closed = { $day } күні жабықпыз. Басқа күнді таңдаңыз.
rule-holiday = { $day } күні жабықпыз: { $name }. Басқа күнді таңдаңыз.
rule-too-short = Ең қысқа уақыт – { $length }. Кешірек аяқталатын уақытты таңдаңыз.
rule-too-long = Ең ұзақ уақыт – { $length }. Ертерек аяқталатын уақытты таңдаңыз.
rule-too-soon = Дайындалып үлгеруіміз керек. Ең ерте басталатын уақыт: { $moment }.
rule-too-far = Ол күнге әлі ерте. Қазір таңдауға болатын соңғы күн: { $date }.
rule-in-the-past = Бұл уақыт өтіп кетті. Алдағы уақытты таңдаңыз.
rule-off-grid-start = Басталу уақытын { $before } немесе { $after } деп таңдаңыз.
rule-off-grid-end = Аяқталу уақытын { $before } немесе { $after } деп таңдаңыз.
rule-too-many-people = Мұнда { $count } адам сыяды. Адам санын азайтыңыз немесе үлкенірек бөлме таңдаңыз.
rule-unknown-layout = Орындықтардың қойылуын мыналардан таңдаңыз: { $layouts }.
rule-group-only = Мұнда топ атынан броньдайды. Тобыңыздың атын жазыңыз.
rule-verified-only = Бұл жер біз танитын топтарға ғана беріледі. Бізге хабарласыңыз, өзіміз броньдап береміз.
rule-quota-venue = Бір орында { $limit } өтінім ғана қатар жауап күте алады. Жауабын күтіңіз немесе біреуін қайтарып алыңыз.
rule-quota-open = { $limit } өтінім ғана қатар жауап күте алады. Жауабын күтіңіз немесе біреуін қайтарып алыңыз.
rule-quota-hour = Бір сағатта { $limit } өтінім жіберуге болады. Сәл кейінірек қайталап көріңіз.

flaw-missing = Осыны толтырыңыз.
flaw-too-long = Қысқарақ жазыңыз: ең көбі { $max } таңба.
flaw-characters = Мәтінде жасырын таңбалар немесе артық жол бар. Қайта теріп жазыңыз.
flaw-phone = Нөмірді толық жазыңыз, мысалы +7 701 123 45 67.
flaw-email = Пошта мекенжайын тексеріңіз. Ол name@example.kz сияқты болады.
flaw-less-than-one = Кемінде бір адам болуы керек.
flaw-no-such-time = Бұл күні сағат ауысады, мұндай уақыт болмайды. Басқа уақытты таңдаңыз.
flaw-ends-before-start = Аяқталу уақыты басталу уақытынан кейін болуы керек.
flaw-unknown = Мұндайды таппадық. Тізімнен таңдаңыз.
flaw-malformed = Мұны оқи алмадық. Жазылуын тексеріңіз.

### Why a booking can't be changed that way

state-only-venue = Мұны орынның менеджері ғана жасай алады.
state-only-system = Мұны уақыты келгенде сервистің өзі жасайды.
state-already-requested = Бұл өтінім жіберіліп қойған.
state-not-pending = Бұл өтінім енді жауап күтіп тұрған жоқ: { $status }.
state-reject-instead = Жауап күтіп тұрған өтінімді себебін жазып, қабылдамауға болады.
state-not-cancellable = Бұл броньнан енді бас тарту мүмкін емес: { $status }.
state-not-reopenable = Қайта ашатын ештеңе жоқ: { $status }.
state-not-approved = Расталған бронь ғана аяқталады, ал мұның күйі: { $status }.
state-has-begun = Уақыты басталып кетті, ал мұны басталғанға дейін ғана жасауға болады. Көмек керек болса, орынға хабарласыңыз.
state-has-ended = Бұл уақыт өтіп кетті, енді ештеңе өзгерте алмайсыз.
state-not-yet-ended = Бұл уақыт әлі аяқталған жоқ.
state-reopen-first = Ойыңыз өзгерсе, алдымен қайта ашыңыз.
state-ask-anew = Жаңа өтінім жіберіңіз.
