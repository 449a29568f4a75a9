"""Strategies that are shown to everybody, their editions and their trees."""

from maillage.web.declared import Line, Page, Question

PAGE = Page(lines=(Line(Question.DOING, 1, "Les stratégies", "Actions, argent, décisions, suivi"),), indexed=True)
