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
state-waits-for-us = шешіміңізді күтуде
state-move-waits-for-us = көшіруді сұрайды: шешіміңізді күтуде
state-asked-you = жауабыңыз керек
state-asked-them = сұраққа жауап күтеміз
state-kept-for-you = сізге сақтаулы
state-kept-for-them = уақыт сақтаулы
state-given = уақыты басқа топқа берілді

duration-hours = { $count } сағат
duration-minutes = { $count } минут

### Why a request can't be sent as it is, and what would pass

rule-outside-hours = { $day } күні { $openings } аралығында ашықпыз, уақытты осы аралықтан таңдаңыз.
rule-closed = { $day } күні жабықпыз. Басқа күнді таңдаңыз.
rule-holiday = { $day } күні жабықпыз: { $name }. Басқа күнді таңдаңыз.
rule-too-short = Мұнда кемінде { $length } брондауға болады. Аяқталуын кешірек таңдаңыз.
rule-too-long = Мұнда ең көбі { $length } брондауға болады. Аяқталуын ертерек таңдаңыз.
rule-too-soon = Дайындалып үлгеруіміз керек. Ең ерте басталатын уақыт: { $moment }.
rule-too-far = Ол күнге әлі ерте. Қазір таңдауға болатын соңғы күн: { $date }.
rule-in-the-past = Бұл уақыт өтіп кетті. Алдағы уақытты таңдаңыз.
rule-off-grid-start = Басталу уақытын { $before } немесе { $after } деп таңдаңыз.
rule-off-grid-end = Аяқталу уақытын { $before } немесе { $after } деп таңдаңыз.
rule-too-many-people = Мұнда { $count } адам сыяды. Адам санын азайтыңыз немесе кеңірек зал таңдаңыз.
rule-unknown-layout = Орындықтардың қойылуын мыналардан таңдаңыз: { $layouts }.
rule-group-only = Мұнда топ атынан ғана брондауға болады. Тобыңыздың атын жазыңыз.
rule-verified-only = Мұнда біз танитын топтар ғана брондай алады. Бізге хабарласыңыз, өзіміз брондап береміз.
rule-quota-venue = Бір орында жауап күтіп тұрған ең көбі { $limit } өтініміңіз бола алады. Жауабын күтіңіз немесе біреуін қайтарып алыңыз.
rule-quota-open = Жауап күтіп тұрған ең көбі { $limit } өтініміңіз бола алады. Жауабын күтіңіз немесе біреуін қайтарып алыңыз.
rule-quota-automatic-space = Мұнда алдағы күндерге ең көбі { $limit } бронь алуға болады, сізде { $used } бар. Біреуі өткенше күтіңіз немесе біреуінен бас тартыңыз.
rule-quota-automatic-week = Растауды күтпейтін бөлмелерден бір аптада ең көбі { $limit } алуға болады. Алынғаны – { $used }, қалғаны – { $left }. Қысқарақ уақытты не басқа аптаны таңдаңыз.
rule-quota-hours-week = Мұнда бір аптада ең көбі { $limit } алуға болады. Алынғаны – { $used }, қалғаны – { $left }. Қысқарақ уақытты не басқа аптаны таңдаңыз.
rule-quota-hours-month = Мұнда бір айда ең көбі { $limit } алуға болады. Алынғаны – { $used }, қалғаны – { $left }. Қысқарақ уақытты не басқа айды таңдаңыз.
rule-quota-bookings-week = Мұнда бір аптада ең көбі { $limit } бронь алуға болады. Алынғаны – { $used }, қалғаны – { $left }. Басқа аптаны таңдаңыз.
rule-quota-bookings-month = Мұнда бір айда ең көбі { $limit } бронь алуға болады. Алынғаны – { $used }, қалғаны – { $left }. Басқа айды таңдаңыз.
rule-quota-prime-week = Қарбалас сағаттардан бір аптада ең көбі { $limit } алуға болады. Алынғаны – { $used }, қалғаны – { $left }. Басқа сағатты не басқа аптаны таңдаңыз.
rule-quota-prime-month = Қарбалас сағаттардан бір айда ең көбі { $limit } алуға болады. Алынғаны – { $used }, қалғаны – { $left }. Басқа сағатты не басқа айды таңдаңыз.

flaw-missing = Осы жерді толтырыңыз.
flaw-too-long = Қысқарақ жазыңыз: ең көбі { $max } таңба.
flaw-characters = Мәтінде көрінбейтін таңба немесе артық жол бар. Қайта теріп жазыңыз.
flaw-phone = Нөмірді толық жазыңыз, мысалы, +7 701 123 45 67.
flaw-email = Пошта мекенжайын тексеріңіз: ол name@example.kz сияқты болады.
flaw-less-than-one = Кемінде бір адам болуы керек.
flaw-no-such-time = Бұл күні сағат тілі ауысады, мұндай уақыт болмайды. Басқа уақытты таңдаңыз.
flaw-ends-before-start = Аяқталу уақыты басталу уақытынан кейін болуы керек.
flaw-too-far-apart = Ең көбі { $max } күндік аралықты таңдаңыз.
flaw-between = Мына аралықтағы санды жазыңыз: { $least }–{ $most }.
flaw-unknown = Мұндайды таппадық. Тізімнен таңдаңыз.
flaw-other-day-of-month = Алғашқы күн айдың сіз таңдаған аптасына тура келмейді. Күнді немесе қайталауды өзгертіңіз.
flaw-dates = Кестеде кемінде бір, ең көбі { $max } күн болады. Соңғы күнін немесе неше рет болатынын өзгертіңіз.
flaw-two-ends = Біреуін ғана жазыңыз: соңғы күнін немесе неше рет болатынын.
flaw-nothing-left = Растайтын бірде-бір күн қалмады. Оның орнына себебін жазып, «Кестені қабылдамау» түймесін басыңыз.
flaw-malformed = Мұны оқи алмадық. Жазылуын тексеріңіз.

### Why a booking can't be changed that way

state-only-venue = Мұны менеджер ғана жасай алады. Керек болса, бізге хабарласыңыз.
state-only-system = Бұл уақыты келгенде автоматты түрде орындалады.
state-already-requested = Бұл өтінім бұрын жіберілген.
state-not-pending = Бұл өтінім енді жауап күтіп тұрған жоқ: { $status }.
state-reject-instead = Бұл өтінім әлі жауап күтіп тұр. Оны қабылдамауға болады, бірақ себебін жазу керек.
state-not-cancellable = Енді бас тарту мүмкін емес: { $status }.
state-not-reopenable = Мұны қайта ашуға болмайды: { $status }.
state-not-approved = Расталған бронь ғана аяқталады, ал мұның күйі: { $status }.
state-has-begun = Уақыты басталып кетті, енді бұлай істеуге болмайды. Көмек керек болса, бізге хабарласыңыз.
state-has-ended = Бұл уақыт өтіп кетті, енді ештеңе өзгертуге болмайды.
state-not-yet-ended = Бұл уақыт әлі аяқталған жоқ.
state-not-expected = Бұл бронь бойынша ешкімді күтіп отырған жоқпыз: { $status }.
state-too-early = Келгенін басталуына бір сағат қалғаннан бастап белгілеуге болады.
state-not-yet-begun = Бұл уақыт әлі басталған жоқ.
state-month-closed = Бұл ай жабылған: кім келгенін енді түзетуге болмайды.
state-reopen-first = Ойыңыз өзгерсе, алдымен қайта ашыңыз.
state-ask-anew = Жаңа өтінім жіберіңіз.

### Mails

mail-service = Жастар үйінің брондау қызметі

mail-sign-in-subject = Кіру коды: { $code }
mail-sign-in-heading = Кіру коды
mail-sign-in-code = Код
mail-sign-in-how = Осы кодты браузерде ашық тұрған бетке енгізіңіз. Ол { $minutes } минут жарамды.
mail-sign-in-not-you = Кодты сіз сұрамаған болсаңыз, алаңдамаңыз: онсыз ешкім кіре алмайды.

mail-subject-request-received = Өтінім алынды: { $space }, { $day }, { $time }
mail-heading-request-received = Өтініміңізді алдық
mail-text-request-received = Рақмет! Өтінімді қарап, жауабын осы поштаға жібереміз.

mail-subject-approved = Бронь расталды: { $space }, { $day }, { $time }
mail-heading-approved = Броніңіз расталды
mail-text-approved = Сізді күтеміз! Хатқа күнтізбеге қосатын шақыру тіркелген. Келе алмайтын болсаңыз, бронь бетінде алдын ала бас тартыңыз: бұл уақыт басқа топқа керек болуы мүмкін.

mail-subject-approved-again = Бронь қайта расталды: { $space }, { $day }, { $time }
mail-heading-approved-again = Броніңіз қайтадан күшінде
mail-text-approved-again = Сізді күтеміз! Хатқа күнтізбеге қосатын жаңа шақыру тіркелген.

mail-subject-rejected = Өтінім қабылданбады: { $space }, { $day }, { $time }
mail-heading-rejected = Өкінішке қарай, бұл жолы болмады
mail-text-rejected = Өтініміңізді қабылдай алмадық. Басқа уақытты таңдап көріңіз немесе бізге хабарласыңыз: бірге іздейміз.

mail-subject-cancelled-by-venue = Броніңізден бас тартылды: { $space }, { $day }, { $time }
mail-heading-cancelled-by-venue = Кешіріңіз, броніңізден бас тартуға тура келді
mail-text-cancelled-by-venue = Бұл уақытта сізді қабылдай алмаймыз. Бізге хабарласыңыз, басқа уақыт табуға көмектесеміз.

mail-subject-cancelled-by-you = Броньнан бас тарттыңыз: { $space }, { $day }, { $time }
mail-heading-cancelled-by-you = Броньнан бас тарттыңыз
mail-text-cancelled-by-you = Бұл уақыт енді сізге сақталмайды. Жаңа өтінімді қалаған кезде жібере аласыз.
mail-subject-withdrawn-by-you = Өтініміңізді қайтарып алдыңыз: { $space }, { $day }, { $time }
mail-heading-withdrawn-by-you = Өтініміңіз қайтарып алынды
mail-text-withdrawn-by-you = Өтінім кезектен алынды. Жаңасын қалаған кезде жібере аласыз.

mail-subject-expired = Өтінім жауапсыз қалды: { $space }, { $day }, { $time }
mail-heading-expired = Кешіріңіз, уақытында жауап бере алмадық
mail-text-expired = Бұл – біздің кінәміз. Өтінімді қайта жіберіңіз немесе бізге қоңырау шалыңыз: уақыт бос болса, бірден қараймыз.
mail-subject-expired-asked = Өтінім жабылды: { $space }, { $day }, { $time }
mail-heading-expired-asked = Жауабыңызды ала алмадық
mail-text-expired-asked = Осы өтінім бойынша сізге сұрақ қойған едік, бірақ жауап келмегендіктен, өтінім жабылды. Уақыт әлі керек болса, өтінімді қайта жіберіңіз немесе бізге қоңырау шалыңыз: уақыт бос болса, бірден қараймыз.

mail-subject-time-given = Уақыт басқа топқа берілді: { $space }, { $day }, { $time }
mail-heading-time-given = Бұл уақыт басқа топқа берілді
mail-text-time-given = Бұл уақытты бірнеше топ сұрады. Өтініміңіз тағы жеті күн (басталуына дейін ғана) кезекте тұрады. Уақыт босаса, қайта қараймыз.

mail-subject-did-not-come = Сізді күттік: { $space }, { $day }, { $time }
mail-heading-did-not-come = Сізді күттік, бірақ келмедіңіз
mail-text-did-not-come = Менеджер ешкім келмегенін белгіледі. Бұл қате болса, бізге хабарласыңыз. Келесіде жоспарыңыз өзгерсе, броньнан алдын ала бас тартыңызшы: бұл уақыт басқа топқа керек болуы мүмкін.

mail-subject-reopened = Өтінім қайта қаралады: { $space }, { $day }, { $time }
mail-heading-reopened = Өтініміңіз қайта ашылды
mail-text-reopened = Ол қайтадан жауап күтіп тұр. Жауабын осы поштаға жібереміз.

mail-subject-new-request = Жаңа өтінім: { $space }, { $day }, { $time }
mail-heading-new-request = Жаңа өтінім
mail-text-new-request = Өтінімді { $name } жіберді, жауабыңызды күтіп отыр.

mail-subject-withdrawn = Өтінім қайтарып алынды: { $space }, { $day }, { $time }
mail-heading-withdrawn = Өтінім қайтарып алынды
mail-text-withdrawn = { $name } өтінімін қайтарып алды. Жауап берудің қажеті жоқ.

mail-subject-cancelled-by-group = Броньнан бас тартылды: { $space }, { $day }, { $time }
mail-heading-cancelled-by-group = Броньнан бас тартылды
mail-text-cancelled-by-group = { $name } броньнан бас тартты. Бұл уақыт енді бос.

mail-reason = Себебі
mail-word = Менеджерден
mail-where = Қайда
mail-when = Қашан
mail-zone-note = жергілікті уақыт, UTC{ $offset }
mail-how-to-come-in = Кіреберіс
mail-answer-by = Жауап мерзімі
mail-our-answer-by = Біздің жауап мерзіміміз
mail-code = Бронь коды
mail-event = Іс-шара
mail-attendees = Адам саны
mail-contact = Байланыс
mail-note = Ескертпе
mail-address = Мекенжай
mail-alternatives = Қазір бос уақыттар
mail-open = Толығырақ көру
mail-open-venue = Толығырақ көру
mail-closing = Сұрағыңыз бар ма? Осы хатқа жауап жазыңыз немесе қоңырау шалыңыз: { $phone }.
mail-closing-venue = Осы хатқа жазған жауабыңыз өтінім иесіне барады.
mail-open-answer = Жауап жазу
mail-closing-answer = Жауапты бронь бетінде жазыңыз: осы хатқа жазылған жауап өтінімге қосылмайды. Телефонмен де айтуға болады: { $phone }.
mail-earlier = Осыған дейін, сол минуттарда

### Pages: what stands on all of them

page-service = Жастар үйінің брондау қызметі
page-skip = Негізгі мәтінге өту
page-wrong = Қате
page-nav = Мәзір
page-language = Тіл таңдау
page-venues = Орындар
page-bookings = Броньдарым
page-manage = Басқару
page-sign-in = Кіру
page-sign-out = Шығу
sign-out-ways = Барлық құрылғыдан шығу
sign-out-title = Шығу
sign-out-here-text = Тек осы браузерден шығасыз.
sign-out-here = Осы браузерден шығу
sign-out-everywhere-text = Телефоныңызды жоғалтып алдыңыз ба әлде ортақ компьютерден шығуды ұмыттыңыз ба? Барлық құрылғыдан, осы жерден де шығасыз. Өтінімдеріңіз бен броньдарыңыз орнында қалады.
sign-out-done = Сіз шықтыңыз.
sign-out-everywhere = Барлық жерден шығу
page-dev-mail = Хаттар
page-footer = Жастарға арналған залдар мен бөлмелер. Брондау тегін, жауабы поштаңызға келеді.
page-welcome = Тобыңызға зал не бөлме табыңыз
page-welcome-text = Зал не бөлме таңдап, бос уақытын қараңыз да, өтінім жіберіңіз. Жауабы поштаңызға келеді.
page-people = { $count } адамға дейін
page-spaces = Залдар мен бөлмелер
page-visit = Бізді қалай табасыз
page-hours = Жұмыс уақыты
page-address = Мекенжай
page-how-to-come-in = Кіреберіс
page-phone = Телефон
page-email = Электрондық пошта

### Pages: what went wrong

page-to-venues = Орындарға оралу
page-request-id = Бізге хабарласқанда осы нөмірді айтыңыз
page-forbidden = Бұл әрекет орындалмады
page-forbidden-text = Сұрау басқа сайттан келді немесе бұған рұқсатыңыз жоқ. Ештеңе өзгерген жоқ. Бетті қайта ашып көріңіз.
page-not-found = Мұндай бет жоқ
page-not-found-text = Сілтеме ескірген болуы мүмкін немесе бұл бет сізге ашық емес.
page-conflict = Бұл енді мүмкін емес
page-conflict-text = Бұл уақыт бос емес. Басқа уақытты таңдаңыз.
in-seconds = { $count } секундтан кейін
in-minutes = { $count } минуттан кейін
page-too-many = Сәл күте тұрыңыз
page-too-many-when = Сұраулар тым жиі келді. { $when } қайталап көріңіз.
page-too-many-text = Сұраулар тым жиі келді. Біраздан кейін қайталап көріңіз.
page-broken = Бізде қате шықты
page-broken-text = Кешіріңіз, бұл – біздің кінәміз. Бірнеше минуттан кейін қайталап көріңіз.
page-busy = Қазір жауап бере алмай тұрмыз
page-busy-text = Ештеңе өзгерген жоқ. Бірнеше секундтан кейін қайталап көріңіз.
page-signed-out = Сіз жүйеден шығып кеттіңіз
page-signed-out-text = Ештеңе жіберілген жоқ, жазғаныңыз да жоғалған жоқ. Басқа қойындыда кіріп, осы жерге қайтып келіңіз де, бетті жаңартыңыз: браузер форманы қайта жіберу керек пе деп сұрайды.
page-unknown = Орындалғаны белгісіз болып тұр
page-unknown-text = Сұрауыңыз орындалған да, орындалмай қалған да болуы мүмкін: деректер қоры уақытында жауап бермеді. Қайта жібермей тұрып, алдымен тексеріп алыңыз.
page-unreadable = Мұны оқи алмадық
page-unreadable-text = Форманы қайта ашып, тағы бір рет толтырыңыз.

### Pages: the week of a space

week-heading = Апта
week-caption = { $space }: { $dates }
week-nav = Апталар
week-previous = Алдыңғы апта
week-next = Келесі апта
week-time = Уақыт
week-request = Өтінім жіберу
week-list = Бос уақыттар
week-nothing-free = Бос уақыт жоқ
week-asked-for-note = өтінім бар, сіз де жібере аласыз
week-legend = Белгілер
week-closed-all = Бұл аптада жабықпыз.
week-expected = { $name } (күні әлі нақтыланбаған)
week-past = өтті
week-closed = жабық
week-closure = жабық уақыт
week-taken = бос емес
week-held = өтінім бар
week-cleaning = тазалау уақыты
week-too-soon = енді кеш
week-too-far = әлі ерте
week-too-short = уақыт аз
week-free = бос
week-free-asked-for = бос, өтінім бар

### Pages: the rules of a space

rules-heading = Ережелер
rules-people = Мұнда { $count } адам сыяды.
rules-length = Брондау ұзақтығы: ең азы { $min }, ең көбі { $max }.
rules-grid = Басталуы мен аяқталуы әр { $length } сайын таңдалады.
rules-notice = Өтінімді басталуына кемінде { $length } қалғанда жіберіңіз.
rules-horizon = Алдағы { $days } күнге брондауға болады.
rules-turnaround = Екі іс-шара арасындағы тазалау уақыты – { $length }.
rules-turnaround-by-layout = Екі іс-шара арасында тазалап, орындықтарды қайта қоюға уақыт кетеді: ең азы { $least }, ең көбі { $most }.
rules-layouts = Орындықтардың қойылуы: { $layouts }.
rules-automatic = Уақыт бос болса, бронь бірден расталады.
rules-answer = { $days } жұмыс күні ішінде жауап береміз.
rules-compete = Бір уақытқа бірнеше топ өтінім жібере алады, бірін менеджер таңдайды.
rules-quota-week = Мұнда бір адам бір аптада ең көбі { $what } ала алады.
rules-quota-month = Мұнда бір адам бір айда ең көбі { $what } ала алады.
rules-quota-bookings = { $count } бронь
rules-quota-prime = қарбалас сағаттардан { $length }
rules-prime-time = Қарбалас сағаттар: { $times }.

### Pages: looking for a space

search-link = Іздеу
search-title = Бос зал не бөлме іздеу
search-text = Атауы немесе не істейтініңіз
search-text-hint = Мысалы, би не кино. Қалай жазсаңыз да табамыз: кіші, киши, kishi
search-what = Не керек
search-district = Аудан немесе қала
search-anywhere = Барлық жерде
search-equipment = Жабдық
search-send = Іздеу
search-free = Осы уақытта бос: { $count }
search-found = Табылды: { $count }
search-none = Мұндай зал не бөлме таппадық. Шарттарды азайтып, қайта іздеп көріңіз.
search-none-then = Осы уақытта бос зал не бөлме жоқ
search-otherwise = Басқа уақытта бос
search-request = Өтінім жіберу
search-taken = Бұл уақыт бос емес.
search-nearest = Ең жақын бос уақыт: { $when }
search-no-nearest = Екі апта ішінде мұндай бос уақыт жоқ.
search-more = Нәтижелердің бәрі көрсетілмеді. Іздегеніңізді нақтылай түсіңіз.

### Pages: the request form

form-title = { $space }: өтінім
form-summary = Мыналарды түзетіңіз
form-conflict = Бұл уақыт бос емес
form-offers = Қазір мына уақыттар бос
form-offers-hint = Таңдасаңыз, жазғаныңыз сақталады, өтінім бірден жіберілмейді.
form-offer = Таңдау: { $offer }
form-no-offers = Жақын күндерде бос уақыт таппадық. Басқа аптаны қараңыз.
form-too-many-sent = Осы бір сағатта өтінім тым көп болды. Толтырғаныңыз осы жерде тұр: { $when } қайта жіберіңіз.
form-too-much = Сіз кірген соң, форма осы күйінде ашылуы үшін біз оны сақтап қоямыз, бірақ бұл форма тым ұзын. Ештеңе жоғалған жоқ: ескертпені сәл қысқартыңыз (қалғанын кейін менеджерге жаза аласыз) немесе осы браузердің басқа қойындысында кіріп, содан кейін осы жерде қайта жіберіңіз.
form-too-many = Сіздің желіңізден қазір тым көп форма келіп жатыр. Толтырғаныңыз осы жерде тұр: { $when } қайта басыңыз немесе алдымен осы браузердің басқа қойындысында кіріңіз.
form-sent-before = Бұл өтінімді бұрын жібердіңіз, содан кейін өзгерттіңіз. Тағы бір өтінім керек болса, қайта жіберіңіз.
form-when = Қашан
form-what = Іс-шара туралы
form-who = Сізге қалай хабарласамыз
form-other = Басқа адам үшін
form-for = Төменде жазылған адам үшін брондаймын
form-date = Күні
form-date-hint = Басталатын күн
form-from = Басталуы
form-to = Аяқталуы
form-event = Атауы
form-event-hint = Мысалы, «Домбыра үйірмесінің дайындығы»
form-attendees = Адам саны
form-attendees-hint = Шамамен болса да жарайды
form-layout = Орындықтардың қойылуы
form-group = Топ немесе ұйым
form-group-hint = Болса, жазыңыз
form-programme = Бағдарлама
form-programme-hint = Іс-шара бағдарлама аясында өтсе, таңдаңыз
form-no-programme = Жоқ
form-note = Ескертпе
form-note-hint = Нені ескерейік: жабдық, қонақтар, ертерек келу
form-public = Іс-шараның атауын бәрі көрсін
form-name = Аты-жөніңіз
form-name-hint = Менеджер ғана көреді
form-phone = Телефон
form-phone-hint = Сол күні хабарласу үшін, мысалы, +7 701 123 45 67
form-for_name = Ол кісінің аты-жөні
form-for_phone = Ол кісінің телефоны
form-for_email = Ол кісінің электрондық поштасы
form-for_email-hint = Жазсаңыз, хаттар соған барады
form-for_language = Хаттардың тілі
form-answer-at-once = Уақыт бос болса, бронь бірден расталады.
form-answer-by = Жауабын мына уақытқа дейін береміз: { $moment }.
form-sign-in-note = Алдымен поштаңызға код жібереміз. Толтырғаныңыз сақталады.
form-choose = Таңдаңыз
form-send = Өтінімді жіберу
form-go-on = Жалғастыру
form-in-the-way-booking = бос емес
form-in-the-way-closure = жабық уақыт
form-in-the-way-turnaround = алдында не соңынан тазалауға уақыт керек

### Waiving rules: what is allowed once, why, and what never is

waive-outside_hours = жұмыс уақытынан тыс
waive-holiday = мереке немесе демалыс күні
waive-too_soon = басталуына әдеттегіден аз уақыт қалғанда
waive-too_far = әдеттегіден алысырақ күнге
waive-too_short = әдеттегіден қысқа
waive-too_long = әдеттегіден ұзақ
waive-off_grid = әдеттегі уақыт қадамына сай емес
waive-quota = әдеттегіден көп өтінім не сағат
form-exception = Ерекше жағдай
form-exception-hint = Сіз осы орынның менеджерісіз, сондықтан бір жолға рұқсат бере аласыз.
form-waive = Осы жолы рұқсат беру: { $rule }
form-waive_reason = Неге рұқсат бересіз
form-waive_reason-hint = Себебі броньмен бірге сақталады
booking-waived = Ерекше рұқсат берілді
booking-waive-reason = Рұқсат берілген себебі
flaw-cannot-be-waived = Ерекше рұқсат тек мына шектеулерге беріледі: жұмыс уақыты, мереке, өтінім мерзімі, қанша күн бұрын брондау, ұзақтық, уақыт қадамы, өтінім мен сағат саны.

### Pages: signing in

sign-in-title = Кіру
sign-in-how = Құпиясөз керек емес: поштаңызға алты цифрлы код жібереміз.
sign-in-draft = Толтырғаныңызды сақтап қойдық. Кірген соң, форма сол күйінде ашылады, жіберсеңіз болды.
sign-in-email = Электрондық пошта
sign-in-send = Код алу
sign-in-code-title = Кодты енгізіңіз
sign-in-sent-to = Код мына поштаға жіберілді:
sign-in-how-long = Код { $minutes } минут жарамды, тек осы браузерде.
sign-in-code = Алты цифрлы код
sign-in-wrong = Код дұрыс емес. Тағы { $tries } рет теріп көре аласыз.
sign-in-over = Кодтың уақыты өтті немесе ол тым көп рет қате терілді. Жаңасын сұраңыз.
sign-in-again-text = Хат келмеді ме? «Спам» қалтасын қараңыз немесе
sign-in-wait = Алдымен поштаңызды қараңыз. Жаңа кодты { $when } сұрай аласыз.
sign-in-too-soon = Бұл поштаның кодын бірнеше рет қате терді, сондықтан сәл күту керек. Дәл осы кодты { $when } енгізіңіз.
sign-in-disabled = Код дұрыс, бірақ бұл пошта арқылы кіру жабылған. Сұрағыңыз болса, бізге хабарласыңыз.
sign-in-again = жаңа код сұраңыз

### Pages: bookings

bookings-coming = Алдағы броньдар
bookings-past = Өткен броньдар
bookings-none = Мұнда әзірге ештеңе жоқ.
bookings-more = Тағы көрсету
booking-label = Бронь
booking-code = Бронь коды
request-code = Өтінім коды
booking-not-done = Орындалмады
booking-decide = Не істей аласыз
booking-details = Толығырақ
booking-told = Кімге хабарладық
told-request = Өтінім
told-approved = Растау
told-approved-again = Қайта расталуы
told-rejected = Қабылданбауы
told-cancelled = Бас тарту
told-withdrawn = Өтінімді қайтарып алу
told-expired = Өтінімнің жауапсыз қалуы
told-time-given = Уақыттың басқа топқа берілуі
told-did-not-come = Ешкім келмегені
told-reopened = Қайта ашылуы
told-changed = Мәліметтің өзгеруі
told-moved = Көшіру
told-move = Көшіру өтініші
told-move-declined = Көшірілмеуі
told-move-lapsed = Көшіру өтінішінің жауапсыз қалуы
told-move-taken-back = Көшіру өтінішін қайтарып алу
told-replaced = Уақыттың басқа броньға берілуі
told-offer = Уақыт сақталғаны
told-offer-over = Уақыт енді сақталмайды
told-offer-taken = Сақталған уақыт алынды
told-question = Сұрақ
told-message = Хабар
told-reminder = Еске салу
told-escalation = Әкімшіге хабар
booking-nobody-told = Хат жіберілген жоқ.
booking-history = Тарихы
booking-contact = Байланысатын адам
booking-attended = Келгендер саны
booking-reason = Себебі
booking-answer-by = Жауабын мына уақытқа дейін береміз: { $moment }.
booking-displaced = Бұл уақыт басқа топқа берілді. Өтінім тағы біраз кезекте тұрады: уақыт босаса, қайта қараймыз.
booking-show-code = Келгенде осы кодты айтыңыз. Күтеміз!
booking-expired = Кешіріңіз, уақытында жауап бере алмадық. Бізге қоңырау шалыңыз немесе өтінімді қайта жіберіңіз.
booking-expired-asked = Сұрағымызға уақытында жауап ала алмадық. Бізге қоңырау шалыңыз немесе өтінімді қайта жіберіңіз.
booking-mail-sent = Жіберілді: { $moment }
booking-mail-queued = Жіберіліп жатыр
booking-mail-failed = Жеткізе алмадық: қоңырау шалыңыз
booking-venue-note = Менеджердің ескертпесі
booking-go-on = Енді не істеуге болады
booking-instead = Мына уақыттар қазір бос. Бірін таңдасаңыз, бұрын жазғаныңыз формада қалады.
booking-ask-again = Өтінімді қайта жіберу
booking-book-again = Қайта брондау
give-up-of-group = Иесіне бірден хабарлаймыз, бұл уақыт босайды.
give-up-nobody = Бұл уақыт босайды. Поштасы да, телефоны да жоқ.
give-up-by-phone = Бұл уақыт босайды. Электрондық поштасы жоқ, қоңырау шалыңыз: { $phone }
give-up-free-at-once = Бұл уақыт бірден босайды: оны басқа топ алуы мүмкін.
give-up-request = Өтініміңіз кезектен алынады.
give-up-late = Бұдан ертерек хабарлау керек еді: тарихта кеш бас тартылғаны жазылып қалады.
give-up-leave = Жоқ, қалсын
give-up-offer = Бұл уақытты басқаларға қалдырасыз ба?
give-up-from = { $when } және одан кейінгілер ({ $count } күн)
give-up-all = Алдағы барлық күн ({ $count })
done-sent = Өтінім жіберілді
done-booked = Брондалды
done-taken = Бұл уақыт енді сіздікі.
done-approved = Расталды.
done-rejected = Қабылданбады.
done-withdrawn = Қайтарып алынды.
done-cancelled = Бас тартылды, бұл уақыт қайта бос.
done-reopened = Қайта ашылды.
done-came = Келгені белгіленді.
done-came-many = { $count } адамның келгені белгіленді.
done-no-show = Келмегені белгіленді.
done-changed = Өзгерістер сақталды.
done-shortened = Ертерек аяқталады.
done-moved = Көшірілді.
done-move-asked = Көшіру туралы өтінішіңіз жіберілді. Жауап келгенше, бронь бұрынғыдай қалады.
done-move-declined = Көшірілмейді, бронь бұрынғыдай қалады.
done-move-taken-back = Көшіру туралы өтініш қайтарып алынды.
done-asked = Сұрақ жіберілді. Жауабы келгенше, жауап мерзімі тоқтап тұрады.
done-written = Хабар жіберілді.
done-noted = Жазба сақталды, оны тек менеджерлер көреді.
done-dates = Күндер саны: { $count }.
done-mail = Хат жіберіледі: { $readers }.
done-no-mail = Электрондық поштасы жоқ, қоңырау шалыңыз: { $phone }
done-told = Айтылды деп белгіленді.
done-not-told = Белгі алынды: әлі қоңырау шалу керек.
done-by-phone = Жазылды. Енді ол «Қоңырау шалу» тізімінде тұр.
done-closed = Жабылды.
done-closure-changed = Жабық уақыт өзгертілді.
done-closure-taken-back = Жабық уақыт тоқтатылды.
history-by-you = сіз
history-by-venue = менеджер
history-by-service = автоматты түрде
history-request = Өтінім жіберілді
history-approve = Расталды
history-reject = Қабылданбады
history-cancel = Бас тартылды
history-cancel-late = Кеш бас тартылды
history-withdraw = Қайтарып алынды
history-expire = Жауапсыз қалды
history-complete = Өтті
history-classify = Бағдарламасы түзетілді
history-check-in = Келгені белгіленді
history-no-show = Келмегені белгіленді
history-reopen = Қайта ашылды
decide-approve = Растау
decide-reject = Қабылдамау
decide-cancel = Броньнан бас тарту
decide-withdraw = Өтінімді қайтарып алу
decide-reopen = Қайта ашу
decide-check-in = Келгенін белгілеу
decide-no-show = Ешкім келмеді
decide-attended = Неше адам келді (міндетті емес)
decide-reason = Себебін таңдаңыз
decide-own-words = Өз сөзіңізбен (міндетті емес)
decide-why = Себебін жазыңыз
decide-anyway = { $yes } (басқаларға жетпей қалады)
decide-loses-floor = Растасаңыз: «{ $title }» ({ $group }) залсыз қалады. { $when }
decide-loses-seats = Растасаңыз: «{ $title }» ({ $group }) үшін орын жетпейді. { $when }
decide-loses-stock = Растасаңыз: «{ $title }» ({ $group }) үшін жабдық жетпейді. { $when }
decide-count-again = Санын түзету
decide-not-yet-there = Әлі келген жоқ
decide-classify = Бағдарламасын түзету
decide-asks-again = Бұл шешімнен кейін уақытсыз қалатын өтінімдер беттегіден көп болып шықты. Ештеңе жасалған жоқ: кімдер екенін тағы бір қарап, шешіңіз.
decide-note = Қысқаша хабар қосу (міндетті емес)

### Problems: why a call or a page is refused, as title and sentence

problem-unauthenticated = Алдымен кіріңіз
problem-unauthenticated-detail = Сіз әлі кірген жоқсыз. Кіріңіз немесе жарамды токен жіберіңіз.
problem-forbidden = Бұған рұқсатыңыз жоқ
problem-forbidden-detail = Мұны менеджер ғана жасай алады. Керек болса, бізге хабарласыңыз.
problem-not-found = Мұнда ештеңе жоқ
problem-not-found-detail = Іздегеніңізді таба алмадық немесе ол сізге ашық емес.
problem-rule = Осы күйінде жіберуге болмайды
problem-rule-detail = Нені түзету керегін және не жарайтынын бір-бірлеп жаздық.
problem-conflict = Бұл уақыт бос емес
problem-conflict-detail = Біреу сізден бұрын үлгеріпті. Басқа уақыт, зал не бөлме таңдаңыз: бостары жауапта көрсетілген.
problem-changed = Броньдар өзгерді
problem-changed-detail = Сіз шешіп жатқанда, броньдар өзгерді немесе жаңасы қосылды. Тізім жаңартылды: қарап шығып, әрқайсысын қайта шешіңіз. Әзірге ештеңе өзгерген жоқ.
problem-state = Қазір бұлай істеуге болмайды
problem-key-reused = Бұл кілт қолданылып қойған
problem-key-reused-detail = Осы кілтпен бұрын басқа сұрау келген. Жаңа сұрауға жаңа кілт алыңыз.
problem-too-many = Сәл күте тұрыңыз
problem-too-many-detail = Сұраулар тым жиі келді. Біраздан кейін қайталап көріңіз.
problem-busy = Қазір сұрау өте көп
problem-busy-detail = Ештеңе өзгерген жоқ. Бірнеше секундтан кейін қайталап көріңіз.
problem-unavailable = Қазір деректерімізге қол жетпей тұр
problem-unavailable-detail = Ештеңе өзгерген жоқ. Бір минуттан кейін қайталап көріңіз.
problem-unknown = Сұраудың орындалғаны белгісіз
problem-unknown-detail = Ол орындалған да, орындалмай қалған да болуы мүмкін: алдымен тексеріп алыңыз. Тек Idempotency-Key кілті болған сұрауды сол кілтпен қайта жібере беруге болады: неше рет жіберсеңіз де, бір-ақ рет орындалады.
problem-internal = Бізде қате шықты
problem-internal-detail = Қатені жазып алдық. Қайталап көріңіз, болмаса, бізге қоңырау шалыңыз.
problem-not-json = Бұл JSON емес
problem-not-json-detail = Сұрауды JSON ретінде оқи алмадық. Жақшаларын, үтірі мен тырнақшасын тексеріңіз.
problem-media-type = JSON жіберіңіз
problem-media-type-detail = Сұрауды application/json түрінде жіберіңіз.
problem-too-large = Тым үлкен
problem-too-large-detail = Сұрау 64 КиБ-тан асып кетті. Қысқартып жіберіңіз.
problem-method = Әдіс дұрыс емес
problem-method-detail = Мекенжайы дұрыс, әдісі дұрыс емес. Жарайтындары Allow тақырыбында жазылған.

### Pages: for managers

queue-open = Өтінімдер мен күн кестесі
queue-heading = Жауап күткен өтінімдер
queue-empty = Бәріне жауап берілген. Рақмет!
queue-group = Өтінім
queue-rivals = Бір уақытқа бірнеше өтінім бар
queue-answer-by = Жауап мерзімі
queue-overdue = Жауап мерзімі өтіп кетті
queue-days-left = { $days } күн қалды
queue-left = { $length } қалды
queue-in-the-way = Қазір растауға болмайды: уақыт бос емес немесе бірдеңе жетпейді.
queue-instead = Не істеуге болатынын көру
day-heading = Күн кестесі
day-nav = Күндер
day-previous = Алдыңғы күн
day-next = Келесі күн
day-show = Көрсету
day-until = жалғасады, аяқталуы – { $time }
day-taken-by-part = ортақ бөлігі бос емес
day-asked-by-part = ортақ бөлігіне өтінім бар
arrivals-heading = Кім келді: саналмағандары
arrivals-lead = Келгендер санын енгізіңіз: бәрін бірге немесе бір-бірлеп. Айдың есебі келесі айдың { $day }-күнінің соңына дейін ашық тұрады, оған дейін бәрін түзетуге болады.
arrivals-none = Бәрі саналған. Рақмет!
arrivals-expected = Күтілгені: { $count }
arrivals-people = Неше адам келді
arrivals-save = Сақтау
arrivals-left = Сақталды. Енгізілмегені: { $count }.
arrivals-not-all = Кейбірі сақталмады: төменнен қараңыз.

### Кім қанша ала алады

quota-heading = Шектеулер
quota-about = Бір адам осы орыннан қанша уақыт ала алатынын осында белгілейсіз. Бос қалдырсаңыз, шек болмайды. Апта дүйсенбіден басталады, бронь басталған күніне қарай есептеледі.
quota-saved = Сақталды. Енді жаңа өтінімдер осылай қаралады.
quota-week = Бір аптада
quota-month = Бір айда
quota-hours = Сағат саны
quota-bookings = Бронь саны
quota-prime-hours = Оның ішінде қарбалас сағаттар
quota-prime = Қарбалас сағаттар
quota-prime-about = Көпшілік сұрайтын уақыт, мысалы, жұмадан жексенбіге дейін, 17:00–22:00. Аралықты алып тастау үшін күн белгілері мен уақытын өшіріңіз.
quota-window = { $number }-аралық
quota-window-wrong = { $number }-аралықта кемінде бір күнді және басталуы мен аяқталу уақытын көрсетіңіз.
quota-save = Сақтау

### Топ бұған дейін қалай келді

standing-hours = Осы орында алған сағаты
standing-hours-had = сол аптада { $week }, сол айда { $month }
standing-prime = Қарбалас сағаттардағы үлесі
standing-prime-share = осы тоқсанда { $percent } %
standing-record = Соңғы алты айда
standing-record-kept = келгені: { $came }, кеш бас тартқаны: { $late }, келмегені: { $missed }

### Pages: problems and mail of the developer

page-problem-state = Броньның қазіргі күйінде мұны жасауға болмайды. Қай күйде екені жауапта айтылады.
mailbox-heading = Жіберілген хаттар
mailbox-note = Бұл бет іске қосқанда шығатын кілтпен ғана ашылады: хаттар файлға жазылады.
mailbox-none = Хат әлі жоқ.
mailbox-to = Кімге

### Өзгерту және көшіру
state-not-changeable = Мұны енді өзгертуге болмайды: { $status }.
problem-stale = Бронь өзгеріп кетті
problem-stale-detail = Сіз ашқаннан кейін, броньды басқа біреу өзгертті. Қазіргі күйін қарап, қайта жіберіңіз.
problem-no-version = Нұсқасы көрсетілмеген
problem-no-version-detail = Өзгертумен бірге броньның өзіңіз көрген ETag мәнін If-Match тақырыбында жіберіңіз.
history-change = Мәліметі өзгерді
history-shorten = Ертерек аяқталатын болды
history-move = Көшірілді
mail-before = Бұрын былай еді
mail-subject-changed = Броніңіз өзгерді: { $space }, { $day }, { $time }
mail-heading-changed = Броніңіз өзгерді
mail-text-changed = Қазіргі күйі төменде. Сұрағыңыз болса, жазыңыз.
mail-subject-moved = Броніңіз көшірілді: { $space }, { $day }, { $time }
mail-heading-moved = Броніңіз көшірілді
mail-text-moved = Жаңа зал мен уақыт төменде, бұрынғысы енді күшінде емес. Кездескенше!
mail-subject-changed-by-group = Бронь өзгерді: { $space }, { $day }, { $time }
mail-heading-changed-by-group = Бронь мәліметі өзгерді
mail-text-changed-by-group = { $name } бронь мәліметін өзгертті. Қазіргі күйі төменде.
mail-subject-moved-by-group = Бронь көшірілді: { $space }, { $day }, { $time }
mail-heading-moved-by-group = Бронь көшірілді
mail-text-moved-by-group = { $name } броньды басқа уақытқа не залға көшірді. Бұрынғысы босады.
alter-heading = Өзгерту
alter-until = Қай уақытта аяқталады
alter-space = Зал немесе бөлме
decide-change = Мәліметін өзгерту
decide-finish = Ертерек аяқтау
decide-move = Басқа уақытқа көшіру
state-only-group = Мұны брондаған жақ қана жасай алады.
state-nothing-proposed = Қазір көшіру туралы өтініш жоқ.
history-propose-move = Көшіру сұралды
history-accept-move = Көшіру расталды
history-decline-move = Көшіру қабылданбады
history-take-back-move = Көшіру өтініші қайтарып алынды
history-lapse-move = Көшіру өтініші жауапсыз қалды
booking-asks-move = Сұралған жаңа зал мен уақыт
decide-ask-move = Көшіруді сұрау
decide-accept-move = Көшіруге келісу
decide-decline-move = Көшірмеу
decide-take-back-move = Көшіру өтінішін қайтарып алу
mail-wanted = Сұралған жаңа уақыт
mail-subject-move-received = Көшіру өтінішін алдық: { $space }, { $day }, { $time }
mail-heading-move-received = Көшіру өтінішіңізді алдық
mail-text-move-received = Қарап, осы поштаға жауап береміз. Оған дейін броніңіз бұрынғы уақытында сақталады.
mail-subject-move-declined = Көшіру мүмкін болмады: { $space }, { $day }, { $time }
mail-heading-move-declined = Кешіріңіз, көшіре алмадық
mail-text-move-declined = Броніңіз бұрынғы уақытында қалды, сізді сонда күтеміз. Басқа уақыт керек болса, хабарласыңыз.
mail-subject-move-lapsed = Көшіру өтініші жауапсыз қалды: { $space }, { $day }, { $time }
mail-heading-move-lapsed = Кешіріңіз, көшіру туралы уақытында жауап бере алмадық
mail-text-move-lapsed = Броніңіз бұрынғы уақытында сақталды. Көшіру әлі керек болса, қайта сұраңыз немесе бізге қоңырау шалыңыз.
mail-subject-move-proposed = Көшіру сұралды: { $space }, { $day }, { $time }
mail-heading-move-proposed = Броньды көшіру сұралды
mail-text-move-proposed = { $name } жауабыңызды күтіп отыр. Жауап бергенше, бронь бұрынғы уақытында тұрады.
mail-subject-move-taken-back = Көшіру керек емес: { $space }, { $day }, { $time }
mail-heading-move-taken-back = Көшіру өтініші қайтарып алынды
mail-text-move-taken-back = { $name } броньды көшірмейтін болды. Жауап берудің қажеті жоқ.
### Seats and stock

form-stock = Керек болса, жабдықты уақытша алыңыз
form-stock-item = { $item }, { $most } данаға дейін
form-in-the-way-seats = бос орын жетпейді
form-in-the-way-stock = жабдық жетпейді
flaw-at-most = Барлығы { $max } дана бар. Одан асырмай жазыңызшы.
flaw-twice = Бір зат екі рет көрсетілген. Біреуін алып тастаңыз.
week-seats = { $seats } орын бос
mail-stock = Уақытша алынатын жабдық

# ------------------------------------------------------------------ тұрақты кесте

state-had-again = Кестеде бұл күнге басқа бронь бар. Оны кестенің бетінен қараңыз.
mail-dates = Күндері
mail-other-dates = Кестеге кірмеген күндер
mail-first-date = Алғашқы күні
mail-repeats = Қайталануы
mail-series-code = Кесте коды
mail-series-dates = { $count } күн
mail-subject-series-received = Кестеге өтінім алынды: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-received = Өтініміңізді алдық
mail-text-series-received = Рақмет! Өтініміңізде { $count } күн бар. Бәріне бір хатпен, осы поштаға жауап береміз.
mail-subject-series-approved = Кесте расталды: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-approved = Тұрақты кестеңіз расталды
mail-text-series-approved = Сізді күтеміз! Барлық күн төменде, күнтізбеге қосатын файл да осы хатта. Олардың бірінде келе алмайтын болсаңыз, кесте бетінде сол күннен алдын ала бас тартыңызшы: ол уақыт басқа топқа керек болуы мүмкін.
mail-subject-series-rejected = Кестеге өтінім қабылданбады: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-rejected = Өкінішке қарай, бұл жолы болмады
mail-text-series-rejected = Өтініміңізді қабылдай алмадық. Басқа уақытты таңдап көріңіз немесе бізге хабарласыңыз, бірге іздейміз.
mail-subject-series-cancelled-by-venue = Кестеңізден бас тартылды: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-cancelled-by-venue = Кешіріңіз, кестеңіздің күндерінен бас тартуға тура келді
mail-text-series-cancelled-by-venue = Төмендегі күндері сізді қабылдай алмаймыз. Бізге хабарласыңыз, басқа күндер табуға көмектесеміз.
mail-subject-series-cancelled-by-you = Кестеден бас тарттыңыз: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-cancelled-by-you = Кестенің күндерінен бас тарттыңыз
mail-text-series-cancelled-by-you = Төмендегі күндер енді сізге сақталмайды. Жаңа өтінімді қалаған кезде жібере аласыз.
mail-subject-series-withdrawn-by-you = Өтінімді қайтарып алдыңыз: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-withdrawn-by-you = Өтініміңіз қайтарып алынды
mail-text-series-withdrawn-by-you = Төмендегі күндерге өтінім кезектен алынды. Жаңасын қалаған кезде жібере аласыз.
mail-subject-series-expired = Өтінім жауапсыз қалды: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-expired = Кешіріңіз, уақытында жауап бере алмадық
mail-text-series-expired = Бұл – біздің кінәміз. Өтінімді қайта жіберіңіз немесе бізге қоңырау шалыңыз: уақыт бос болса, бірден қараймыз.
mail-subject-series-expired-asked = Өтінім жабылды: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-expired-asked = Жауабыңызды ала алмадық
mail-text-series-expired-asked = Осы кесте бойынша сізге сұрақ қойған едік, бірақ жауап келмегендіктен, өтінім жабылды. Уақыт әлі керек болса, өтінімді қайта жіберіңіз немесе бізге қоңырау шалыңыз: уақыт бос болса, бірден қараймыз.
mail-subject-series-moved = Кестеңіз көшірілді: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-moved = Тұрақты кестеңіз көшірілді
mail-text-series-moved = Жаңа уақыт пен зал төменде, бұрынғысы енді күшінде емес. Кездескенше!
mail-subject-series-changed = Кестеңіз өзгерді: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-changed = Тұрақты кестеңіз өзгерді
mail-text-series-changed = Төмендегі күндердің мәліметі өзгерді, уақыты сол күйінде. Сұрағыңыз болса, жазыңыз.
mail-subject-series-time-given = Уақыт басқа топқа берілді: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-time-given = Кестеңіздің күндері басқа топқа берілді
mail-text-series-time-given = Төмендегі күндерді бірнеше топ сұрады. Өтініміңіз тағы жеті күн (басталуына дейін ғана) кезекте тұрады. Уақыт босаса, қайта қараймыз. Кестенің басқа күндері өзгермейді.
mail-subject-series-move-received = Көшіру өтініші алынды: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-move-received = Кестені көшіру өтінішіңізді алдық
mail-text-series-move-received = Сұраған уақытыңыз төменде. Бәріне бір хатпен, осы поштаға жауап береміз. Оған дейін әр күн бұрынғы уақытында сақталады.
mail-subject-series-move-declined = Кесте көшірілмеді: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-move-declined = Кешіріңіз, кестеңізді көшіре алмадық
mail-text-series-move-declined = Сіз сұраған уақыт төменде, бірақ оған көшіре алмадық. Барлық күн бұрынғы уақытында қалды, сізді сонда күтеміз. Басқа уақыт керек болса, хабарласыңыз.
mail-subject-series-move-lapsed = Көшіру өтініші жауапсыз қалды: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-move-lapsed = Кешіріңіз, көшіру туралы уақытында жауап бере алмадық
mail-text-series-move-lapsed = Сіз сұраған уақыт төменде. Әзірге барлық күн бұрынғы уақытында қалды. Көшіру әлі керек болса, қайта сұраңыз немесе бізге қоңырау шалыңыз.
mail-subject-series-changed-by-group = Кесте өзгерді: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-changed-by-group = Тұрақты кесте өзгерді
mail-text-series-changed-by-group = { $name } төмендегі күндердің мәліметін өзгертті, уақыты сол күйінде.
mail-subject-series-new = Кестеге жаңа өтінім: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-new = Тұрақты кестеге жаңа өтінім
mail-text-series-new = { $name } { $count } күнге өтінім жіберді, жауабыңызды күтіп отыр. Бәріне бірден жауап беруге болады.
mail-subject-series-cancelled-by-group = Кестеден бас тартылды: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-cancelled-by-group = Тұрақты кестенің күндерінен бас тартылды
mail-text-series-cancelled-by-group = { $name } төмендегі күндерден бас тартты. Ол уақыттар енді бос.
mail-subject-series-withdrawn = Өтінім қайтарып алынды: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-withdrawn = Тұрақты кестеге өтінім қайтарып алынды
mail-text-series-withdrawn = { $name } төмендегі күндерге өтінімін қайтарып алды. Жауап берудің қажеті жоқ.
mail-subject-series-moved-by-group = Кесте көшірілді: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-moved-by-group = Тұрақты кесте көшірілді
mail-text-series-moved-by-group = { $name } төмендегі күндерді көшірді. Бұрынғы уақыттары босады.
mail-subject-series-move-proposed = Кестені көшіру сұралды: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-move-proposed = Тұрақты кестені көшіру сұралды
mail-text-series-move-proposed = { $name } төмендегі уақытқа көшіруді сұрап, жауабыңызды күтіп отыр. Бәріне бірден жауап беруге болады. Оған дейін әр күн бұрынғы уақытында тұрады.
mail-subject-series-move-taken-back = Көшіру керек емес: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-move-taken-back = Кестені көшіру өтініші қайтарып алынды
mail-text-series-move-taken-back = { $name } кестесін көшірмейтін болды. Жауап берудің қажеті жоқ.
### Басқа броньға орын босату және топқа сақталған уақыт

flaw-not-in-the-way = Таңдаған броньдарыңыздың бірі енді кедергі емес немесе одан бас тартуға болмайды. Қазір не кедергі екенін қарап, қайта таңдаңыз.
state-offered = Бұл уақыт ұсынылған адамға сақталған: алу-алмауын өзі шешеді. Менеджер тек сақтауды тоқтата алады.
state-offer-over = Мерзімі өтті, бұл уақыт енді сақталмайды. Әлі бос болса, өтінім жіберіңіз.
history-replace = Басқа бронь үшін бас тартылды
history-offer = Уақыт сақталды
decide-take-offer = Осы уақытты аламыз
decide-leave-offer = Керек емес
decide-take-offer-for-them = Алатынын растау
decide-take-back-offer = Енді сақтамау
booking-kept-heading = Сақталған уақыт
booking-kept-for-you = Тек сізге сақтап тұрмыз. Мерзімі: { $moment }. Керек болмаса, басқаларға қалдырыңыз.
booking-kept-instead = Тек сізге сақтап тұрмыз. Мерзімі: { $moment }. Осы уақытты алсаңыз, басқа броніңізден ({ $place }) өзіміз бас тартамыз. Сонда қалғыңыз келсе, мұны алмай-ақ қойыңыз.
booking-kept-for-them = Бұл уақыт сақтаулы. Мерзімі: { $moment }.
form-in-place = Басқа броньның орнына қою
form-in-place-hint = Белгіленген броньдардан бас тартамыз, иелеріне бірден хабарлап, басқа уақытты бір тәулікке сақтап қоямыз.
form-replace_reason = Себебін сол броньның иесіне бірер сөзбен айтыңыз (міндетті емес)
form-replace_reason-hint = Хатта жазылады, олардың бронінде де қалады
form-in-place-send = Белгіленгеннің орнына осыны растау
mail-kept = Сізге сақталған уақыт
mail-kept-until = { $place } (мерзімі: { $until })
mail-text-kept = Алдымен сіз таңдайсыз: төмендегі уақыттар тек сізге сақтаулы. Ыңғайлысын ашып, алыңыз. Қалғандары босайды.
mail-subject-replaced = Уақытыңыз басқа броньға берілді: { $space }, { $day }, { $time }
mail-heading-replaced = Кешіріңіз, бұл уақытты басқа броньға беруге тура келді
mail-text-replaced = Уақытыңызды басқа броньға бердік, кешірім сұраймыз. Басқа уақыт керек болса немесе сұрағыңыз болса, хабарласыңыз.
mail-subject-offer-taken-back = Енді сізге сақталмайды: { $space }, { $day }, { $time }
mail-heading-offer-taken-back = Кешіріңіз, бұл уақытты енді сізге сақтай алмаймыз
mail-text-offer-taken-back = Сізге сақтап едік, енді өзімізге керек болды. Хабарласыңыз, басқа уақытты бірге табамыз.
mail-subject-free-again = Бұрынғы уақытыңыз қайта босады: { $space }, { $day }, { $time }
mail-heading-free-again = Бұрынғы уақытыңыз қайта босады
mail-text-free-again = Жабудың қажеті болмай қалды, бұл уақыт қайта бос. Бұрын ол сіздікі еді, сондықтан алдымен сізге сақтап тұрмыз. Орнына басқа уақыт берген болсақ, мұны алсаңыз, ол броньнан өзіміз бас тартамыз. Сонда қалғыңыз келсе, мұны алмай-ақ қойыңыз.
mail-subject-offer-taken = Сақталған уақыт алынды: { $space }, { $day }, { $time }
mail-heading-offer-taken = Сақталған уақыт алынды
mail-text-offer-taken = { $name } осы уақытта келеді. Жауап берудің қажеті жоқ.
### Pages: closures

closures-heading = Жабық уақыт
closures-new = Зал не бөлме жабу
closures-to-come = Қазіргі және алдағы
closures-over = Өткендері
closures-none = Әзірге жоқ.
closures-events = Өз іс-шараңыз үшін жаппаңыз: залды соған брондаңыз, сонда не болып жатқанын бәрі көреді.
closures-more = және тағы { $more } рет
closures-all = Барлық зал мен бөлме
closures-never = басталмай тұрып тоқтатылған
closures-what = Не жабылады
closures-why = Неге жабылады
closures-from = Басталатын күні
closures-from-time = Басталатын уақыты
closures-to = Аяқталатын күні
closures-to-time = Аяқталатын уақыты
closures-until = Апта сайын, мына күнге дейін
closures-until-hint = Бір-ақ рет жапсаңыз, бос қалдырыңыз. Соңғы күн де есептеледі.
closures-reason = Себебі
closures-look = Кімге әсер ететінін көру
closures-preview = Жабар алдында
closures-no-hits = Ешбір броньға әсер етпейді.
closures-hits = { $many ->
    [1] 1 броньға әсер етеді. Оны не істейтініңізді таңдаңыз: хат бірден жіберіледі.
   *[other] { $many } броньға әсер етеді. Әрқайсысын не істейтініңізді таңдаңыз: хаттар бірден жіберіледі.
}
closures-state = Күйі
closures-decline-move = Көшірмеу, бронь сол күйінде қалады
closures-reject = Өтінімді қабылдамау
closures-cancel = Броньнан бас тарту
closures-cut = Орнында қалсын, бірақ ертерек аяқталсын: { $time }
closures-move = Көшіру: { $place }
closures-taken = { $place }: бос емес екен. Басқа зал не уақыт таңдаңыз.
closures-undecided = Бұл броньды не істейтініңізді таңдаңыз.
closures-not-yet = Әзірге ештеңе өзгерген жоқ
closures-apply = Орындап, бәріне хабарлау
closures-leave = Бәрін сол күйінде қалдыру
closures-one = Жабық уақыт
closures-times = Барлық күні
closures-calls = Қоңырау шалыңыз: бұлар алдағы 48 сағатта басталады
closures-no-calls = Қоңырау шалудың қажеті жоқ: ондай броньдардың ешқайсысы алдағы 48 сағатта басталмайды.
closures-now = Енді: { $place }
closures-declined = Көшірілмеді, бронь бұрынғы күйінде қалды
closures-told-by = Хабарлаған: { $name }, { $moment }
closures-tell = Хабарланды деп белгілеу
closures-untell = Белгіні алып тастау
closures-change = Ұзарту, қысқарту, аяқтау
closures-end-now = Қазір аяқтау
closures-take-back = Жабудан бас тарту
closures-take-back-hint = Алдағы жабық уақыттың бәрі ашылады. Өткені осында жазба болып қалады.
### Жазысу, еске салу, хабарлау

history-ask = Сұрақ қойылды
history-answer = Сұраққа жауап берілді
history-escalate = Уақытында жауап болмады, әкімшіге айтылды
messages-heading = Хат-хабар
messages-internal = тек өзімізге
messages-only-us = Тек өзімізге: өтінім иесі көрмейді
messages-send = Жіберу
messages-to-group = Хабар жазу
messages-to-venue = Менеджерге жазу
messages-write = Жазғаныңыз поштаға да барады.
messages-ask = Сұрақ қойсаңыз, жауап мерзімі тоқтап тұрады: жауап келгенше, бірақ ең көбі екі жұмыс күні.
messages-by-phone = Поштасы жоқ: жазғаныңыз «Қоңырау шалу» тізіміне түседі. Өзіңіз телефонмен айтыңыз:
messages-to-nobody = Поштасы да, телефоны да жоқ: жазғаныңыз осы бетте ғана қалады.
calls-heading = Қоңырау шалу
calls-lead = Мына кісілердің поштасы жоқ немесе іс-шарасының басталуына аз қалды. Қоңырау шалып айтыңыз да, белгілеп қойыңыз.
calls-none = Қоңырау шалатын ешкім жоқ.
calls-closure = Уақыты жабылды
booking-call-waits = Телефонмен айту керек
booking-call-told = Телефонмен айтылды: { $moment }
messages-group-asked = Сұрақ қойылды, жауабын күтіп отырмыз. Жауап мерзімі соған қарай ұзарды.
messages-you-are-asked = Сізге сұрақ қойылды. Осы жерге жауап жазыңызшы: содан кейін өтініміңізді әрі қарай қараймыз.
queue-ask = Сұрақ қою
mail-message = Хабар
mail-subject-question = Өтініміңізге сұрақ бар: { $space }, { $day }, { $time }
mail-heading-question = Өтініміңіз туралы сұрағымыз бар
mail-text-question = Төмендегі сілтемемен бронь бетін ашып, сол жерге жауап жазыңызшы. Жауабыңыз келгенше, бірақ ең көбі екі жұмыс күні, қарау мерзімі тоқтап тұрады.
mail-subject-venue-wrote = Сізге хабар келді: { $space }, { $day }, { $time }
mail-heading-venue-wrote = Броніңіз туралы хабар
mail-text-venue-wrote = Жауап бергіңіз келсе, төмендегі сілтемемен бронь бетін ашып жазыңыз.
mail-subject-group-wrote = Жаңа хабар: { $space }, { $day }, { $time }
mail-heading-group-wrote = Жаңа хабар
mail-text-group-wrote = { $name } сізге жазды. Жауабын бронь бетінде жазуға болады.
mail-subject-reminder = Жауап күтіп тұрған өтінім: { $count }
mail-heading-reminder = Жауап күтіп тұрған өтінім: { $count }
mail-text-reminder = Жауап мерзімінің жартысы өтті. Адамдар жауап күтіп отыр, қарап шығыңызшы:
mail-subject-escalation = Уақытында жауап берілмеді: { $count }
mail-heading-escalation = Уақытында жауап берілмеген өтінім: { $count }
mail-text-escalation = Бұларға ешкім жауап бермеді. Әрқайсысының не болғаны төменде жазылған.
mail-waits-until = Жауап мерзімі: { $moment }.
mail-other-dates-count = Осы кестеден тағы { $count } күн.
mail-became-expired = Өтінім жауапсыз жабылды, иесіне хабарланды.
mail-became-stays = Өтінім басталғанға дейін жауап күте береді.
mail-became-approved = Өтінім автоматты түрде расталды.
mail-became-move-lapsed = Көшіру өтініші жауапсыз қалды, бронь бұрынғы уақытында.
mail-closing-overlooked = Бұл хат автоматты түрде жіберілді.
form-repeat = Қайталау
form-repeat-hint = Бір күн ғана керек болса, осылай қалдырыңыз. Жібермес бұрын қай күндердің бос екенін көресіз.
form-every = Қанша уақытта бір рет
form-until = Соңғы күні
form-until-hint = Кесте сол күні немесе одан ертерек аяқталады.
form-count = Немесе неше рет
series-once = Бір рет
series-week = Апта сайын
series-two-weeks = Екі аптада бір рет
series-month = Ай сайын, айдың сол аптасында
series-month-last = Ай сайын, сол апта күнінің соңғысында
series-each-week = { $weekday ->
    [1] Дүйсенбі
    [2] Сейсенбі
    [3] Сәрсенбі
    [4] Бейсенбі
    [5] Жұма
    [6] Сенбі
   *[7] Жексенбі
} сайын
series-each-two-weeks = Екі аптада бір рет, { $weekday ->
    [1] дүйсенбіде
    [2] сейсенбіде
    [3] сәрсенбіде
    [4] бейсенбіде
    [5] жұмада
    [6] сенбіде
   *[7] жексенбіде
}
series-each-month = Әр айдың { $nth ->
    [1] бірінші
    [2] екінші
    [3] үшінші
    [4] төртінші
   *[5] соңғы
} { $weekday ->
    [1] дүйсенбісінде
    [2] сейсенбісінде
    [3] сәрсенбісінде
    [4] бейсенбісінде
    [5] жұмасында
    [6] сенбісінде
   *[7] жексенбісінде
}
series-report = Кестеңіздің күндерін тексеріп шығыңыз
series-report-lead = Барлығы { $all } күн, бос: { $free }. Әзірге ештеңе жіберілген жоқ.
series-report-send = { $free } күнге өтінім жіберу
series-report-change = Өтінімді өзгерту
series-report-waive = Күндерді қайта тексеру
series-waive = { $count } күнге керек
series-free = Бос
series-taken = Бос емес
series-closed = Бұл уақытта жабықпыз
series-holiday = Мереке күні
series-rule = Ереже бойынша болмайды
series-label = Тұрақты кесте
series-approved = Расталғаны
series-waiting = Жауап күтіп тұрғаны
series-missed = Кірмей қалғаны
series-approve = Кестені растау
series-except = Мына күндерсіз
series-reject = Кестені қабылдамау
series-cancel = Күндерден бас тарту
series-move = Басқа уақытқа көшіру
series-ask-move = Көшіруді сұрау
series-ask-move-hint = Барлық күнге бірден жауап береміз. Оған дейін әр күн бұрынғы уақытында сақталады.
series-accept-move = Сұраған уақытқа көшіру
series-decline-move = Кестені көшірмеу
series-asks-move = Сұралғаны
series-you-ask-move = Сұрағаныңыз
series-waits-move = Кестені көшіру: { $count } күн, соңғысы – { $last }
series-change = Мәліметін өзгерту
series-change-hint = Өзгертпегеніңіз әр күнде сол күйінде қалады.
series-from = Қай күннен бастап
series-all = Алдағы барлық күн
series-add = Осы күнді қосу
series-not-all = Ештеңе өзгерген жоқ: кейбір күндерді алу мүмкін емес. Басқа уақытты таңдаңыз немесе мына күндерсіз жасаңыз:
series-waits = Тұрақты кесте: { $count } күн, соңғысы – { $last }
series-see = Барлық күнін көру
series-same-space = Сол жердің өзінде
series-report-changed = Сіз жібергенше, кейбір күндер бос болмай қалды. Тізімді қайта қарап шығыңыз.
series-of = Тұрақты кестенің бір күні
