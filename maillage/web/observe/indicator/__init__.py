"""An indicator: its map, its ranking, its method."""

from maillage.web.declared import Page

PAGE = Page(under="indicators")
