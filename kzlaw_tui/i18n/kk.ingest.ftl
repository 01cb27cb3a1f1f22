# Құжаттарды қосу, кітапхана, индекс

ingest-status-added = қосылды
ingest-status-updated = жаңартылды
ingest-status-unchanged = өзгеріссіз
ingest-status-failed = қате

ingest-stage-reading = оқылуда
ingest-stage-parsing = талдануда
ingest-stage-indexing = индекске жазылуда
ingest-stage-done = дайын

ingest-warning-older-beside = Кітапханада бұдан жаңа редакция бар ({ $current }): { $as_of } жағдай бойынша бұл редакция қатар сақталды, оны --as-of кілтімен көруге болады.
ingest-warning-undated-beside = Редакцияның күні танылмады, сондықтан { $current } жағдай бойынша редакция қолданыста қалды. Күнін көрсетіңіз: --as-of ЖЖЖЖ-АА-КК.
ingest-warning-fewer = Файлда бұрынғы редакциядағы { $before } баптың орнына { $articles } бап қана бар. Файлдың толық екенін тексеріңіз.

error-home-unwritable = Деректер қалтасына жазу мүмкін емес: { $path } ({ $reason }). Жазуға рұқсат беріңіз немесе басқа қалта таңдаңыз: --home ҚАЛТА.
error-disk-full = Дискіде орын жоқ: { $path }. Орын босатып, қайталаңыз; кітапхана бұрынғы күйінде қалды.
error-config = { $path } баптаулар файлы оқылмайды: { $reason }. Осы жолды түзетіңіз немесе файлды жойыңыз.

error-library-busy = Кітапхананы іске қосылған басқа kzlaw-tui пайдаланып жатыр: { $path }. Ол аяқтағанша күтіп, қайталаңыз.
error-library-io = Кітапхана дискіден оқылмайды: { $path } ({ $reason }). Дискіні тексеріп, kzlaw-tui index rebuild пәрменін орындаңыз.
error-library-corrupt = Кітапхана бүлінген: { $path } ({ $reason }). Оны қайта құрыңыз: kzlaw-tui index rebuild.
error-library-newer = { $path } кітапханасын бағдарламаның жаңарақ нұсқасы жасаған (схема { $version }, мұнда { $supported }). kzlaw-tui бағдарламасын жаңартыңыз немесе kzlaw-tui index rebuild пәрменін орындаңыз.
error-library-no-edition = Бұл мәтін кітапханада енді жоқ. Бапты қайта табыңыз.
error-manifest-newer = { $path } құжаттар тізімін бағдарламаның жаңарақ нұсқасы жасаған (пішім { $version }, мұнда { $supported }). kzlaw-tui бағдарламасын жаңартыңыз.
error-manifest-broken = { $path } құжаттар тізімі бүлінген: { $reason }. Көшірмелер аман; тізімді қалпына келтіріңіз: kzlaw-tui index rebuild.
error-annotations = { $path } конспектілер файлының { $line }-жолы бүлінген: { $reason }. Бағдарламаны қайта орнатыңыз.

error-ingest-busy = Құжаттарды іске қосылған басқа kzlaw-tui қосып жатыр. Ол аяқтағанша күтіп, қайталаңыз.
error-ingest-cancelled = Тоқтатылды, файл қосылмады: { $path }. Жалғастыру үшін оны қайта қосыңыз.
error-ingest-changed = Файл оқу кезінде өзгерді: { $path }. Жазылып біткен соң оны қайта қосыңыз.
error-ingest-empty-folder = Қалтада қолдау көрсетілетін пішімдегі құжат жоқ: { $path }. TXT, MD, HTML, DOCX, DOC, RTF немесе PDF файлдары бар қалтаны көрсетіңіз.
error-ingest-inconsistent = Мәтін дұрыс талданбады, { $article }-бап ({ $reason }): { $path }. Файл қосылмады; бұл туралы әзірлеушілерге хабарлаңыз.
error-ingest-memory = { $path } файлына жад жетпеді. Басқа бағдарламаларды жабыңыз немесе файлды бөліктерге бөліңіз.
error-ingest-unexpected = { $path } файлында күтпеген қате: { $kind }: { $reason }. Файл қосылмады; толығырақ – деректер қалтасының index/kzlaw-tui.log журналында.

index-problem-not-indexed = «{ $name }» құжаты индексте жоқ.
index-problem-no-copy = Құжаттар қалтасында «{ $name }» файлының көшірмесі жоқ. Оны қайта қосыңыз: kzlaw-tui ingest ЖОЛ.
index-problem-copy-missing = «{ $name }» құжатының көшірмесі жоғалған ({ $copy }). Файлды қайта қосыңыз: kzlaw-tui ingest ЖОЛ.
index-problem-copy-changed = «{ $name }» құжатының көшірмесі қосылғаннан кейін өзгерген ({ $copy }). Файлды қайта қосыңыз: kzlaw-tui ingest ЖОЛ.
index-problem-stray = Құжаттар қалтасында тізімде жоқ көшірме жатыр: { $copy }. Оны қосыңыз (kzlaw-tui ingest ЖОЛ) немесе жойыңыз.
index-problem-manifest = Құжаттар тізімі бүлініп, көшірмелер бойынша қайта жасалды; бұрынғысы сақталды: { $path }.
index-problem-damaged = Кітапхана файлы бүлінген: { $reason }.
index-problem-article = { $article }-бап ({ $act }) индексте қатемен сақталған.
index-problem-current = { $act } актісінің ({ $lang }) қолданыстағы редакциясы дұрыс таңдалмаған.
