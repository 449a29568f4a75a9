"""The journal. An administrator comes asking who changed this, and when; they leave with what it said before."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone

from maillage.kernel import french
from maillage.steering import journal
from maillage.steering.rights import Act, allows_somewhere
from maillage.web.gate.access import member
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.lists.filters import Field, Filter, Options, every

COMMAND = "une commande de l’exploitant"
NOTHING = journal.Line("", "", "")


class Line(NamedTuple):
    """A field that changed, and the change it is of."""

    change: journal.Entry
    field: journal.Line

    @property
    def when(self) -> str:
        """The day and hour of Paris."""
        return f"{timezone.localtime(self.change.at):%Y-%m-%d %H:%M}"


def _rows(asked: Asked) -> QuerySet[Any]:
    """The changes, the last first. Raises PermissionDenied for who may read no journal."""
    if not allows_somewhere(asked.person, Act.PEOPLE):
        raise PermissionDenied("Seuls les administrateurs lisent le journal.")
    return journal.changes(asked.person, journal.Asked(asked["quoi"], asked["qui"], asked["du"], asked["au"]))


def _lines(asked: Asked, changes: Sequence[Any]) -> Iterator[Line]:
    """The fields of these changes: one change may have several, or none."""
    for change in journal.entries(changes):
        for field in change.lines or (NOTHING,):
            yield Line(change, field)


def _head(line: Line) -> str:
    change, when = line.change, timezone.localtime(line.change.at)
    what = f"{change.kind}, {change.verb}{f' : {change.name}' if change.name else ''}"
    return f"{french.day(when.date())}, {when:%H} h {when:%M}, {change.who or COMMAND}. {what}"


def _kinds(asked: Asked) -> Options:
    return every("Tout", journal.kinds())


LISTING = Listing(
    name="journal",
    address="piloter/journal",
    title="Journal",
    what="changement",
    access=member,
    crumbs=(("desk", "Votre bureau"),),
    lead="Qui a changé quoi, quand, et ce que c’était avant.",
    empty=("Aucun changement", "Rien n’a encore été changé ici."),
    sorts=False,
    filters=(
        Filter("quoi", "Quoi", options=_kinds),
        Filter("qui", "Qui (nom ou adresse)", Field.WORDS, longest=254),
        Filter("du", "Du", Field.DAY),
        Filter("au", "Au", Field.DAY),
    ),
    rows=_rows,
    line=_lines,
    group=_head,
    columns=(
        Column("quand", "Quand", "Jour et heure de Paris", width=18, cell="when", first=False),
        Column(
            "qui",
            "Qui",
            "Vide : une commande de l’exploitant",
            width=30,
            cell="change.address",
            show=lambda line: line.change.who,
            first=False,
            blank=COMMAND,
        ),
        Column("quoi", "Quoi", "Nature de ce qui change", width=22, cell="change.kind", first=False),
        Column("lequel", "Lequel", "Son nom au moment du changement", width=40, cell="change.name", first=False),
        Column(
            "changement", "Changement", "Création, changement ou suppression", width=14, cell="change.verb", first=False
        ),
        Column("champ", "Champ", "Ce qui change", width=24, cell="field.label", blank="Rien d’autre"),
        Column(
            "avant",
            "Avant",
            "Vide : rien",
            width=40,
            cell="field.was",
            show=lambda line: Shown(line.field.was, tone="soft") if line.field.was else "",
            blank="rien",
        ),
        Column("apres", "Après", "Vide : rien", width=40, cell="field.now", blank="rien"),
    ),
)
