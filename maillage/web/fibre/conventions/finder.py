"""Finds the conventions that are published, by title and operators."""

from maillage.kernel import french
from maillage.kernel.words import folded
from maillage.steering.conventions import published
from maillage.web.fibre.conventions import words
from maillage.web.finding.finder import Answer, Finder, Search


def _conventions(search: Search, limit: int) -> list[Answer]:
    answers = []
    for convention in published.every():
        operators = words.operators(search.source, convention)
        if search.words and all(word in folded(f"{convention.title} {operators}") for word in search.words):
            detail = french.typographic(f"Convention, {operators}")
            answers.append(Answer(french.typographic(convention.title), detail, convention.page))
    return answers[:limit]


FINDERS = (Finder("conventions", "Conventions", 60, _conventions),)
