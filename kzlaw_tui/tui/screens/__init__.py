"""The screens: research (home), search, library, and the boxes above them."""
