"""The public follow-up of a strategy as a file. An inhabitant or an elected member takes away what the page says: what
is done, under way, late, or dropped and why. Only public actions of public strategies, and no name of a person.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import french
from maillage.steering.actions.models import Action
from maillage.web.addresses import SLUG
from maillage.web.documents.described import (
    Block,
    Cell,
    Column,
    Document,
    Figure,
    Figures,
    Kind,
    Link,
    Paragraph,
    Picture,
    Section,
    Table,
    Tone,
)
from maillage.web.documents.frame import framed
from maillage.web.documents.routes import Declared
from maillage.web.gate.access import writing
from maillage.web.lists.reading import Reading
from maillage.web.steer import gantt, rows
from maillage.web.steer.groups import GROUPS, group
from maillage.web.steer.progress.listing import FIGURES, MOST_DRAWN, actions_of, by_node, strategy_of

A_SHEET = 17
"""How many actions a drawing of the calendar shows: more would be too small to be read."""
KEY = "En blanc, le prévu ; en plein, le réel ; en orange, le dépassement ; losanges, les étapes."
COLUMNS = (
    Column("Action", share=9),
    Column("Porteur", share=5),
    Column("Fin prévue", share=4),
    Column("Étapes faites", Kind.FIGURES, 2),
)
WHY = (Column("Action", share=8), Column("Porteur", share=5), Column("Motif", share=8))


def _row(name: str, action: Any, told: rows.Shown) -> tuple[Cell, ...]:
    lead = action.lead.name if action.lead else ""
    title = Link(str(action), action.public_page)
    if name in ("suspendues", "abandonnees"):
        return (title, lead, action.status_reason or "non dit")
    ends = told.ends or "non fixée"
    if name == "faites":
        ends = f"achevée le {french.day(action.ended_on)}" if action.ended_on else "achevée"
    return (title, lead, ends, told.done or "—")


def _group(name: str, words: str, empty: str, actions: Sequence[Any]) -> Section:
    columns = WHY if name in ("suspendues", "abandonnees") else COLUMNS
    today = timezone.localdate()
    lines = tuple(_row(name, action, rows.shown(action, today)) for action in actions)
    return Section(words, (Table(words, columns, lines, empty),))


def _elements(level: str, lines: Sequence[Any]) -> list[Section]:
    """How many actions answer each element of the strategy."""
    if not lines:
        return []
    heads = [words.split(",")[0] for _, words, _ in GROUPS]
    columns = (Column("Élément", share=8), *(Column(head, Kind.FIGURES, 3) for head in heads))
    table = tuple((line.node, *map(str, line.counts), str(line.total)) for line in lines)
    note = "Une action qui répond à plusieurs éléments est comptée sous chacun : les lignes ne s’additionnent pas."
    whole = Table(f"Actions par {level}", (*columns, Column("En tout", Kind.FIGURES, 2)), table)
    return [Section(f"Par {level or 'élément'}", (whole, Paragraph(note, Tone.SOFT)))]


def _calendar(actions: Sequence[Action]) -> list[Section]:
    """The actions in time, a few to a drawing."""
    today = timezone.localdate()
    drawn = list(actions[:MOST_DRAWN])
    blocks: list[Block] = []
    for start in range(0, len(drawn), A_SHEET):
        some = drawn[start : start + A_SHEET]
        svg = gantt.picture(some, today)
        if svg:
            alt = f"Calendrier de {some[0].code} à {some[-1].code} ; les dates sont dans les tableaux qui précèdent."
            blocks.append(Picture(svg, alt, "" if blocks else KEY))
    if not blocks:
        return []
    left = len(actions) - len(drawn)
    more = f"{french.counted(left, 'autre action n’est pas dessinée', 'autres actions ne sont pas dessinées')}."
    return [Section("Dans le temps", (*blocks, *([Paragraph(more, Tone.SOFT)] if left else [])))]


def describe(request: HttpRequest, slug: str) -> Document:
    """The follow-up of a public strategy, of what concerns a territory when one is asked. Raises UsageError for any
    other strategy."""
    asked = Reading(request, FIGURES, {"slug": slug})
    strategy, actions, place = strategy_of(asked), actions_of(asked), asked["territoire"]
    groups: dict[str, list[Action]] = {name: [] for name, _, _ in GROUPS}
    for action in actions:
        groups[group(action)].append(action)
    when = f"Au {french.day(timezone.localdate())}"
    figures = [Figure(words.split(",")[0], french.number(len(groups[name])), "", when) for name, words, _ in GROUPS]
    level, lines = by_node(asked)
    whole = french.counted(len(actions), "action publique", "actions publiques")
    if place:
        whole = f"{whole} {french.plural(len(actions), 'qui concerne', 'qui concernent')} ce territoire : {place.name}"
    sections = [
        Section("En un coup d’œil", (Figures(tuple(figures)),)),
        *_elements(level, lines),
        *(_group(name, words, empty, groups[name]) for name, words, empty in GROUPS),
        *_calendar(actions),
    ]
    if not actions:
        nothing = "L’équipe de cette stratégie n’a encore rendu publique aucune action."
        if place:
            nothing = f"Aucune action publique ne concerne {place.name}."
        sections = [Section("En un coup d’œil", (Paragraph(nothing, Tone.SOFT),))]
    return framed(
        request,
        "Où en sont les actions",
        strategy.title,
        sections,
        address=reverse("progress", args=[strategy.slug]) + DOCUMENT.asked(request),
        subtitle=whole if actions else "",
        simulated=strategy.simulated,
        named=f"{strategy.title} {place.name}" if place else "",
    )


DOCUMENT = Declared(
    "progress.document", rf"strategies/{SLUG}/suivi", writing, describe, page=False, asks=("territoire",)
)
