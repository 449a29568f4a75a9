"""What is said of the end of the copper network: a portrait and the page of an address say the same."""

from dataclasses import dataclass
from datetime import date, timedelta

from maillage.kernel import french
from maillage.web.words.pieces import Words

SOON = timedelta(days=548)
"""How long before the end of copper who has no fibre is warned: eighteen months."""


@dataclass(frozen=True, slots=True)
class Copper:
    """What is said of the end of copper, and whether it is an alarm: soon or past, and somebody without fibre."""

    words: Words
    alarm: bool
    source: str = ""


def closes(day: date) -> Words:
    """« Le cuivre ferme le 31 janvier 2027 », without what follows."""
    return (("Le cuivre ferme ", False), (f"le {french.day(day)}", True))


def closed(when: str) -> Words:
    """« Le cuivre a fermé le 31 janvier 2026 », without what follows."""
    return (("Le cuivre a fermé ", False), (when, True))
