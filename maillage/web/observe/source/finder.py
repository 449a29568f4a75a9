"""Finds sources, by title, publisher or table."""

from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.words import folded
from maillage.web.finding.finder import Answer, Finder, Search


def _sources(search: Search, limit: int) -> list[Answer]:
    typed = search.words
    answers = [
        Answer(
            french.typographic(sheet.title),
            french.typographic(sheet.publisher) + ("" if sheet.deliveries else ", données non chargées"),
            reverse("source", args=[sheet.name]),
        )
        for sheet in search.source.sources()
        if typed and all(word in folded(f"{sheet.title} {sheet.publisher} {sheet.name}") for word in typed)
    ]
    return answers[:limit]


FINDERS = (Finder("sources", "Sources", 80, _sources),)
