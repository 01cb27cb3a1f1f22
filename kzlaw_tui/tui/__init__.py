"""The terminal app (Textual): screens over the one facade, ``kzlaw_tui.assistant.Assistant``."""
