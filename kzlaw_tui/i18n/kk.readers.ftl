# Файлдарды оқу
error-file-missing = Файл жоқ: { $path }. Жолын тексеріңіз.
error-file-is-folder = { $path } – файл емес, қалта. Ішіндегі файлды көрсетіңіз немесе қалтаны тұтас қосыңыз: kzlaw-tui ingest ҚАЛТА.
error-file-not-regular = { $path } – кәдімгі файл емес. Заң мәтіні бар файлды көрсетіңіз.
error-file-no-access = { $path } файлын оқуға рұқсат жоқ. Оған рұқсат беріңіз немесе файлды өз қалтаңызға көшіріңіз.
error-file-io = { $path } оқылмады: { $reason }. Дискіні тексеріңіз немесе файлды басқа жерге көшіріңіз.
error-file-too-large = { $path } файлы тым үлкен (шегі { $limit } МБ). Оны бөліңіз немесе суретсіз DOCX түрінде сақтаңыз.
error-pdf-too-many-pages = { $path } ішінде { $limit } беттен көп. Файлды бөліп, бөліктерін жеке-жеке қосыңыз.
error-file-empty = Файл бос: { $path }. Оны қайта жүктеп алыңыз немесе қайта сақтаңыз.
error-file-no-text = { $path } ішінде мәтін жоқ. Дұрыс файл екенін тексеріңіз.
error-file-temporary = { $path } – Word немесе LibreOffice бағдарламасында ашық тұрған құжаттың қызметтік файлы. Құжаттың өзін көрсетіңіз.
error-file-unsupported = { $suffix } пішімі қолдау таппайды: { $path }. Мәтінді DOCX, PDF, HTML немесе TXT түрінде сақтаңыз.
error-file-damaged = { $path } файлы бүлінген немесе бұл { $format } емес. Оны қайта жүктеп алыңыз немесе басқа пішімде сақтаңыз.
error-file-encrypted = { $path } файлы құпиясөзбен қорғалған. Оны ашып, құпиясөзсіз көшірмесін сақтаңыз да, соны қосыңыз.
error-file-unpacked = { $path } ашылғанда көлемі тым үлкейіп кетеді (шегі { $limit } МБ). Құжатты қосымшаларсыз қайта сақтаңыз.
error-file-not-text = { $path } ішінде мәтін емес, екілік деректер бар. Құжатты DOCX, PDF немесе TXT түрінде сақтаңыз.
error-file-encoding = { $path } файлының кодтамасы танылмады. Файлды UTF-8 кодтамасында қайта сақтаңыз.
error-doc-no-converter = { $path } файлын оқу үшін LibreOffice немесе antiword керек. Соны орнатыңыз немесе файлды DOCX түрінде сақтаңыз.
error-doc-conversion = { $tool } { $path } файлын оқи алмады. Файлды Word бағдарламасында ашып, DOCX түрінде сақтап қосыңыз.
error-pdf-no-cryptography = { $path } шифрланған (AES). cryptography пакетін орнатыңыз немесе қорғаусыз көшірмесін сақтаңыз.
error-pdf-garbled = { $path } ішіндегі әріптер оқылмайды: қаріптерінде таңбалар кестесі жоқ, беттерді тану мүмкін болмады. Осы актінің DOCX немесе HTML файлын алыңыз.
error-ocr-no-tesseract = { $path } – беттердің суреті. Tesseract бағдарламасын (tesseract-ocr, rus және kaz тілдері) орнатыңыз немесе осы актінің DOCX немесе HTML файлын алыңыз.
error-ocr-no-languages = { $path } мәтінін тану үшін Tesseract бағдарламасына орыс тілі керек. tesseract-ocr-rus және tesseract-ocr-kaz пакеттерін орнатыңыз.
error-ocr-no-renderer = { $path } мәтінін тану үшін беттерін салып шығу керек. kzlaw-tui[ocr] немесе poppler-utils орнатыңыз.
error-ocr-failed = Tesseract { $path } мәтінін тани алмады. Суретті кішірейтіңіз немесе осы актінің DOCX немесе HTML файлын алыңыз.
error-image-damaged = { $path } суреті бүлінген немесе Tesseract оны оқи алмайды. Суретті PNG немесе TIFF түрінде қайта сақтаңыз.
error-image-too-large = { $path } суреті тым үлкен. Оны дюймге 300 нүкте ажыратымдылығымен сақтаңыз.

warning-encoding-repaired =
    { $count ->
        [one] { $count } бүлінген таңба «�» белгісімен ауыстырылды.
       *[other] { $count } бүлінген таңба «�» белгісімен ауыстырылды.
    }
warning-ocr =
    { $count ->
        [one] { $count } беттің мәтіні суреттен танылды ({ $pages }): түпнұсқамен салыстырыңыз.
       *[other] { $count } беттің мәтіні суреттен танылды ({ $pages }): түпнұсқамен салыстырыңыз.
    }
warning-ocr-no-kazakh = Мәтін қазақ тілінсіз танылды. tesseract-ocr-kaz пакетін орнатып, файлды қайта қосыңыз.
warning-pdf-pages-unread =
    { $count ->
        [one] Мәтіні оқылмайтын { $count } бет өткізіп жіберілді ({ $pages }).
       *[other] Мәтіні оқылмайтын { $count } бет өткізіп жіберілді ({ $pages }).
    }
