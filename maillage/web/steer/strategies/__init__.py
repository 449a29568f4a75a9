"""Strategies that are shown to everybody, their editions and their trees."""

from maillage.web.declared import Line, Page

PAGE = Page(line=Line("Piloter", 1, "Stratégies"), indexed=True)
