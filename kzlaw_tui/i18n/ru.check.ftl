# Экран «Проверить текст»

tui-scope-check = Проверка текста
tui-scope-check_list = Список ссылок
tui-key-check = Проверить текст
tui-do-check = Проверить ссылки и цитаты в чужом тексте
tui-key-open-cited = Статья
tui-do-open-cited = Открыть статью, на которую ссылается текст
tui-key-open-suggested = Верное место
tui-do-open-suggested = Открыть статью, которая, вероятно, имелась в виду
tui-key-export-text = Сохранить
tui-do-export-text = Сохранить текст с пометками (DOCX или HTML)
tui-key-check-other = Другой текст
tui-do-check-other = Вставить другой текст или указать файл

tui-check-title = Проверить текст
tui-check-hint = Вставьте текст или напишите путь к файлу; Enter — проверить
tui-check-advice =
    Письмо, договор, иск, ответ чужой модели: программа найдёт каждую ссылку на законы Казахстана и каждую цитату и сверит их с вашей библиотекой.

    ✓ верно   ? похоже, не та статья   ✗ ошибка

    Читаются DOCX, PDF, TXT, MD и всё, что можно добавить в библиотеку. Текст никуда не отправляется и не сохраняется.
tui-check-working = проверяется текст
tui-check-none = Ссылок на законы Казахстана в этом тексте нет.
tui-check-suggested = s — открыть верное место
tui-check-no-suggestion = Для этой ссылки другого места не нашлось.
tui-check-export = Сохранить текст с пометками
tui-check-export-hint = Путь к файлу .docx или .html
tui-check-file = проверка
