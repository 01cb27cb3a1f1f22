# Чтение файлов
error-file-missing = Файла нет: { $path }. Проверьте путь.
error-file-is-folder = { $path } — папка, а не файл. Укажите файл в ней или добавьте папку целиком: kzlaw-tui ingest ПАПКА.
error-file-not-regular = { $path } — не обычный файл. Укажите файл с текстом закона.
error-file-no-access = Нет прав на чтение { $path }. Разрешите доступ к нему или скопируйте файл в свою папку.
error-file-io = Не удалось прочитать { $path }: { $reason }. Проверьте диск или скопируйте файл в другое место.
error-file-too-large = Файл { $path } слишком велик (предел { $limit } МБ). Разделите его или сохраните в DOCX без картинок.
error-pdf-too-many-pages = В { $path } больше { $limit } страниц. Разделите файл и добавьте части по отдельности.
error-file-empty = Файл пуст: { $path }. Скачайте или сохраните его заново.
error-file-no-text = В { $path } нет текста. Проверьте, тот ли это файл.
error-file-temporary = { $path } — служебный файл открытого в Word или LibreOffice документа. Укажите сам документ.
error-file-unsupported = Формат { $suffix } не поддерживается: { $path }. Сохраните текст в DOCX, PDF, HTML или TXT.
error-file-damaged = Файл { $path } повреждён или это не { $format }. Скачайте его заново или сохраните в другом формате.
error-file-encrypted = Файл { $path } защищён паролем. Откройте его с паролем, сохраните копию без пароля и добавьте её.
error-file-unpacked = { $path } распаковывается в слишком большой объём (предел { $limit } МБ). Сохраните документ заново без вложений.
error-file-not-text = В { $path } не текст, а двоичные данные. Сохраните документ в DOCX, PDF или TXT.
error-file-encoding = Кодировка { $path } не распознана. Пересохраните файл в UTF-8.
error-doc-no-converter = Чтобы прочитать { $path }, нужен LibreOffice или antiword. Установите его или сохраните файл в DOCX.
error-doc-conversion = { $tool } не смог прочитать { $path }. Откройте файл в Word, сохраните в DOCX и добавьте его.
error-pdf-no-cryptography = { $path } зашифрован (AES). Установите пакет cryptography или сохраните копию без защиты.
error-pdf-garbled = Буквы в { $path } не читаются: у шрифтов нет таблицы символов, и распознать страницы не удалось. Возьмите DOCX или HTML этого акта.
error-ocr-no-tesseract = { $path } — изображение страниц. Установите Tesseract (tesseract-ocr, языки rus и kaz) или возьмите DOCX или HTML этого акта.
error-ocr-no-languages = Чтобы распознать { $path }, Tesseract нужен русский язык. Установите tesseract-ocr-rus и tesseract-ocr-kaz.
error-ocr-no-renderer = Чтобы распознать { $path }, нужно нарисовать его страницы. Установите kzlaw-tui[ocr] или poppler-utils.
error-ocr-failed = Tesseract не справился с { $path }. Уменьшите изображение или возьмите DOCX или HTML этого акта.
error-image-damaged = Изображение { $path } повреждено или не читается Tesseract. Сохраните его заново в PNG или TIFF.
error-image-too-large = Изображение { $path } слишком велико. Сохраните его с разрешением 300 точек на дюйм.

warning-encoding-repaired =
    { $count ->
        [one] { $count } повреждённый знак заменён на «�».
        [few] { $count } повреждённых знака заменены на «�».
       *[other] { $count } повреждённых знаков заменены на «�».
    }
warning-ocr =
    { $count ->
        [one] Распознана по изображению { $count } страница ({ $pages }): сверьте текст с оригиналом.
        [few] Распознаны по изображению { $count } страницы ({ $pages }): сверьте текст с оригиналом.
       *[other] Распознано по изображению { $count } страниц ({ $pages }): сверьте текст с оригиналом.
    }
warning-ocr-no-kazakh = Текст распознан без казахского языка. Установите tesseract-ocr-kaz и добавьте файл снова.
warning-pdf-pages-unread =
    { $count ->
        [one] { $count } страница без читаемого текста пропущена ({ $pages }).
        [few] { $count } страницы без читаемого текста пропущены ({ $pages }).
       *[other] { $count } страниц без читаемого текста пропущено ({ $pages }).
    }
