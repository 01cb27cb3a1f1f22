## Status line and panes
tui-offline = offline
tui-loading = loading…
tui-acts = { $n ->
    [one] { $n } act
   *[other] { $n } acts
}
tui-words-only = words only
tui-vectors = vectors { $share } %
tui-vectors-paused = vectors { $share } %, paused
tui-vectors-now-paused = Vectors are paused. Search by words works as before.
tui-vectors-now-going = Vectors go on in the background.
tui-pane-answers = Answers
tui-pane-article = Article
tui-pane-contents = Contents
tui-number = { $n }

## Question and answer
tui-question-hint = Ask in your own words or name an article
tui-welcome =
    Ask in your own words, in Russian or Kazakh. The answer is the articles of the law, quoted word for word; every quote is checked against the text.

    For example:
      Могут ли уволить за прогул?
      Какие ставки НДС?
      Как выйти из ТОО?
      Жұмысқа келмегені үшін шығара ма?

    { $key_goto } — go to an article (тк 52), { $key_contents } — contents of the acts, { $key_library } — add your own documents.
tui-searching = Searching…
tui-cancelled = Cancelled.
tui-abstained = The answer is not in your library.
tui-abstained-empty = The answer is not in your library. Add the act that regulates this: { $key_library }.
tui-nearest = Nearest articles
tui-see-also = See also
tui-facts = { NUMBER($seconds, minimumFractionDigits: 2, maximumFractionDigits: 2) } s · { $n ->
    [one] { $n } article
   *[other] { $n } articles
} · confidence { NUMBER($score, minimumFractionDigits: 2, maximumFractionDigits: 2) }
tui-facts-short = { NUMBER($seconds, minimumFractionDigits: 2, maximumFractionDigits: 2) } s · { $n ->
    [one] { $n } article
   *[other] { $n } articles
}
tui-verified = verified
tui-check-not_retrieved = not among the articles found
tui-check-unknown = not confirmed
tui-digest = digest, not official text
tui-digest-short = digest
tui-digest-advice = Add the official text of the act ({ $key_library }) and its own words will stand here.

## Article
tui-article-title = Article { $number }. { $heading }
tui-article-empty =
    The article opens here.

    { $key_goto } — go to an article
    { $key_contents } — contents
tui-article-without-text = This edition has no text for the article.
tui-edition = edition of { $date }
tui-edition-undated = edition without a date
tui-status-active = in force
tui-status-active-until = in force until { $date }
tui-status-repealed = repealed
tui-status-ended = no longer in force since { $date }
tui-status-pending = not yet in force
tui-status-pending-from = in force from { $date }
tui-pending-on = from { $date } { $what }
tui-pending-some-day = { $what }, the date is in the note
tui-pending-amend = will be amended
tui-pending-replace = will be replaced
tui-pending-repeal = will be repealed
tui-notes = Notes ({ $n })
tui-no-more-articles = There are no more articles in this act.
tui-find-hint = Find in the article
tui-find-none = The words “{ $words }” are not in this article.
tui-find-count = { $n ->
    [one] { $n } match
   *[other] { $n } matches
}

## Go to, menu, help
tui-goto-title = Go to article
tui-goto-hint = тк 52 · НК 503 п.2 · 52-бап · words of a heading
tui-goto-advice = Name the act and the number, or some words of the article's heading.
tui-menu-title = Menu
tui-menu-hint = What to do?
tui-picker-none = Nothing found.
tui-help-title = Here: { $where }
tui-help-layouts = Keys are the same on Latin, Russian and Kazakh layouts: the place of the key counts, not its letter.
tui-how-to-quit = Press { $key_quit } to quit.
tui-scope-app = Everywhere
tui-scope-research = Home screen
tui-scope-answers = Answers
tui-scope-article = Article
tui-scope-search = Search
tui-scope-library = Library
tui-scope-dialog = Box above the screen

## Search
tui-search-title = Search in all acts
tui-search-hint = Words to look for
tui-search-count = { $n ->
    [one] { $n } article found
   *[other] { $n } articles found
}
tui-search-none = Nothing found. Try other words.

## Library
tui-library-title = Library
tui-library-empty = There are no acts yet. Press { $key_add } and add a file with the text of an act.
tui-column-act = Act
tui-column-lang = Lang
tui-column-edition = Edition
tui-column-articles = In force
tui-column-passages = Passages
tui-column-kind = Text
tui-live-of = { $live } of { $all }
tui-kind-official = official
tui-kind-digest = digest
tui-add-title = Add documents
tui-add-hint = Path of a file or folder, Enter adds it
tui-add-advice = Space marks ({ $n }) · Enter adds · ←→ folders
tui-add-missing = No such file or folder: { $path }. Check the path.
tui-ingest-begins = Opening the documents…
tui-ingest-working = adding documents
tui-ingest-stopping = Stopping after the current file.
tui-ingest-total = file { $file } of { $files } · articles { $articles } · passages { $passages }
tui-ingest-done = Done: { $done } of { $files } in { NUMBER($seconds, minimumFractionDigits: 1, maximumFractionDigits: 1) } s
tui-ingest-cancelled = Stopped. What was added before is kept.
tui-ingest-searchable = Searchable by words already; vectors follow in the background.
tui-stage-reading = reading
tui-stage-parsing = parsing articles
tui-stage-indexing = writing to the library
tui-stage-done = done
tui-file-counts = articles { $all }, in force { $live } · passages { $passages }
tui-file-added = added
tui-file-updated = updated
tui-file-unchanged = unchanged
tui-file-failed = not added

## Copying
tui-copied-system = Copied to the clipboard.
tui-copied-terminal = There is no system clipboard: the text went to the terminal (OSC 52). If pasting gives nothing, select the text with Shift and the mouse.
tui-copy-nothing = Nothing to copy: open an article or choose a quote first.
tui-copy-quote = “{ $text }” ({ $citation })
tui-copy-digest = { $text } (digest, not official text; { $citation })
tui-error-unexpected = It did not work ({ $what }): { $reason }. Try again.

## Actions: a word for the footer and a line for the help page
tui-key-help = Help
tui-do-help = Show what can be done here, and all keys
tui-key-goto = Go to
tui-do-goto = Go to an article
tui-key-search = Search
tui-do-search = Search in all acts
tui-key-library = Library
tui-do-library = Open the library: acts and adding documents
tui-key-contents = Contents
tui-do-contents = Show or hide the contents of the acts
tui-key-language = Language
tui-do-language = Change the interface language: русский, қазақша, English
tui-key-copy = Copy
tui-do-copy = Copy the quote with its requisites
tui-key-menu = Menu
tui-do-menu = Open the command menu
tui-key-theme = Theme
tui-do-theme = Change to the next theme
tui-key-vectors = Vectors
tui-do-vectors = Pause or resume making vectors
tui-key-cancel = Cancel
tui-do-cancel = Cancel what runs; otherwise one step back
tui-key-quit = Quit
tui-do-quit = Quit
tui-key-next-pane = Next
tui-do-next-pane = Next pane: question, answers, article
tui-key-previous-pane = Previous
tui-do-previous-pane = Previous pane
tui-key-back = Back
tui-do-back = Back to the previous article
tui-key-forward = Forward
tui-do-forward = Forward through the opened articles
tui-key-next-item = Down
tui-do-next-item = Next quote
tui-key-previous-item = Up
tui-do-previous-item = Previous quote
tui-key-open = Open
tui-do-open = Open the article at the quoted place
tui-key-line-down = Down
tui-do-line-down = One line down
tui-key-line-up = Up
tui-do-line-up = One line up
tui-key-page-down = Page down
tui-do-page-down = One page down
tui-key-page-up = Page up
tui-do-page-up = One page up
tui-key-top = Top
tui-do-top = To the beginning of the article
tui-key-bottom = Bottom
tui-do-bottom = To the end of the article
tui-key-article-next = Next art.
tui-do-article-next = The act's next article
tui-key-article-previous = Prev. art.
tui-do-article-previous = The act's previous article
tui-key-find = Find
tui-do-find = Find words in the article
tui-key-match-next = Next
tui-do-match-next = Next match
tui-key-match-previous = Previous
tui-do-match-previous = Previous match
tui-key-to-quote = Quote
tui-do-to-quote = Back to the quoted place
tui-key-notes = Notes
tui-do-notes = Unfold or fold the notes
tui-key-close = Close
tui-do-close = Close and go back
tui-key-add = Add
tui-do-add = Add documents to the library

## Quality
tui-quality-title = Quality
tui-quality-empty =
    Nothing has been measured yet. It is done on the command line:

      kzlaw-tui eval
tui-quality-when = When
tui-quality-what = What was measured
tui-quality-questions = Questions
tui-quality-found = In first 5
tui-quality-facts = Facts
tui-quality-refused = Refusals
tui-quality-unfinished = Not finished: { $done } of { $total }. The same command goes on with it.
tui-quality-speed = { $mean } s an answer, 95 % under { $p95 } s
tui-quality-trend = { $metric } over the runs:
tui-quality-report = Report: { $path }
tui-quality-n = n = { $n }
tui-scope-quality = Quality
tui-key-quality = Quality
tui-do-quality = Open quality: the last measurements

## Model
tui-model-reading = { $name } is reading
tui-model-writing = { $name } is writing
tui-model-draft = Model { $name }, not yet checked:
