## Library: sources, removal, check, dry run
tui-column-size = Size
tui-column-source = File
tui-size-kb = { $n } KB
tui-size-mb = { NUMBER($n, minimumFractionDigits: 1, maximumFractionDigits: 1) } MB
tui-seconds = { NUMBER($n, minimumFractionDigits: 1, maximumFractionDigits: 1) } s
tui-earlier-edition = earlier edition
tui-ingest-speed = { $n } articles a second
tui-ingest-left = { $time } left
tui-library-busy = Please wait: { $what }. Esc stops it.
tui-checking = checking the library
tui-checked = Checked: { $articles } articles, { $passages } passages
tui-rebuilding = rebuilding the index
tui-rebuilt = Index rebuilt: { $articles } articles, { $passages } passages
tui-index-ok = Copies, the list of documents and the index agree.
tui-index-not-ok = { $n ->
    [one] { $n } problem found.
   *[other] { $n } problems found.
} Press b to rebuild the index from the copies.
tui-removing = removing an edition
tui-removed = Removed: { $act }.
tui-remove-title = Remove from the library: { $act } ({ $lang }), { $edition }?
tui-remove-goes =
    This takes away articles ({ $n }), passages ({ $passages }), their vectors, and the copy of { $file } ({ $size }) in the data folder. Your own file stays where it is.
tui-remove-heir = What answers instead: { $edition }.
tui-remove-no-heir = No other text of this act in this language will be left.
tui-remove-stays = Bookmarks, notes and conversations stay.
tui-remove-digest = A digest is part of the program and cannot be removed: it gives way once you add the official text.
tui-dry-working = documents are tried
tui-dry-added = would be added
tui-dry-updated = would become the current edition
tui-dry-unchanged = is in the library already
tui-dry-failed = cannot be read
tui-dry-done = Dry run, nothing written: { $done } of { $files } can be read, { NUMBER($seconds, minimumFractionDigits: 1, maximumFractionDigits: 1) } s
tui-dry-advice = Press a to add these files.
tui-key-remove = Remove
tui-do-remove = Remove an edition from the library (asks first)
tui-key-verify = Verify
tui-do-verify = Verify the library: copies, list, index
tui-key-rebuild = Rebuild
tui-do-rebuild = Rebuild the index from the copies of the documents
tui-key-dry-run = Try
tui-do-dry-run = Dry run: read files, write nothing
tui-key-add-tested = Add
tui-do-add-tested = Add what the dry run has read
tui-key-open-act = Open
tui-do-open-act = Open the act at its first article
tui-add-go = Add what is marked
