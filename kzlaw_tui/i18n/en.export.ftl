## kzlaw-tui export
cli-exported = Saved: { $path }
cli-conversation = { $number }: { $title } · { $n ->
    [one] { $n } question
   *[other] { $n } questions
} · { $when }
error-export-no-file = Name a file: kzlaw-tui export memo.docx. The conversations: kzlaw-tui export --list.
error-export-no-conversation = There is no conversation { $number }. The conversations: kzlaw-tui export --list.
error-export-nothing-saved = No conversation is saved. Ask in the app, or here: kzlaw-tui export memo.docx --ask "QUESTION".
