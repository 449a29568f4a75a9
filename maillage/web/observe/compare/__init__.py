"""Territories side by side."""

from maillage.web.declared import Line, Page, Question

PAGE = Page(lines=(Line(Question.WHERE, 4, "Comparer", "Plusieurs territoires côte à côte"),), indexed=True)
