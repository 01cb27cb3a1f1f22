"""The law as data: no I/O beyond reading the registry text it is given, no third-party imports."""
