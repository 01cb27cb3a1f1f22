# Настройки и файл клавиш
error-config-unsaved = Настройка не сохранена в { $path }: { $reason }. Файл остался как был; до закрытия программы действует новое значение.

tui-scope-settings = Настройки
tui-scope-settings_page = Экран настроек
tui-settings-title = Настройки
tui-set-section-look = Вид
tui-set-section-privacy = Приватность
tui-set-section-files = Файлы
tui-set-theme = Тема
tui-set-theme-kzlaw-dark = тёмная
tui-set-theme-kzlaw-light = светлая
tui-set-theme-kzlaw-sepia = сепия
tui-set-theme-kzlaw-dusk = сумерки
tui-set-theme-kzlaw-contrast = высокий контраст
tui-set-theme-kzlaw-terminal = 16 цветов терминала
tui-about-theme = Цвета приложения. В каждой теме текст достаточно контрастен (WCAG AA); ничто не показано одним только цветом.
tui-set-few-colours = Этот терминал показывает только 16 цветов, поэтому взяты его собственные.
tui-set-no-colour = Задана переменная NO_COLOR, поэтому цветов нет.
tui-set-lang = Язык
tui-set-lang-ru = русский
tui-set-lang-kk = қазақша
tui-set-lang-en = English
tui-about-lang = Язык интерфейса. Закон показывается на том языке, на котором он найден.
tui-set-density = Плотность
tui-set-density-normal = обычная
tui-set-density-compact = плотная
tui-about-density = Плотная убирает пустые строки между цитатами и частями статьи: на экране помещается больше.
tui-set-motion = Плавная прокрутка
tui-set-motion-true = да
tui-set-motion-false = нет
tui-about-motion = Плавное движение при прокрутке колесом мыши. Выключите при работе по медленному SSH или если движение мешает.
tui-set-glyphs = Знаки
tui-set-glyphs-auto = по терминалу
tui-set-glyphs-full = все
tui-set-glyphs-ascii = только ASCII
tui-about-glyphs = Если вместо галочек и стрелок видны пустые квадраты, выберите «только ASCII». Копируется и сохраняется всегда исходный текст.
tui-set-plain-terminal = Шрифт этого терминала беден, поэтому знаки заменены.
tui-set-privacy-history = Вести историю
tui-set-privacy-history-true = да
tui-set-privacy-history-false = нет, всегда инкогнито
tui-about-privacy-history = «Нет» — каждый запуск инкогнито: не записываются ни вопросы, ни ответы, ни статьи. Прежние закладки и заметки остаются.
tui-set-privacy-recent = Недавние статьи
tui-set-privacy-recent-true = помнить
tui-set-privacy-recent-false = не помнить
tui-about-privacy-recent = Список открывавшихся статей на экране сессий.
tui-set-privacy-reopen = При запуске
tui-set-privacy-reopen-true = открыть то же место
tui-set-privacy-reopen-false = начать заново
tui-about-privacy-reopen = Открывать ли при запуске беседу и статью, на которых программа была закрыта.
tui-set-forget = Удалить историю…
tui-about-forget = Удаляет беседы, недавние статьи и последнее место. Закладки и заметки остаются.
tui-forget-question = Удалить все беседы и список недавних статей? Вернуть их будет нельзя.
tui-forget-yes = Да, удалить историю
tui-forgotten = История удалена. Закладки и заметки на месте.
tui-set-home = Папка данных
tui-about-home = Здесь библиотека, беседы и настройки. Другую папку задают при запуске: kzlaw-tui --home ПАПКА или переменная KZLAW_HOME. Enter — скопировать путь.
tui-set-config = Файл настроек
tui-about-config = Всё, что меняется на этом экране, записывается сюда; файл можно править и руками. Enter — скопировать путь.
tui-set-keymap = Файл клавиш
tui-about-keymap = Свои клавиши: раздел — область, строка — действие, например [app] и goto = "f2, ctrl+g". Читается при запуске. Enter — создать образец и скопировать путь.
tui-set-environment = Переменная { $variable } важнее файла: при следующем запуске снова будет её значение.

tui-key-settings = Настройки
tui-do-settings = Открыть настройки: тема, язык, знаки, приватность
tui-key-next-value = Следующее
tui-do-next-value = Следующее значение; путь — скопировать
tui-key-previous-value = Прежнее
tui-do-previous-value = Предыдущее значение

## Файл клавиш
tui-keymap-unreadable = Файл клавиш { $path } не читается: { $reason }. Пока действуют обычные клавиши.
tui-keymap-problems = keymap.toml: { $first }{ $more ->
    [0] { "" }
   *[other] { " " }(и ещё { $more })
}. Остальное действует.
tui-keymap-scope = нет области «{ $scope }», есть: { $known }
tui-keymap-action = в области «{ $scope }» нет действия «{ $action }»
tui-keymap-value = «{ $action }»: клавиши пишутся строкой, например "f2, ctrl+g"
tui-keymap-key = «{ $action }»: нет клавиши «{ $key }»
tui-keymap-letter = «{ $action }»: клавиша «{ $key }» нужна для набора текста, возьмите F-клавишу или Ctrl
tui-keymap-clash = «{ $action }»: клавиша «{ $key }» занята действием «{ $other }»
