"""Business and wholesale offers."""

from maillage.web.declared import Page

PAGE = Page(indexed=True)
