# Баптаулар және пернелер файлы
error-config-unsaved = Баптау { $path } файлына сақталмады: { $reason }. Файл бұрынғы қалпында; жаңа мән бағдарлама жабылғанша қолданылады.

tui-scope-settings = Баптаулар
tui-scope-settings_page = Баптаулар экраны
tui-settings-title = Баптаулар
tui-set-section-look = Көрініс
tui-set-section-privacy = Құпиялылық
tui-set-section-files = Файлдар
tui-set-theme = Безендіру
tui-set-theme-kzlaw-dark = күңгірт
tui-set-theme-kzlaw-light = ашық
tui-set-theme-kzlaw-sepia = сепия
tui-set-theme-kzlaw-dusk = ымырт
tui-set-theme-kzlaw-contrast = жоғары контраст
tui-set-theme-kzlaw-terminal = терминалдың 16 түсі
tui-about-theme = Қолданбаның түстері. Әр безендіруде мәтіннің контрасты жеткілікті (WCAG AA); ештеңе тек түс арқылы ғана білдірілмейді.
tui-set-few-colours = Бұл терминал 16 түсті ғана көрсетеді, сондықтан оның өз түстері алынды.
tui-set-no-colour = NO_COLOR айнымалысы берілген, сондықтан түстер жоқ.
tui-set-lang = Тіл
tui-set-lang-ru = русский
tui-set-lang-kk = қазақша
tui-set-lang-en = English
tui-about-lang = Интерфейс тілі. Заң қай тілде табылса, сол тілде көрсетіледі.
tui-set-density = Тығыздық
tui-set-density-normal = қалыпты
tui-set-density-compact = тығыз
tui-about-density = Тығыз түрі дәйексөздер мен бап бөліктерінің арасындағы бос жолдарды алып тастайды: экранға көбірек сыяды.
tui-set-motion = Біркелкі айналдыру
tui-set-motion-true = иә
tui-set-motion-false = жоқ
tui-about-motion = Тінтуір дөңгелегімен айналдырғандағы бірқалыпты қозғалыс. SSH баяу болса немесе қозғалыс кедергі келтірсе, өшіріңіз.
tui-set-glyphs = Таңбалар
tui-set-glyphs-auto = терминалға қарай
tui-set-glyphs-full = барлығы
tui-set-glyphs-ascii = тек ASCII
tui-about-glyphs = Құсбелгі мен көрсеткі орнына бос шаршы көрінсе, «тек ASCII» дегенді таңдаңыз. Көшірілетін және сақталатын мәтін өзгермейді.
tui-set-plain-terminal = Бұл терминал қарпінде таңба аз, сондықтан олар алмастырылды.
tui-set-privacy-history = Тарихты сақтау
tui-set-privacy-history-true = иә
tui-set-privacy-history-false = жоқ, әрдайым инкогнито
tui-about-privacy-history = «Жоқ» болса, әр іске қосу инкогнито режимінде өтеді: сұрақтар, жауаптар мен баптар жазылмайды. Бұрынғы бетбелгілер мен жазбалар қалады.
tui-set-privacy-recent = Соңғы баптар
tui-set-privacy-recent-true = есте сақтау
tui-set-privacy-recent-false = сақтамау
tui-about-privacy-recent = Сессиялар экранындағы ашылған баптар тізімі.
tui-set-privacy-reopen = Іске қосқанда
tui-set-privacy-reopen-true = сол жерді ашу
tui-set-privacy-reopen-false = жаңадан бастау
tui-about-privacy-reopen = Бағдарлама жабылған кездегі әңгіме мен бапты іске қосқанда қайта ашу керек пе.
tui-set-forget = Тарихты жою…
tui-about-forget = Әңгімелерді, соңғы баптарды және соңғы орынды жояды. Бетбелгілер мен жазбалар қалады.
tui-forget-question = Барлық әңгіме мен соңғы баптар тізімі жойылсын ба? Оларды қайтару мүмкін болмайды.
tui-forget-yes = Иә, тарихты жою
tui-forgotten = Тарих жойылды. Бетбелгілер мен жазбалар орнында.
tui-set-home = Деректер қалтасы
tui-about-home = Мұнда кітапхана, әңгімелер мен баптаулар тұр. Басқа қалта іске қосқанда беріледі: kzlaw-tui --home ҚАЛТА немесе KZLAW_HOME айнымалысы. Enter – жолды көшіру.
tui-set-config = Баптаулар файлы
tui-about-config = Осы экрандағы өзгерістің бәрі осында жазылады; файлды қолмен де түзетуге болады. Enter – жолды көшіру.
tui-set-keymap = Пернелер файлы
tui-about-keymap = Өз пернелеріңіз: бөлім – аясы, жол – әрекет, мысалы [app] және goto = "f2, ctrl+g". Іске қосқанда оқылады. Enter – үлгісін жасап, жолды көшіру.
tui-set-environment = { $variable } айнымалысы файлдан басым: келесі іске қосқанда қайтадан соның мәні алынады.

tui-key-settings = Баптаулар
tui-do-settings = Баптауларды ашу: безендіру, тіл, таңбалар, құпиялылық
tui-key-next-value = Келесі
tui-do-next-value = Келесі мән; жолды көшіру
tui-key-previous-value = Бұрынғы
tui-do-previous-value = Алдыңғы мән

## Пернелер файлы
tui-keymap-unreadable = { $path } пернелер файлы оқылмайды: { $reason }. Әзірге әдеттегі пернелер қолданылады.
tui-keymap-problems = keymap.toml: { $first }{ $more ->
    [0] { "" }
   *[other] { " " }(тағы { $more })
}. Қалғандары қолданылады.
tui-keymap-scope = «{ $scope }» деген ая жоқ, барлары: { $known }
tui-keymap-action = «{ $scope }» аясында «{ $action }» деген әрекет жоқ
tui-keymap-value = «{ $action }»: пернелер жол түрінде жазылады, мысалы "f2, ctrl+g"
tui-keymap-key = «{ $action }»: «{ $key }» деген перне жоқ
tui-keymap-letter = «{ $action }»: «{ $key }» пернесі мәтін теруге керек, F-перне немесе Ctrl тіркесін алыңыз
tui-keymap-clash = «{ $action }»: «{ $key }» пернесі «{ $other }» әрекетіне берілген
