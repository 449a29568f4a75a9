"""The map of buildings, by the state of fibre."""

from maillage.web.declared import Page

PAGE = Page(under="map", indexed=True)
