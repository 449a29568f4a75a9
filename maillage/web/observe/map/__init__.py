"""The map of an indicator."""

from maillage.web.declared import Line, Page

PAGE = Page(line=Line("Observer", 2, "Carte"), indexed=True)
