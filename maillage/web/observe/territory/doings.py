"""What public strategies do in a territory, counted by state, for its tile."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.territory import Ref
from maillage.observatory.door import Observatory
from maillage.steering.actions import published
from maillage.steering.actions.models import Status
from maillage.steering.actions.published import Concern, Concerned, PublicAction
from maillage.web.words.reading import THE_LEVEL

STATES = (
    ("done", "réalisée", "réalisées"),
    ("open", "en cours ou à venir", "en cours ou à venir"),
    ("late", "en retard", "en retard"),
    ("paused", "suspendue", "suspendues"),
    ("dropped", "abandonnée", "abandonnées"),
)
"""How each state is painted, and called: one, several."""


@dataclass(frozen=True, slots=True)
class Doings:
    """The actions that concern a territory: in all, by state (words, number, paint), where they are told, which
    name it, whose they are and of when."""

    total: int
    groups: tuple[tuple[str, int, str], ...]
    address: str
    line: str
    source: str


def doings(source: Observatory, ref: Ref, today: date) -> Doings | None:
    """What is done there; None when nothing is."""
    concerned = Concerned(source, ref)
    found = [
        (action, how)
        for action in published.every()
        if (how := concerned.by(action.territories, everywhere=action.everywhere))
    ]
    if not found:
        return None
    actions = [action for action, _ in found]
    counts = Counter(state(action, today) for action in actions)
    strategies = {action.strategy: french.typographic(action.strategy_title) for action in actions}
    changed = max(action.changed_on for action in actions)
    whose = next(iter(strategies.values())) if len(strategies) == 1 else french.counted(len(strategies), "stratégie")
    return Doings(
        total=len(actions),
        groups=tuple((french.plural(counts[paint], word, many), counts[paint], paint) for paint, word, many in STATES),
        address=_address(strategies, ref),
        line=_line(ref, Counter(how for _, how in found)),
        source=f"{whose}, mis à jour le {french.day(changed)}",
    )


def state(action: PublicAction, today: date) -> str:
    """The paint of its state: late before anything that is open."""
    status = Status(action.status)
    if status is Status.DONE:
        return "done"
    if status is Status.DROPPED:
        return "dropped"
    if action.ends_on is not None and action.ends_on < today:
        return "late"
    return "paused" if status is Status.PAUSED else "open"


def _address(strategies: Iterable[str], ref: Ref) -> str:
    """The follow-up of the strategy, there; the list of strategies when several are concerned."""
    slugs = list(strategies)
    return f"{reverse('progress', args=slugs)}?territoire={ref}" if len(slugs) == 1 else reverse("strategies")


def _line(ref: Ref, counts: Counter[Concern]) -> str:
    """« 2 concernent l’EPCI, 1 seulement une partie, 3 un territoire plus large. »"""
    groups = (
        (Concern.NAMED, THE_LEVEL[ref.level]),
        (Concern.INSIDE, "seulement une partie"),
        (Concern.WIDER, "un territoire plus large"),
    )
    first, *rest = [(counts[how], words) for how, words in groups if counts[how]]
    verb = "concerne" if first[0] == 1 else "concernent"
    words = ", ".join((f"{verb} {first[1]}", *(f"{french.number(count)} {name}" for count, name in rest)))
    return f"{french.number(first[0])} {words}."
