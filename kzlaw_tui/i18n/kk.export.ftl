## kzlaw-tui export
cli-exported = Сақталды: { $path }
cli-conversation = { $number }: { $title } · { $n } сұрақ · { $when }
error-export-no-file = Файлды атаңыз: kzlaw-tui export анықтама.docx. Әңгімелер тізімі: kzlaw-tui export --list.
error-export-no-conversation = { $number } нөмірлі әңгіме жоқ. Әңгімелер тізімі: kzlaw-tui export --list.
error-export-nothing-saved = Сақталған әңгіме жоқ. Қосымшада немесе осы жерде сұраңыз: kzlaw-tui export анықтама.docx --ask "СҰРАҚ".
