# Conversations, bookmarks, notes: the file
error-sessions-unreadable = The file of conversations and notes cannot be read: { $path } ({ $reason }). Rename it and the program begins a new one; until then nothing is saved.
error-sessions-newer = The conversations file { $path } was written by a newer version ({ $version }; this one knows { $supported }). Update kzlaw-tui.
error-sessions-busy = Another program is using the conversations file: { $path }. Try again in a few seconds.
error-sessions-disk-full = The disk is full: { $path }. The last thing was not saved; free some space.

## Conversations, bookmarks, notes
tui-scope-sessions = Sessions
tui-scope-sessions_list = List of sessions
tui-sessions-title = Sessions
tui-sessions-hint = Words of questions, answers, notes
tui-sessions-conversations = Conversations
tui-sessions-bookmarks = Bookmarks
tui-sessions-notes = Notes
tui-sessions-recent = Recent articles
tui-sessions-no-conversations = No conversations yet. Ask on the home screen: the conversation is saved by itself.
tui-sessions-no-bookmarks = No bookmarks yet. Open an article and press { $key_bookmark }: the bookmark is set on the point you are reading.
tui-sessions-no-notes = No notes yet. Open an article and press { $key_note } to write a thought on a point.
tui-sessions-no-recent = Articles that you open will be listed here.
tui-questions = { $n ->
    [one] { $n } question
   *[other] { $n } questions
}
tui-pinned = pinned
tui-conversation-now = open now
tui-place-gone = This article is not in the library at present.
tui-earlier = { $n ->
    [one] show { $n } earlier question
   *[other] show { $n } earlier questions
}
tui-unanswered = It was left without an answer. Ask it again.
tui-check-changed = the present edition does not have these words
tui-rename-title = Title of the conversation
tui-rename-hint = Empty: the first question
tui-delete-conversation = Delete the conversation “{ $title }”? { $n ->
    [one] It has { $n } question.
   *[other] It has { $n } questions.
}
tui-delete-note = Delete the note on { $citation }?
tui-delete-yes = Yes, delete
tui-confirm-no = No, keep
tui-bookmark-set = Bookmark: { $citation }
tui-bookmark-gone = Bookmark taken away: { $citation }
tui-note-title = Note: { $citation }
tui-note-advice = Saved by itself while you write. Esc closes; an empty note disappears.
tui-note-label = My note
tui-incognito = incognito
tui-incognito-on = Incognito: nothing is written down, neither questions nor opened articles nor notes.
tui-incognito-off = Incognito is off: conversations are saved again.
tui-incognito-nothing = Incognito: nothing is written down. Switch it off in the menu ({ $key_menu }) to leave a bookmark or a note.
tui-key-sessions = Sessions
tui-do-sessions = Open sessions: conversations, bookmarks, notes, recent articles
tui-key-new-conversation = New
tui-do-new-conversation = Begin a new conversation
tui-key-incognito = Incognito
tui-do-incognito = Incognito: write down neither questions nor opened articles
tui-key-point-next = Next point
tui-do-point-next = To the next point or subpoint
tui-key-point-previous = Prev. point
tui-do-point-previous = To the previous point or subpoint
tui-key-bookmark = Bookmark
tui-do-bookmark = Set or take away a bookmark at this place
tui-key-note = Note
tui-do-note = Write a note on this place
tui-key-next-kind = Next list
tui-do-next-kind = The next list: conversations, bookmarks, notes, recent
tui-key-previous-kind = Prev. list
tui-do-previous-kind = The previous list
tui-key-open-row = Open
tui-do-open-row = Open what is chosen
tui-key-filter = Search
tui-do-filter = Search in these lists
tui-key-rename = Title
tui-do-rename = Rename the conversation
tui-key-pin = Pin
tui-do-pin = Keep the conversation at the top, or no longer
tui-key-delete = Delete
tui-do-delete = Delete the conversation, bookmark or note
tui-key-row-down = Down
tui-do-row-down = One row down
tui-key-row-up = Up
tui-do-row-up = One row up

## Beside the article
tui-gist = In short
tui-gist-about = in our own words, not the text of the law
tui-gist-stale = in our own words; written from another edition: compare it with the text below
tui-links = References { $cites } · Cited by { $cited }
tui-links-title = Cross-references
tui-links-hint = Act, number, words of the heading
tui-links-none = This article cites nothing, and nothing in your library cites it.
tui-no-other-language = The library does not have this article in the other language. Add it: { $key_library }.
tui-key-links = References
tui-do-links = What the article cites and what cites it (→ cites, ← cited by)
tui-key-gist = In short
tui-do-gist = Open or fold “In short”
tui-key-other-language = RU/KK
tui-do-other-language = The same place in the other language: Russian, Kazakh
