"""Territories side by side."""

from maillage.web.declared import Line, Page

PAGE = Page(line=Line("Observer", 5, "Comparer"), indexed=True)
