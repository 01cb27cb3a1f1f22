"""From ranked articles to an answer whose every quote was checked."""
