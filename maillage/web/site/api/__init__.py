"""The description of the API, for people."""

from maillage.web.declared import Page

PAGE = Page(indexed=True)
