# Добавление документов, библиотека, индекс

ingest-status-added = добавлен
ingest-status-updated = обновлён
ingest-status-unchanged = без изменений
ingest-status-failed = ошибка

ingest-stage-reading = чтение
ingest-stage-parsing = разбор
ingest-stage-indexing = запись в индекс
ingest-stage-done = готово

ingest-warning-older-beside = В библиотеке уже есть более новая редакция ({ $current }): эта, на { $as_of }, сохранена рядом и видна с ключом --as-of.
ingest-warning-undated-beside = Дата редакции не распознана, поэтому действующей осталась редакция на { $current }. Укажите дату: --as-of ГГГГ-ММ-ДД.
ingest-warning-fewer = В файле { $articles ->
    [one] { $articles } статья
    [few] { $articles } статьи
   *[many] { $articles } статей
} вместо { $before } в прежней редакции. Проверьте, полон ли файл.

error-home-unwritable = В папку данных нельзя писать: { $path } ({ $reason }). Дайте права на запись или выберите другую папку: --home ПАПКА.
error-disk-full = На диске нет места: { $path }. Освободите место и повторите; библиотека осталась прежней.
error-config = Файл настроек { $path } не читается: { $reason }. Исправьте эту строку или удалите файл.

error-library-busy = Библиотека занята другим запущенным kzlaw-tui: { $path }. Подождите, пока он закончит, и повторите.
error-library-io = Библиотека не читается с диска: { $path } ({ $reason }). Проверьте диск и выполните kzlaw-tui index rebuild.
error-library-corrupt = Библиотека повреждена: { $path } ({ $reason }). Постройте её заново: kzlaw-tui index rebuild.
error-library-newer = Библиотеку { $path } создала более новая версия программы (схема { $version }, здесь { $supported }). Обновите kzlaw-tui или выполните kzlaw-tui index rebuild.
error-library-no-edition = Этого текста в библиотеке больше нет. Найдите статью заново.
error-manifest-newer = Список документов { $path } создала более новая версия программы (формат { $version }, здесь { $supported }). Обновите kzlaw-tui.
error-manifest-broken = Список документов { $path } повреждён: { $reason }. Копии целы; восстановите список: kzlaw-tui index rebuild.
error-annotations = Файл конспектов { $path } испорчен, строка { $line }: { $reason }. Переустановите программу.

error-ingest-busy = Документы уже добавляет другой запущенный kzlaw-tui. Подождите, пока он закончит, и повторите.
error-ingest-cancelled = Остановлено, файл не добавлен: { $path }. Чтобы продолжить, добавьте его ещё раз.
error-ingest-changed = Файл изменился во время чтения: { $path }. Добавьте его ещё раз, когда запись закончится.
error-ingest-empty-folder = В папке нет документов поддерживаемых форматов: { $path }. Укажите папку с файлами TXT, MD, HTML, DOCX, DOC, RTF или PDF.
error-ingest-inconsistent = Текст разобран неверно, статья { $article } ({ $reason }): { $path }. Файл не добавлен; сообщите об этом разработчикам.
error-ingest-memory = Не хватило памяти на файл { $path }. Закройте другие программы или разделите файл на части.
error-ingest-unexpected = Непредвиденная ошибка в файле { $path }: { $kind }: { $reason }. Файл не добавлен; подробности — в журнале index/kzlaw-tui.log папки данных.

index-problem-not-indexed = Документа «{ $name }» нет в индексе.
index-problem-no-copy = В папке документов нет копии файла «{ $name }». Добавьте его ещё раз: kzlaw-tui ingest ПУТЬ.
index-problem-copy-missing = Копия документа «{ $name }» пропала ({ $copy }). Добавьте файл ещё раз: kzlaw-tui ingest ПУТЬ.
index-problem-copy-changed = Копия документа «{ $name }» изменилась после добавления ({ $copy }). Добавьте файл ещё раз: kzlaw-tui ingest ПУТЬ.
index-problem-stray = В папке документов лежит копия, которой нет в списке: { $copy }. Добавьте её: kzlaw-tui ingest ПУТЬ, или удалите.
index-problem-manifest = Список документов был повреждён и составлен заново по копиям; прежний сохранён: { $path }.
index-problem-damaged = Повреждён файл библиотеки: { $reason }.
index-problem-article = Статья { $article } ({ $act }) хранится в индексе с ошибкой.
index-problem-current = Для акта { $act } ({ $lang }) неверно выбрана действующая редакция.
