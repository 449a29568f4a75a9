"""Buildings by state of fibre, as pictures group, count and say them: `parts/states.html` is their legend."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from maillage.kernel import french
from maillage.web.drawing.buildings import MARKS

NOTHING = SafeString("")
NEARLY = 0.9
"""From this share, the title says what is missing."""
GROUPS = {
    "ready": ("Raccordables", ("deploye", "raccordable demande")),
    "works": ("Travaux en cours", ("en cours de deploiement",)),
    "planned": ("Prévus, rien de commencé", ("cible", "signe")),
    "given-up": ("Abandonnés", ("abandonne",)),
}
"""Groups of states: their name, the states of « Ma carte fibre » they hold."""
GROUP_OF = {state: group for group, (_, states) in GROUPS.items() for state in states}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend: what is drawn (a mark of `drawing.buildings.MARKS`, or the kind of a class), words, how
    many, what is to be said of them; `bar` is the height of its bar, from 0 to 100."""

    kind: str
    words: str
    count: int
    note: str = ""
    mark: SafeString = NOTHING
    bar: int = 0

    @property
    def top(self) -> int:
        """Where its bar begins, from above."""
        return 100 - self.bar


def entries(counts: Mapping[str, int]) -> tuple[Entry, ...]:
    """The groups that have a building, from how many there are in each state."""
    lines = []
    for group, (words, states) in GROUPS.items():
        count = sum(counts.get(state, 0) for state in states)
        if count:
            on_demand = counts.get("raccordable demande", 0) if group == "ready" else 0
            note = f"dont {french.number(on_demand)} sur demande" if on_demand else ""
            # Drawn by us.
            lines.append(Entry(group, words, count, note, mark_safe(MARKS[group])))
    return tuple(lines)


def finding(ready: int, total: int) -> str:
    """What the buildings say."""
    every = french.counted(total, "immeuble")
    if not total:
        return "Aucun immeuble connu ici"
    if total == 1:
        return f"La fibre {'est' if ready else 'n’est pas'} là pour le seul immeuble connu"
    if ready == total:
        return f"La fibre est là pour les {every}"
    if not ready:
        return f"La fibre n’est là pour aucun des {every}"
    if ready >= NEARLY * total:
        return f"La fibre manque à {french.counted(total - ready, 'immeuble')} sur {french.number(total)}"
    return f"La fibre est là pour {french.counted(ready, 'immeuble')} sur {french.number(total)}"


def counted_words(title: str, states: Iterable[Entry]) -> str:
    """A title, then how many buildings are in each group."""
    listed = (
        f"{french.initial(entry.words)} : {french.number(entry.count)}{f' ({entry.note})' if entry.note else ''}"
        for entry in states
    )
    return french.typographic(f"{title}. {french.capital(' ; '.join(listed))}.")


def dated(words: str, period: str) -> str:
    """How to read a picture, and the period it shows, on one line; the words alone when there is no period."""
    return f"{words} {french.capital(period).replace(' ', french.WIDE)}." if period else words
