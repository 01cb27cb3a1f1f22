## kzlaw-tui export
cli-exported = Сохранено: { $path }
cli-conversation = { $number }: { $title } · { $n ->
    [one] { $n } вопрос
    [few] { $n } вопроса
   *[many] { $n } вопросов
} · { $when }
error-export-no-file = Назовите файл: kzlaw-tui export справка.docx. Список бесед: kzlaw-tui export --list.
error-export-no-conversation = Беседы с номером { $number } нет. Список бесед: kzlaw-tui export --list.
error-export-nothing-saved = Сохранённых бесед нет. Спросите в приложении или прямо здесь: kzlaw-tui export справка.docx --ask "ВОПРОС".
