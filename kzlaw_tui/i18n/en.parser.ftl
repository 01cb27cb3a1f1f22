# Cutting a document into articles: warnings and errors

error-no-articles = No articles of law were found in { $path }. Check that it is the full text of an act in Russian or Kazakh, not an excerpt or a letter.

parser-act-guessed = The file does not name the act; by its content it is “{ $act }”. If that is wrong, name the act: --act ID.
parser-act-unknown = The act “{ $title }” is not in the registry and was added as { $id }. To choose the name yourself, give --act ID.
parser-act-repealed = The file says that the act is no longer in force: { $text }
parser-appendix-left-out = The appendices of the act were not added: the library holds articles only.
parser-changes-ahead = Changes to the whole act have been enacted that are not yet in the text: { $text }
parser-changes-not-yet = The text contains changes that take effect only on { $day }: { $count ->
    [one] article
   *[other] articles
} { $articles }. Compare it with the wording in force.
parser-doubtful-heading = The line “Article { $number }” was not taken for a heading: the number does not fit the order of articles. Compare this place with the file.
parser-empty-article = Article { $number } has no text. Compare it with the file.
parser-gap = Article { $after } is followed by article { $before }, and no note says that those between were repealed. Check that the file is complete.
parser-note-without-article = A note is about article { $number }, which the text does not have; it is shown at the last article.
parser-number-out-of-order = Article { $number } stands out of order in the file; it was put in its place.
parser-number-twice = Article { $number } is printed in two wordings: the one in force is shown, the other is given as a note.
