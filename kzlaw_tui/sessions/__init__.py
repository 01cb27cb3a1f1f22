"""What a person did here: conversations, bookmarks, notes, recent articles, in one SQLite file of the home."""
