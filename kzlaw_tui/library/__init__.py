"""Articles at rest: the SQLite library, and the verbatim copies that it is made from."""
