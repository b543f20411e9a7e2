"""The desk's memory: one SQLite file, used for real everywhere, tests included."""
