# Parsing the text of an act

error-no-articles = No articles of law were found in { $path }. Check that it is the text of a whole act, not an extract or a letter.
parser-act-guessed = The act was recognised by indirect signs: { $act } ({ $id }). If it is another one, add the file again with --act.
parser-act-unknown = The act "{ $title }" is not in the registry; it was filed as { $id }. --act sets the exact code.
parser-appendix-left-out = The appendix after the signature was left out: it has no articles of law.
parser-note-without-article = The note after article { $number } stands alone and was put with the article before it.
parser-changes-ahead = Changes of the act are to come: { $text }
parser-number-out-of-order = Article number { $number } is out of order; check it against the official text.
parser-doubtful-heading = The line "Article { $number }" looks like a reference, not a heading; check that place.
parser-number-twice = Article { $number } is printed twice; the wording in force was taken.
parser-empty-article = Article { $number } has no text.
parser-gap = There is an unexplained gap between articles { $after } and { $before }.
