## Күй жолы мен панельдер
tui-offline = желісіз
tui-loading = жүктелуде…
tui-acts = { $n } акт
tui-words-only = тек сөз бойынша
tui-vectors = векторлар { $share } %
tui-vectors-paused = векторлар { $share } %, үзіліс
tui-vectors-now-paused = Векторлау тоқтатыла тұрды. Сөз бойынша іздеу бұрынғыдай істейді.
tui-vectors-now-going = Векторлау аяда жалғасып жатыр.
tui-pane-answers = Жауаптар
tui-pane-article = Бап
tui-pane-contents = Мазмұны
tui-number = { $n }

## Сұрақ пен жауап
tui-question-hint = Өз сөзіңізбен сұраңыз немесе бапты атаңыз
tui-welcome =
    Өз сөзіңізбен сұраңыз. Жауабы – заңның сөзбе-сөз келтірілген баптары; әр дәйексөз мәтінмен салыстырып тексерілген.

    Мысалы:
      Жұмысқа келмегені үшін шығара ма?
      Жыл сайынғы еңбек демалысы неше күн?
      ЖШС-дан қалай шығуға болады?
      Какие ставки НДС?

    { $key_goto } – бапқа өту (ЕК 52), { $key_contents } – актілердің мазмұны, { $key_library } – өз құжаттарыңызды қосу.
tui-searching = Ізделуде…
tui-cancelled = Тоқтатылды.
tui-abstained = Кітапханаңызда жауап табылмады.
tui-abstained-empty = Кітапханаңызда жауап табылмады. Осы мәселені реттейтін актіні қосыңыз: { $key_library }.
tui-nearest = Ең жақын баптар
tui-see-also = Тағы қараңыз
tui-facts = { NUMBER($seconds, minimumFractionDigits: 2, maximumFractionDigits: 2) } с · { $n } бап · сенімділігі { NUMBER($score, minimumFractionDigits: 2, maximumFractionDigits: 2) }
tui-facts-short = { NUMBER($seconds, minimumFractionDigits: 2, maximumFractionDigits: 2) } с · { $n } бап
tui-verified = тексерілді
tui-check-not_retrieved = табылған баптардан емес
tui-check-unknown = расталмаған
tui-digest = конспект, ресми мәтін емес
tui-digest-short = конспект
tui-digest-advice = Актінің ресми мәтінін қоссаңыз ({ $key_library }), мұнда оның өз сөздері шығады.

## Бап
tui-article-title = { $number }-бап. { $heading }
tui-article-empty =
    Бап осы жерде ашылады.

    { $key_goto } – бапқа өту
    { $key_contents } – мазмұны
tui-article-without-text = Бұл редакцияда баптың мәтіні жоқ.
tui-edition = { $date } жағдай бойынша редакция
tui-edition-undated = редакция күні көрсетілмеген
tui-status-active = күшінде
tui-status-active-until = { $date } дейін күшінде
tui-status-repealed = алып тасталды
tui-status-ended = { $date } күші жойылды
tui-status-pending = әлі қолданысқа енгізілген жоқ
tui-status-pending-from = { $date } бастап қолданысқа енгізіледі
tui-pending-on = { $date } бастап { $what }
tui-pending-some-day = { $what }, күні ескертуде
tui-pending-amend = өзгеріс енгізіледі
tui-pending-replace = жаңа редакцияда жазылады
tui-pending-repeal = алып тасталады
tui-notes = Ескертулер ({ $n })
tui-no-more-articles = Бұл актіде одан әрі бап жоқ.
tui-find-hint = Бап ішінен іздеу
tui-find-none = Бұл бапта «{ $words }» деген сөздер жоқ.
tui-find-count = { $n } сәйкестік

## Өту, мәзір, анықтама
tui-goto-title = Бапқа өту
tui-goto-hint = ЕК 52 · СК 503 2-т. · 52-бап · тақырыптағы сөздер
tui-goto-advice = Актіні және нөмірді немесе бап тақырыбынан бірнеше сөзді жазыңыз.
tui-menu-title = Мәзір
tui-menu-hint = Не істеу керек?
tui-picker-none = Ештеңе табылмады.
tui-help-title = Осында: { $where }
tui-help-layouts = Пернелер латын, орыс және қазақ пернетақта жаймаларында бірдей: әріп емес, перненің орны маңызды.
tui-how-to-quit = Шығу үшін { $key_quit } басыңыз.
tui-scope-app = Барлық жерде
tui-scope-research = Басты экран
tui-scope-answers = Жауаптар
tui-scope-article = Бап
tui-scope-search = Іздеу
tui-scope-library = Кітапхана
tui-scope-dialog = Экран үстіндегі терезе

## Іздеу
tui-search-title = Барлық актілерден іздеу
tui-search-hint = Ізделетін сөздер
tui-search-count = { $n } бап табылды
tui-search-none = Ештеңе табылмады. Басқа сөздермен іздеп көріңіз.

## Кітапхана
tui-library-title = Кітапхана
tui-library-empty = Әзірге акт жоқ. { $key_add } басып, акт мәтіні бар файлды қосыңыз.
tui-column-act = Акт
tui-column-lang = Тілі
tui-column-edition = Редакциясы
tui-column-articles = Күшіндегі баптар
tui-column-passages = Үзінділер
tui-column-kind = Мәтіні
tui-live-of = { $all } ішінен { $live }
tui-kind-official = ресми
tui-kind-digest = конспект
tui-add-title = Құжаттарды қосу
tui-add-hint = Файлға немесе қалтаға жол, Enter – қосу
tui-add-advice = Бос орын – белгілеу ({ $n }) · Enter – қосу · ←→ – қалталар
tui-add-missing = Мұндай файл немесе қалта жоқ: { $path }. Жолды тексеріңіз.
tui-ingest-begins = Құжаттар ашылуда…
tui-ingest-working = құжаттар қосылуда
tui-ingest-stopping = Тоқтатылуда: ағымдағы файл аяқталады.
tui-ingest-total = { $files } файлдың { $file }-і · баптар: { $articles } · үзінділер: { $passages }
tui-ingest-done = Дайын: { $files } файлдан { $done } қосылды, { NUMBER($seconds, minimumFractionDigits: 1, maximumFractionDigits: 1) } с
tui-ingest-cancelled = Тоқтатылды. Осыған дейін қосылғандар сақталды.
tui-ingest-searchable = Сөз бойынша қазірден ізделеді; векторлар аяда толықтырылады.
tui-stage-reading = оқылуда
tui-stage-parsing = баптарға бөлінуде
tui-stage-indexing = кітапханаға жазылуда
tui-stage-done = дайын
tui-file-counts = баптар: { $all }, күшінде: { $live } · үзінділер: { $passages }
tui-file-added = қосылды
tui-file-updated = жаңартылды
tui-file-unchanged = өзгеріссіз
tui-file-failed = қосылмады

## Көшіру
tui-copied-system = Алмасу буферіне көшірілді.
tui-copied-terminal = Жүйелік буфер жоқ: мәтін терминалға берілді (OSC 52). Кірістіргенде бос болса, мәтінді Shift басып, тінтуірмен белгілеңіз.
tui-copy-nothing = Көшіретін ештеңе жоқ: алдымен бапты ашыңыз немесе дәйексөзді таңдаңыз.
tui-copy-quote = «{ $text }» ({ $citation })
tui-copy-digest = { $text } (конспект, ресми мәтін емес; { $citation })
tui-error-unexpected = Орындалмады ({ $what }): { $reason }. Қайталап көріңіз.

## Әрекеттер: төменгі жолға арналған сөз және анықтама жолы
tui-key-help = Көмек
tui-do-help = Осында не істеуге болатынын және барлық пернелерді көрсету
tui-key-goto = Өту
tui-do-goto = Бапқа өту
tui-key-search = Іздеу
tui-do-search = Барлық актілерден іздеу
tui-key-library = Кітапхана
tui-do-library = Кітапхананы ашу: актілер және құжаттарды қосу
tui-key-contents = Мазмұны
tui-do-contents = Актілердің мазмұнын көрсету немесе жасыру
tui-key-language = Тіл
tui-do-language = Интерфейс тілін ауыстыру: русский, қазақша, English
tui-key-copy = Көшіру
tui-do-copy = Дәйексөзді деректемелерімен көшіру
tui-key-menu = Мәзір
tui-do-menu = Әрекеттер мәзірін ашу
tui-key-theme = Безендіру
tui-do-theme = Безендіруді келесісіне ауыстыру
tui-key-vectors = Векторлар
tui-do-vectors = Векторлауды тоқтата тұру немесе жалғастыру
tui-key-cancel = Болдырмау
tui-do-cancel = Орындалып жатқанды тоқтату; болмаса – бір қадам артқа
tui-key-quit = Шығу
tui-do-quit = Шығу
tui-key-next-pane = Келесі
tui-do-next-pane = Келесі панель: сұрақ, жауаптар, бап
tui-key-previous-pane = Алдыңғы
tui-do-previous-pane = Алдыңғы панель
tui-key-back = Артқа
tui-do-back = Алдыңғы ашылған бапқа оралу
tui-key-forward = Алға
tui-do-forward = Ашылған баптар бойынша алға
tui-key-next-item = Төмен
tui-do-next-item = Келесі дәйексөз
tui-key-previous-item = Жоғары
tui-do-previous-item = Алдыңғы дәйексөз
tui-key-open = Ашу
tui-do-open = Бапты келтірілген жерінен ашу
tui-key-line-down = Төмен
tui-do-line-down = Бір жол төмен
tui-key-line-up = Жоғары
tui-do-line-up = Бір жол жоғары
tui-key-page-down = Бет төмен
tui-do-page-down = Бір бет төмен
tui-key-page-up = Бет жоғары
tui-do-page-up = Бір бет жоғары
tui-key-top = Басы
tui-do-top = Баптың басына
tui-key-bottom = Соңы
tui-do-bottom = Баптың соңына
tui-key-article-next = Келесі бап
tui-do-article-next = Актінің келесі бабы
tui-key-article-previous = Алдыңғы бап
tui-do-article-previous = Актінің алдыңғы бабы
tui-key-find = Табу
tui-do-find = Бап ішінен сөз іздеу
tui-key-match-next = Келесі
tui-do-match-next = Келесі сәйкестік
tui-key-match-previous = Алдыңғы
tui-do-match-previous = Алдыңғы сәйкестік
tui-key-to-quote = Дәйексөз
tui-do-to-quote = Келтірілген жерге оралу
tui-key-notes = Ескертулер
tui-do-notes = Ескертулерді ашу немесе жабу
tui-key-close = Жабу
tui-do-close = Жауып, кері оралу
tui-key-add = Қосу
tui-do-add = Кітапханаға құжат қосу

## Сапа
tui-quality-title = Сапаны тексеру
tui-quality-empty =
    Әзірге тексеру болған жоқ. Ол пәрмен жолынан іске қосылады:

      kzlaw-tui eval
tui-quality-when = Қашан
tui-quality-what = Не тексерілді
tui-quality-questions = Сұрақ
tui-quality-found = Бап 5 ішінде
tui-quality-facts = Фактілер
tui-quality-refused = Бас тарту
tui-quality-unfinished = Аяқталмаған: { $total } ішінен { $done }. Дәл сол пәрменмен жалғастырыңыз.
tui-quality-speed = бір жауапқа { $mean } с, 95 %-ы { $p95 } с-тан жылдам
tui-quality-trend = { $metric }, тексерулер бойынша:
tui-quality-report = Есеп: { $path }
tui-quality-n = n = { $n }
tui-scope-quality = Сапаны тексеру
tui-key-quality = Сапа
tui-do-quality = Сапаны тексеруді ашу: соңғы өлшемдер

## Модель
tui-model-reading = { $name } оқып жатыр
tui-model-writing = { $name } жазып жатыр
tui-model-draft = { $name } моделі, әлі тексерілген жоқ:
