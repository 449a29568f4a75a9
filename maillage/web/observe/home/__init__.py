"""The first page: what the site answers, and where one goes from there."""

from maillage.web.declared import Page

PAGE = Page(indexed=True)
