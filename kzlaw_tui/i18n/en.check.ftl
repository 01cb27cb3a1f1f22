# The screen that checks a text

tui-scope-check = Checking a text
tui-scope-check_list = List of citations
tui-key-check = Check a text
tui-do-check = Check the citations and quotes of a text you were sent
tui-key-open-cited = Article
tui-do-open-cited = Open the article that the text cites
tui-key-open-suggested = Right place
tui-do-open-suggested = Open the article that was probably meant
tui-key-export-text = Save
tui-do-export-text = Save the text with notes (DOCX or HTML)
tui-key-check-other = Another text
tui-do-check-other = Paste another text or name a file

tui-check-title = Check a text
tui-check-hint = Paste a text or type the path of a file; Enter checks it
tui-check-advice =
    A letter, a contract, a claim, another model's answer: every citation of the law of Kazakhstan and every quote is found and held against your library.

    ✓ right   ? probably the wrong article   ✗ an error

    DOCX, PDF, TXT, MD and all that can be added to the library are read. The text is sent nowhere and not kept.
tui-check-working = checking the text
tui-check-none = This text cites no law of Kazakhstan.
tui-check-suggested = s opens the right place
tui-check-no-suggestion = No other place was found for this citation.
tui-check-export = Save the text with notes
tui-check-export-hint = Path of a .docx or .html file
tui-check-file = check
