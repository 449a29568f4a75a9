"""Saying that something is wrong, and what was answered."""

from maillage.web.declared import Area, Page

PAGE = Page(area=Area("signaler", 6_000_000, listed_below=True), indexed=True)
