"""The list of indicators."""

from maillage.web.declared import Line, Page

PAGE = Page(line=Line("Observer", 6, "Indicateurs"), indexed=True)
