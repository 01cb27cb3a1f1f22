# Adding documents, the library, the index

ingest-status-added = added
ingest-status-updated = updated
ingest-status-unchanged = unchanged
ingest-status-failed = failed

ingest-stage-reading = reading
ingest-stage-parsing = parsing
ingest-stage-indexing = indexing
ingest-stage-done = done

ingest-warning-older-beside = The library already has a newer edition ({ $current }): this one, of { $as_of }, is kept beside it and is shown with --as-of.
ingest-warning-undated-beside = The date of the edition was not recognised, so the edition of { $current } stays current. Give the date: --as-of YYYY-MM-DD.
ingest-warning-fewer = The file has { $articles ->
    [one] { $articles } article
   *[other] { $articles } articles
} where the earlier edition had { $before }. Check that the file is complete.

error-home-unwritable = The data folder cannot be written: { $path } ({ $reason }). Grant the right to write or choose another folder: --home DIR.
error-disk-full = The disk is full: { $path }. Free some space and try again; the library is as it was.
error-config = The settings file { $path } cannot be read: { $reason }. Correct that line or delete the file.

error-library-busy = Another running kzlaw-tui is using the library: { $path }. Wait until it is done and try again.
error-library-io = The library cannot be read from the disk: { $path } ({ $reason }). Check the disk and run kzlaw-tui index rebuild.
error-library-corrupt = The library is damaged: { $path } ({ $reason }). Build it again: kzlaw-tui index rebuild.
error-library-newer = A newer version of the program made the library { $path } (schema { $version }, here { $supported }). Update kzlaw-tui or run kzlaw-tui index rebuild.
error-library-no-edition = This text is no longer in the library. Look the article up again.
error-manifest-newer = A newer version of the program made the list of documents { $path } (format { $version }, here { $supported }). Update kzlaw-tui.
error-manifest-broken = The list of documents { $path } is damaged: { $reason }. The copies are whole; restore the list: kzlaw-tui index rebuild.
error-annotations = The digest file { $path } is damaged at line { $line }: { $reason }. Install the program again.

error-ingest-busy = Another running kzlaw-tui is adding documents. Wait until it is done and try again.
error-ingest-cancelled = Stopped, the file was not added: { $path }. Add it again to go on.
error-ingest-changed = The file changed while it was read: { $path }. Add it again when it has been written.
error-ingest-empty-folder = The folder has no documents of a supported format: { $path }. Name a folder with TXT, MD, HTML, DOCX, DOC, RTF or PDF files.
error-ingest-inconsistent = The text was parsed wrongly at article { $article } ({ $reason }): { $path }. The file was not added; please tell the developers.
error-ingest-memory = There was not enough memory for the file { $path }. Close other programs or split the file.
error-ingest-unexpected = Unexpected error in the file { $path }: { $kind }: { $reason }. The file was not added; details are in index/kzlaw-tui.log of the data folder.

index-problem-not-indexed = The document "{ $name }" is not in the index.
index-problem-no-copy = The documents folder has no copy of the file "{ $name }". Add it again: kzlaw-tui ingest PATH.
index-problem-copy-missing = The copy of the document "{ $name }" is gone ({ $copy }). Add the file again: kzlaw-tui ingest PATH.
index-problem-copy-changed = The copy of the document "{ $name }" changed after it was added ({ $copy }). Add the file again: kzlaw-tui ingest PATH.
index-problem-stray = The documents folder has a copy that is not in the list: { $copy }. Add it (kzlaw-tui ingest PATH) or delete it.
index-problem-manifest = The list of documents was damaged and was made again from the copies; the old one was kept: { $path }.
index-problem-damaged = The library file is damaged: { $reason }.
index-problem-article = Article { $article } ({ $act }) is stored in the index with an error.
index-problem-current = The wrong edition of the act { $act } ({ $lang }) is marked as current.
