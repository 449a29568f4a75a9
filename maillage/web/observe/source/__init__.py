"""A source: its deliveries, the lines refused and corrected."""

from maillage.web.declared import Page

PAGE = Page(under="sources")
