# «Мәтінді тексеру» экраны

tui-scope-check = Мәтінді тексеру
tui-scope-check_list = Сілтемелер тізімі
tui-key-check = Мәтінді тексеру
tui-do-check = Бөгде мәтіндегі сілтемелер мен дәйексөздерді тексеру
tui-key-open-cited = Бап
tui-do-open-cited = Мәтін сілтеме жасаған бапты ашу
tui-key-open-suggested = Дұрыс орны
tui-do-open-suggested = Сірә, көзделген бапты ашу
tui-key-export-text = Сақтау
tui-do-export-text = Белгіленген мәтінді сақтау (DOCX немесе HTML)
tui-key-check-other = Басқа мәтін
tui-do-check-other = Басқа мәтін қою немесе файлды көрсету

tui-check-title = Мәтінді тексеру
tui-check-hint = Мәтінді қойыңыз немесе файл жолын жазыңыз; Enter — тексеру
tui-check-advice =
    Хат, шарт, талап арыз, бөгде модельдің жауабы: бағдарлама Қазақстан заңдарына жасалған әр сілтеме мен әр дәйексөзді тауып, кітапханаңызбен салыстырады.

    ✓ дұрыс   ? басқа бап сияқты   ✗ қате

    DOCX, PDF, TXT, MD және кітапханаға қосуға болатынның бәрі оқылады. Мәтін ешқайда жіберілмейді, сақталмайды.
tui-check-working = мәтін тексерілуде
tui-check-none = Бұл мәтінде Қазақстан заңдарына сілтеме жоқ.
tui-check-suggested = s — дұрыс орнын ашу
tui-check-no-suggestion = Бұл сілтеме үшін басқа орын табылмады.
tui-check-export = Белгіленген мәтінді сақтау
tui-check-export-hint = .docx немесе .html файлының жолы
tui-check-file = тексеру
