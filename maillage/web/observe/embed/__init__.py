"""Maps, charts and cards that others show on their sites, and how to."""

from maillage.web.declared import Page

PAGE = Page(indexed=True)
