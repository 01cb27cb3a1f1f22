# Беседы, закладки, заметки: файл
error-sessions-unreadable = Файл бесед и заметок не читается: { $path } ({ $reason }). Переименуйте его — программа начнёт новый; пока ничего не сохраняется.
error-sessions-newer = Файл бесед { $path } записан более новой версией программы ({ $version }, эта знает { $supported }). Обновите kzlaw-tui.
error-sessions-busy = Файл бесед занят другой программой: { $path }. Повторите через несколько секунд.
error-sessions-disk-full = На диске нет места: { $path }. Последнее не сохранено; освободите место.

## Беседы, закладки, заметки
tui-scope-sessions = Сессии
tui-scope-sessions_list = Список сессий
tui-sessions-title = Сессии
tui-sessions-hint = Слова из вопросов, ответов, заметок
tui-sessions-conversations = Беседы
tui-sessions-bookmarks = Закладки
tui-sessions-notes = Заметки
tui-sessions-recent = Недавние статьи
tui-sessions-no-conversations = Бесед пока нет. Задайте вопрос на главном экране — беседа сохранится сама.
tui-sessions-no-bookmarks = Закладок пока нет. Откройте статью и нажмите { $key_bookmark }: закладка встанет на пункт, который вы читаете.
tui-sessions-no-notes = Заметок пока нет. Откройте статью и нажмите { $key_note }, чтобы записать мысль к пункту.
tui-sessions-no-recent = Здесь появятся статьи, которые вы открывали.
tui-questions = { $n ->
    [one] { $n } вопрос
    [few] { $n } вопроса
   *[many] { $n } вопросов
}
tui-pinned = закреплено
tui-conversation-now = открыта
tui-place-gone = Этой статьи сейчас нет в библиотеке.
tui-earlier = { $n ->
    [one] показать { $n } предыдущий вопрос
    [few] показать { $n } предыдущих вопроса
   *[many] показать { $n } предыдущих вопросов
}
tui-unanswered = Остался без ответа. Задайте его ещё раз.
tui-check-changed = в нынешней редакции этих слов нет
tui-rename-title = Название беседы
tui-rename-hint = Пусто — первый вопрос
tui-delete-conversation = Удалить беседу «{ $title }»? { $n ->
    [one] В ней { $n } вопрос.
    [few] В ней { $n } вопроса.
   *[many] В ней { $n } вопросов.
}
tui-delete-note = Удалить заметку к месту: { $citation }?
tui-delete-yes = Да, удалить
tui-confirm-no = Нет, оставить
tui-bookmark-set = Закладка: { $citation }
tui-bookmark-gone = Закладка снята: { $citation }
tui-note-title = Заметка: { $citation }
tui-note-advice = Сохраняется сама, пока вы пишете. Esc — закрыть; пустая заметка исчезнет.
tui-note-label = Моя заметка
tui-incognito = инкогнито
tui-incognito-on = Инкогнито: ничего не записывается — ни вопросы, ни открытые статьи, ни заметки.
tui-incognito-off = Инкогнито выключено: беседы снова сохраняются.
tui-incognito-nothing = Инкогнито: ничего не записывается. Выключите его в меню ({ $key_menu }), чтобы оставить закладку или заметку.
tui-key-sessions = Сессии
tui-do-sessions = Открыть сессии: беседы, закладки, заметки, недавние статьи
tui-key-new-conversation = Новая
tui-do-new-conversation = Начать новую беседу
tui-key-incognito = Инкогнито
tui-do-incognito = Инкогнито: не записывать вопросы и открытые статьи
tui-key-point-next = След. пункт
tui-do-point-next = К следующему пункту или подпункту
tui-key-point-previous = Пред. пункт
tui-do-point-previous = К предыдущему пункту или подпункту
tui-key-bookmark = Закладка
tui-do-bookmark = Поставить или снять закладку на этом месте
tui-key-note = Заметка
tui-do-note = Записать заметку к этому месту
tui-key-next-kind = След. список
tui-do-next-kind = Следующий список: беседы, закладки, заметки, недавние
tui-key-previous-kind = Пред. список
tui-do-previous-kind = Предыдущий список
tui-key-open-row = Открыть
tui-do-open-row = Открыть то, что выбрано
tui-key-filter = Искать
tui-do-filter = Искать в этих списках
tui-key-rename = Название
tui-do-rename = Переименовать беседу
tui-key-pin = Закрепить
tui-do-pin = Закрепить беседу вверху или открепить
tui-key-delete = Удалить
tui-do-delete = Удалить беседу, закладку или заметку
tui-key-row-down = Ниже
tui-do-row-down = Строка ниже
tui-key-row-up = Выше
tui-do-row-up = Строка выше

## Возле статьи
tui-gist = Коротко
tui-gist-about = своими словами, не текст закона
tui-gist-stale = своими словами; составлен по другой редакции — сверьте с текстом ниже
tui-links = Ссылки { $cites } · Упоминается в { $cited }
tui-links-title = Ссылки и упоминания
tui-links-hint = Акт, номер, слова заголовка
tui-links-none = Эта статья ни на что не ссылается, и на неё нет ссылок в вашей библиотеке.
tui-no-other-language = Текста этой статьи на другом языке в библиотеке нет. Добавьте его: { $key_library }.
tui-key-links = Ссылки
tui-do-links = Ссылки статьи и где она упоминается (→ ссылается, ← упоминается)
tui-key-gist = Коротко
tui-do-gist = Раскрыть или свернуть «Коротко»
tui-key-other-language = РУС/ҚАЗ
tui-do-other-language = Это же место на другом языке: русский, казахский
