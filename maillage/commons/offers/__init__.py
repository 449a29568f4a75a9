"""What networks sell to internet providers and to firms: no open source says it, so it is entered here, dated.

`models` holds it, `published` is what readers' pages read, `publication` writes it.
"""
