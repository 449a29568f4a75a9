"""The editorial pages: written in the back office, published as one file that readers' pages read.

`published` is the door: `home_texts()`, `page()`, `content()` and `stamp()` touch no database.
"""
