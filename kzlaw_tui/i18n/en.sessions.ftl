# Conversations, bookmarks, notes: the file
error-sessions-unreadable = The file of conversations and notes cannot be read: { $path } ({ $reason }). Rename it and the program begins a new one; until then nothing is saved.
error-sessions-newer = The conversations file { $path } was written by a newer version ({ $version }; this one knows { $supported }). Update kzlaw-tui.
error-sessions-busy = Another program is using the conversations file: { $path }. Try again in a few seconds.
error-sessions-disk-full = The disk is full: { $path }. The last thing was not saved; free some space.
