"""How results look outside the app: the JSON documents of the contract, and plain text for a terminal."""
