## Строка состояния и панели
tui-offline = офлайн
tui-loading = загрузка…
tui-acts = { $n ->
    [one] { $n } акт
    [few] { $n } акта
   *[many] { $n } актов
}
tui-words-only = только слова
tui-vectors = векторы { $share } %
tui-vectors-paused = векторы { $share } %, пауза
tui-vectors-now-paused = Векторизация приостановлена. Поиск по словам работает как прежде.
tui-vectors-now-going = Векторизация продолжается в фоне.
tui-pane-answers = Ответы
tui-pane-article = Статья
tui-pane-contents = Содержание
tui-number = { $n }

## Вопрос и ответ
tui-question-hint = Спросите своими словами или назовите статью
tui-welcome =
    Спросите своими словами. Ответ — статьи закона, процитированные дословно; каждая цитата сверена с текстом.

    Например:
      Могут ли уволить за прогул?
      Какие ставки НДС?
      Как выйти из ТОО?
      Жұмысқа келмегені үшін шығара ма?

    { $key_goto } — перейти к статье (тк 52), { $key_contents } — содержание актов, { $key_library } — добавить свои документы.
tui-searching = Ищу…
tui-cancelled = Отменено.
tui-abstained = В вашей библиотеке ответа нет.
tui-abstained-empty = В вашей библиотеке ответа нет. Добавьте акт, который это регулирует: { $key_library }.
tui-nearest = Ближайшие статьи
tui-see-also = См. также
tui-facts = { NUMBER($seconds, minimumFractionDigits: 2, maximumFractionDigits: 2) } с · { $n ->
    [one] { $n } статья
    [few] { $n } статьи
   *[many] { $n } статей
} · уверенность { NUMBER($score, minimumFractionDigits: 2, maximumFractionDigits: 2) }
tui-facts-short = { NUMBER($seconds, minimumFractionDigits: 2, maximumFractionDigits: 2) } с · { $n ->
    [one] { $n } статья
    [few] { $n } статьи
   *[many] { $n } статей
}
tui-verified = проверено
tui-check-not_retrieved = не из найденных статей
tui-check-unknown = не подтверждено
tui-digest = конспект, не официальный текст
tui-digest-short = конспект
tui-digest-advice = Добавьте официальный текст акта ({ $key_library }), и здесь появятся его собственные слова.

## Статья
tui-article-title = Статья { $number }. { $heading }
tui-article-empty =
    Здесь откроется статья.

    { $key_goto } — перейти к статье
    { $key_contents } — содержание
tui-article-without-text = В этой редакции у статьи нет текста.
tui-edition = редакция на { $date }
tui-edition-undated = дата редакции не указана
tui-status-active = в силе
tui-status-active-until = в силе до { $date }
tui-status-repealed = исключена
tui-status-ended = утратила силу { $date }
tui-status-pending = ещё не введена в действие
tui-status-pending-from = вводится в действие с { $date }
tui-pending-on = с { $date } { $what }
tui-pending-some-day = { $what }, дата — в примечании
tui-pending-amend = вводится изменение
tui-pending-replace = вводится новая редакция
tui-pending-repeal = исключается
tui-notes = Примечания ({ $n })
tui-no-more-articles = Дальше в этом акте статей нет.
tui-find-hint = Найти в статье
tui-find-none = В этой статье нет слов «{ $words }».
tui-find-count = { $n ->
    [one] { $n } совпадение
    [few] { $n } совпадения
   *[many] { $n } совпадений
}

## Перейти, меню, справка
tui-goto-title = Перейти к статье
tui-goto-hint = тк 52 · НК 503 п.2 · 52-бап · слова из заголовка
tui-goto-advice = Назовите акт и номер или несколько слов из заголовка статьи.
tui-menu-title = Меню
tui-menu-hint = Что сделать?
tui-picker-none = Ничего не найдено.
tui-help-title = Здесь: { $where }
tui-help-layouts = Клавиши одинаковы на латинской, русской и казахской раскладках: важно место клавиши, а не буква.
tui-how-to-quit = Чтобы выйти, нажмите { $key_quit }.
tui-scope-app = Везде
tui-scope-research = Главный экран
tui-scope-answers = Ответы
tui-scope-article = Статья
tui-scope-search = Поиск
tui-scope-library = Библиотека
tui-scope-dialog = Окно поверх экрана

## Поиск
tui-search-title = Поиск по всем актам
tui-search-hint = Слова, которые ищете
tui-search-count = { $n ->
    [one] Найдена { $n } статья
    [few] Найдено { $n } статьи
   *[many] Найдено { $n } статей
}
tui-search-none = Ничего не найдено. Попробуйте другие слова.

## Библиотека
tui-library-title = Библиотека
tui-library-empty = Актов пока нет. Нажмите { $key_add } и добавьте файл с текстом акта.
tui-column-act = Акт
tui-column-lang = Язык
tui-column-edition = Редакция
tui-column-articles = Статьи в силе
tui-column-passages = Фрагменты
tui-column-kind = Текст
tui-live-of = { $live } из { $all }
tui-kind-official = официальный
tui-kind-digest = конспект
tui-add-title = Добавить документы
tui-add-hint = Путь к файлу или папке, Enter — добавить
tui-add-advice = Пробел — отметить ({ $n }) · Enter — добавить · ←→ — папки
tui-add-missing = Нет такого файла или папки: { $path }. Проверьте путь.
tui-ingest-begins = Открываю документы…
tui-ingest-working = добавляются документы
tui-ingest-stopping = Останавливаю: закончу с текущим файлом.
tui-ingest-total = файл { $file } из { $files } · статей { $articles } · фрагментов { $passages }
tui-ingest-done = Готово: { $done } из { $files } за { NUMBER($seconds, minimumFractionDigits: 1, maximumFractionDigits: 1) } с
tui-ingest-cancelled = Остановлено. Добавленное до этого сохранено.
tui-ingest-searchable = По словам уже ищется; векторы дополнятся в фоне.
tui-stage-reading = чтение
tui-stage-parsing = разбор на статьи
tui-stage-indexing = запись в библиотеку
tui-stage-done = готово
tui-file-counts = статей { $all }, в силе { $live } · фрагментов { $passages }
tui-file-added = добавлен
tui-file-updated = обновлён
tui-file-unchanged = без изменений
tui-file-failed = не добавлен

## Копирование
tui-copied-system = Скопировано в буфер обмена.
tui-copied-terminal = Системного буфера нет: текст передан терминалу (OSC 52). Если вставка пуста, выделите текст мышью с Shift.
tui-copy-nothing = Копировать нечего: сначала откройте статью или выберите цитату.
tui-copy-quote = «{ $text }» ({ $citation })
tui-copy-digest = { $text } (конспект, не официальный текст; { $citation })
tui-error-unexpected = Не получилось ({ $what }): { $reason }. Попробуйте ещё раз.

## Действия: слово для нижней строки и строка справки
tui-key-help = Помощь
tui-do-help = Показать, что можно сделать здесь, и все клавиши
tui-key-goto = Перейти
tui-do-goto = Перейти к статье
tui-key-search = Поиск
tui-do-search = Искать по всем актам
tui-key-library = Библиотека
tui-do-library = Открыть библиотеку: акты и добавление документов
tui-key-contents = Содержание
tui-do-contents = Показать или убрать содержание актов
tui-key-language = Язык
tui-do-language = Сменить язык интерфейса: русский, қазақша, English
tui-key-copy = Копировать
tui-do-copy = Скопировать цитату с реквизитами
tui-key-menu = Меню
tui-do-menu = Открыть меню команд
tui-key-theme = Тема
tui-do-theme = Сменить тему на следующую
tui-key-vectors = Векторы
tui-do-vectors = Приостановить или продолжить векторизацию
tui-key-cancel = Отмена
tui-do-cancel = Отменить то, что выполняется; иначе — на шаг назад
tui-key-quit = Выход
tui-do-quit = Выйти
tui-key-next-pane = Дальше
tui-do-next-pane = Следующая панель: вопрос, ответы, статья
tui-key-previous-pane = Обратно
tui-do-previous-pane = Предыдущая панель
tui-key-back = Назад
tui-do-back = Назад к предыдущей статье
tui-key-forward = Вперёд
tui-do-forward = Вперёд по открытым статьям
tui-key-next-item = Ниже
tui-do-next-item = Следующая цитата
tui-key-previous-item = Выше
tui-do-previous-item = Предыдущая цитата
tui-key-open = Открыть
tui-do-open = Открыть статью на процитированном месте
tui-key-line-down = Ниже
tui-do-line-down = Строкой ниже
tui-key-line-up = Выше
tui-do-line-up = Строкой выше
tui-key-page-down = Страница вниз
tui-do-page-down = Страницей ниже
tui-key-page-up = Страница вверх
tui-do-page-up = Страницей выше
tui-key-top = Начало
tui-do-top = К началу статьи
tui-key-bottom = Конец
tui-do-bottom = К концу статьи
tui-key-article-next = След. статья
tui-do-article-next = Следующая статья акта
tui-key-article-previous = Пред. статья
tui-do-article-previous = Предыдущая статья акта
tui-key-find = Найти
tui-do-find = Найти слова в статье
tui-key-match-next = Дальше
tui-do-match-next = Следующее совпадение
tui-key-match-previous = Раньше
tui-do-match-previous = Предыдущее совпадение
tui-key-to-quote = Цитата
tui-do-to-quote = Вернуться к процитированному месту
tui-key-notes = Примечания
tui-do-notes = Раскрыть или свернуть примечания
tui-key-close = Закрыть
tui-do-close = Закрыть и вернуться
tui-key-add = Добавить
tui-do-add = Добавить документы в библиотеку

## Качество
tui-quality-title = Проверка качества
tui-quality-empty =
    Проверок ещё не было. Они запускаются в командной строке:

      kzlaw-tui eval
tui-quality-when = Когда
tui-quality-what = Что проверяли
tui-quality-questions = Вопросы
tui-quality-found = Статья в 5
tui-quality-facts = Факты
tui-quality-refused = Отказы
tui-quality-unfinished = Не закончена: { $done } из { $total }. Продолжить — той же командой.
tui-quality-speed = { $mean } с на ответ, 95 % — быстрее { $p95 } с
tui-quality-trend = { $metric } по проверкам:
tui-quality-report = Отчёт: { $path }
tui-quality-n = n = { $n }
tui-scope-quality = Проверка качества
tui-key-quality = Качество
tui-do-quality = Открыть проверку качества: последние замеры

## Модель
tui-model-reading = { $name } читает
tui-model-writing = { $name } пишет
tui-model-draft = Модель { $name }, ещё не проверено:
