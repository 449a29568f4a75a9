"""What people would have written in the demonstration region, entered for them: each app says its part.

A part is the `demonstration.py` of an app; the sentence beside an automatic headline is entered last, from here, since
only the web knows what headlines say.
"""

from datetime import date
from typing import Protocol

from django.db import transaction

from maillage.directory import discovery
from maillage.directory.notices import telling
from maillage.observatory.door import Observatory
from maillage.steering.explanations import example
from maillage.steering.explanations.published import Subject
from maillage.web.words.headlines import headlines


class Part(Protocol):
    """What an app enters. `AFTER` names the apps that it builds on."""

    AFTER: tuple[str, ...]

    def enter(self, source: Observatory, today: date) -> int:
        """Enter it, and say how many; none where people wrote before."""


@transaction.atomic
def enter(source: Observatory, today: date) -> dict[str, int]:
    """Enter the part of every app, and say how many: none where nothing is simulated.

    A part enters nothing where one that it builds on did not: all is entered once.
    """
    parts: dict[str, Part] = discovery.modules("demonstration") if source.release.simulated else {}
    entered: dict[str, int] = {}
    with telling.silent():
        for label, part in parts.items():
            ready = all(entered[needed] for needed in part.AFTER)
            entered[label] = part.enter(source, today) if ready else 0
        if entered.get("desk"):
            entered["explanations"] = _explain(source, today)
    return entered


def _explain(source: Observatory, today: date) -> int:
    """A sentence beside a headline of the home page, where there is one."""
    region = str(source.release.region)
    said = headlines(source)
    return example.enter([Subject(region, each.about, each.period, each.title) for each in said], today)
