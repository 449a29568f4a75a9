"""What teams say of automatic headlines, signed, and the electoral period, which holds headlines and verdicts back.

`published` is the door of readers' pages: `beside()`, `electoral()` and `stamp()` touch no database.
"""
