## Библиотека: источники, удаление, проверка, пробное добавление
tui-column-size = Размер
tui-column-source = Файл
tui-size-kb = { $n } КБ
tui-size-mb = { NUMBER($n, minimumFractionDigits: 1, maximumFractionDigits: 1) } МБ
tui-seconds = { NUMBER($n, minimumFractionDigits: 1, maximumFractionDigits: 1) } с
tui-earlier-edition = прежняя редакция
tui-ingest-speed = { $n } { $n ->
    [one] статья
    [few] статьи
   *[many] статей
} в секунду
tui-ingest-left = осталось { $time }
tui-library-busy = Подождите: { $what }. Esc — остановить.
tui-checking = идёт проверка библиотеки
tui-checked = Проверено: статей { $articles }, фрагментов { $passages }
tui-rebuilding = индекс строится заново
tui-rebuilt = Индекс построен заново: статей { $articles }, фрагментов { $passages }
tui-index-ok = Копии, список документов и индекс согласны между собой.
tui-index-not-ok = { $n ->
    [one] Найдено { $n } расхождение.
    [few] Найдено { $n } расхождения.
   *[many] Найдено { $n } расхождений.
} Чтобы построить индекс заново по копиям, нажмите b.
tui-removing = удаляется редакция
tui-removed = Удалено: { $act }.
tui-remove-title = Удалить из библиотеки: { $act } ({ $lang }), { $edition }?
tui-remove-goes =
    Уйдут статьи ({ $n }), фрагменты ({ $passages }), их векторы и копия файла { $file } ({ $size }) в папке данных. Ваш собственный файл останется, где лежит.
tui-remove-heir = Отвечать вместо неё будет: { $edition }.
tui-remove-no-heir = Другого текста этого акта на этом языке не останется.
tui-remove-stays = Закладки, заметки и беседы останутся.
tui-remove-digest = Конспект входит в программу, удалить его нельзя: он уступит место, когда вы добавите официальный текст.
tui-dry-working = документы проверяются
tui-dry-added = будет добавлен
tui-dry-updated = станет действующей редакцией
tui-dry-unchanged = уже в библиотеке
tui-dry-failed = не прочитан
tui-dry-done = Проба, ничего не записано: читается { $done } из { $files }, { NUMBER($seconds, minimumFractionDigits: 1, maximumFractionDigits: 1) } с
tui-dry-advice = Чтобы добавить эти файлы, нажмите a.
tui-key-remove = Удалить
tui-do-remove = Удалить редакцию из библиотеки (сначала спросит)
tui-key-verify = Проверить
tui-do-verify = Проверить библиотеку: копии, список, индекс
tui-key-rebuild = Заново
tui-do-rebuild = Построить индекс заново по копиям документов
tui-key-dry-run = Проба
tui-do-dry-run = Пробное добавление: прочитать файлы, ничего не записывая
tui-key-add-tested = Добавить
tui-do-add-tested = Добавить то, что прочитано при пробе
tui-key-open-act = Открыть
tui-do-open-act = Открыть акт с первой статьи
tui-add-go = Добавить отмеченное
