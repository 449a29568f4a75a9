"""Agreements with operators, and whether they are kept."""

from maillage.web.declared import Page

PAGE = Page(under="rollout", indexed=True)
