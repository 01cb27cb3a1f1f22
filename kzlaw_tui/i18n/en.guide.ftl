# The tour, help on the place, panes, two languages side by side
tui-help-elsewhere = In other places
tui-here-research = Type a question in your own words and press Enter: the answer is verbatim quotes. Up and Down bring back earlier questions, Tab goes to the answers.
tui-here-answers = The quotes of the answer, from top to bottom. Enter opens the article at the quoted place.
tui-here-article = The whole article; what is quoted has a bar at its left. Underlined references open on a click.
tui-here-contents = Contents of the acts: sections, chapters, articles. Enter opens an article, Space a section.
tui-here-search = Search for words in all acts of the library. Enter opens what was found.
tui-here-library = The acts that are on this machine, and adding documents.
tui-here-sessions = Conversations, bookmarks, notes and recent articles. Type words to find one.
tui-here-sessions_list = Conversations, bookmarks, notes and recent articles. Enter goes back to the place.
tui-here-quality = The last quality checks and their numbers.
tui-here-settings = Look, privacy and files. Every change is seen at once and saved by itself.
tui-here-settings_page = Look, privacy and files. Every change is seen at once and saved by itself.
tui-here-check = Checking a text that somebody else wrote: every citation and quote is held against the law. Paste a text or name a file.
tui-here-check_list = Citations of the text with a verdict on each. Enter opens the article of the law.
tui-here-models = Models and adapters on this machine, and what suits it.
tui-here-models_list = Models and adapters on this machine. Enter chooses.
tui-here-training = The course of a training: losses, speed, time left.
tui-here-dialog = A box above the screen. Enter confirms, Esc closes.
tui-scope-contents = Contents
tui-key-open-article = Open
tui-do-open-article = Open an article or a section
tui-key-fold = Unfold
tui-do-fold = Unfold or fold a section
tui-key-zoom = Full screen
tui-do-zoom = Give the pane the whole screen, or put it back
tui-key-wider = Wider
tui-do-wider = Make the pane wider (or drag its edge with the mouse)
tui-key-narrower = Narrower
tui-do-narrower = Make the pane narrower
tui-key-tour = Tour
tui-do-tour = Show the tour of the program again

## The tour
tui-tour-head = Tour, { $at } of { $of }
tui-tour-1 =
    Ask in your own words, in Russian or Kazakh.

    The answer is the law's own words. Each quote has the number of its article, point and subpoint, and a ✓: the program compared it with the text word for word. When the library has no answer, it says so.
tui-tour-2 =
    Read the law beside the answer.

    Tab goes between question, answers and article, Enter opens a quote, { $key_article_previous } and { $key_article_next } are the articles next to it.
    { $key_goto } goes straight to an article: тк 52. { $key_contents } is the contents. { $key_copy } copies with requisites.
tui-tour-3 =
    All stays on this machine: there is no network.

    Where there is no official text, a digest answers. { $key_library } adds your documents.
    { $key_sessions } has earlier conversations and bookmarks, { $key_settings } theme and language, { $key_help } what can be done here.
tui-tour-foot = Enter — next · Esc — close · or just type a question
tui-tour-last = Enter — begin · or just type a question

## Two languages side by side
tui-parallel-narrow = Two languages side by side need { $width } columns, there are { $now }. The key { $key_other_language } changes the language in place.
tui-parallel-none-ru = The library does not have the Russian text of this article.
tui-parallel-none-kk = The library does not have the Kazakh text of this article.
tui-parallel-edition = Another edition: here { $here }, beside it { $there }. The texts may differ.
tui-key-parallel = Side by side
tui-do-parallel = Russian and Kazakh texts side by side
