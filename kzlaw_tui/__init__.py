"""kzlaw-tui: an offline legal assistant for the law of Kazakhstan, in the terminal."""

__version__ = "0.1.0"
