"""The budget of one action and the syntheses of a strategy, to take away line by line. Amounts are exact."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from maillage.steering.actions.models import Action
from maillage.steering.money import figures
from maillage.steering.money.models import BudgetLine, Funding, Kind, State
from maillage.steering.money.standing import Financing, Sum, by_year
from maillage.steering.rights import Act
from maillage.web.addresses import ACTION, SLUG
from maillage.web.exports.table import Kind as Holds
from maillage.web.gate.access import member, writing
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing
from maillage.web.lists.filters import Filter, Options
from maillage.web.steer.action import one_action
from maillage.web.steer.money import asked as money
from maillage.web.steer.tree import shown

BY = {
    "annee": "Année",
    "element": "Élément de la stratégie",
    "territoire": "Territoire",
    "financeur": "Financeur",
    "action": "Action",
}


class Row(NamedTuple):
    """A budget line or a funding of an action; what the other kind of row says is empty."""

    line: str
    action: Action
    year: int | None = None
    kind: str = ""
    planned: Decimal | None = None
    real: Decimal | None = None
    funder: str = ""
    envelope: str = ""
    amount: Decimal | None = None
    state: str = ""
    decided_on: date | None = None
    note: str = ""


class Gathered(NamedTuple):
    """A sum: of what, by its key and in words, of how many actions."""

    key: str
    words: str
    actions: int | None
    sum: Sum


class Funder(NamedTuple):
    """Who gives, and what by state."""

    name: str
    plan: Financing


def _number(name: str, label: str, words: str, cell: Any) -> Column:
    return Column(name, label, words, Holds.NUMBER, 16, cell)


LINES = (
    Column("ligne", "Ligne", "budget ou financement", width=13, cell="line"),
    Column("action", "Action", "Code de l’action", width=10, cell="action.code"),
    Column("titre", "Titre", "Titre de l’action", width=44, cell="action.title"),
    Column("annee", "Année", "Année, pour un budget", Holds.NUMBER, 9, "year"),
    Column("nature", "Nature", "Investissement ou fonctionnement", width=16, cell="kind"),
    _number("prevu", "Prévu", "Montant prévu, en euros", "planned"),
    _number("reel", "Réel", "Montant dépensé, en euros ; vide quand il n’est pas dit", "real"),
    Column("financeur", "Financeur", "Qui finance", width=34, cell="funder"),
    Column("enveloppe", "Enveloppe", "Enveloppe d’où vient le financement", width=30, cell="envelope"),
    _number("montant", "Montant", "Montant financé, en euros", "amount"),
    Column("etat", "État", "Envisagé, demandé, notifié ou versé", width=12, cell="state"),
    Column("decide_le", "Décidé le", "Jour de la décision", Holds.DATE, 13, "decided_on"),
    Column("note", "Note", "Note", width=40),
)
PLANNED = (
    Column("cle", "Clé", "Année, clé de l’élément, territoire", width=16, cell="key"),
    Column("objet", "Objet", "Ce qui est additionné", width=60, cell="words"),
    _number("actions", "Actions", "Combien d’actions comptent", "actions"),
    _number("prevu", "Prévu", "Montant prévu, en euros", "sum.planned"),
)
GATHERED = (
    *PLANNED,
    _number("reel", "Réel", "Somme des montants dits ; vide quand aucun ne l’est", "sum.real"),
    _number("lignes_sans_reel", "Lignes sans réel", "Lignes dont le réel n’est pas dit", "sum.unsaid"),
)


def _given(state: str, label: str) -> Column:
    words = f"Montants à l’état « {label.lower()} », en euros"
    return _number(state, label, words, lambda funder: funder.plan.states[state])


FUNDERS = (
    Column("financeur", "Financeur", "Qui finance", width=40, cell="name"),
    *(_given(state.value, str(state.label)) for state in State),
    _number("total", "Total", "Tous états, en euros", "plan.funded"),
)


def _lines(actions: QuerySet[Action]) -> Iterator[Row]:
    """The budget lines of these actions, then their fundings."""
    mine = actions.order_by().values("pk")
    budget = BudgetLine.objects.filter(action__in=mine).select_related("action")
    for line in budget.order_by("action__code", "year", "-kind"):
        yield Row("budget", line.action, line.year, str(Kind(line.kind).label), line.planned, line.real)
    given = Funding.objects.filter(action__in=mine).select_related("action", "funder", "envelope__funder")
    for each in given.order_by("action__code", "pk"):
        yield Row(
            "financement",
            each.action,
            funder=each.from_whom,
            envelope=each.envelope.name if each.envelope else "",
            amount=each.amount,
            state=str(State(each.state).label),
            decided_on=each.decided_on,
            note=each.note,
        )


def _action(asked: Asked) -> list[Row]:
    action = one_action(asked.request, asked.place["code"], Act.READ_PARTNERS)
    return list(_lines(Action.objects.filter(pk=action.pk)))


BUDGET = Listing(
    name="money.budget_file",
    address=rf"piloter/actions/{ACTION}/budget",
    title=lambda asked: f"Budget de l’action {asked.place['code']}",
    file=lambda asked: f"budget_{asked.place['code']}",
    access=member,
    paged=False,
    view="money.budget",
    rows=_action,
    columns=LINES,
)


def _selection(asked: Asked) -> money.Asked:
    """The strategy asked, its actions, the level of its tree, read once."""
    if "selection" not in asked.memory:
        asked.memory["selection"] = money.asked(asked.request)
    return asked.memory["selection"]  # type: ignore[no-any-return]


def _by_year(selection: money.Asked) -> Iterator[Gathered]:
    for year in by_year(selection.lines):
        count = len({line.action for line in selection.lines if line.year == year.year})
        for words, part in zip(("Investissement", "Fonctionnement", "Total"), year.parts, strict=True):
            yield Gathered(str(year.year), words, count if words == "Total" else None, part)


def _by_territory(asked: Asked, selection: money.Asked) -> Iterator[Gathered]:
    for row in figures.by_territory(selection.actions, selection.lines):
        words = money.place(asked.request, row.key) if row.key else row.words
        yield Gathered(row.key, words, row.actions, row.sum)


def _by_element(selection: money.Asked) -> list[Gathered]:
    if selection.edition is None:
        return []
    rows = figures.by_node(selection.edition, selection.depth, selection.actions, selection.lines)
    return [Gathered(row.key, row.words, row.actions, row.sum) for row in rows]


def _synthesis(asked: Asked) -> list[Any]:
    selection, by = _selection(asked), asked["par"]
    if by == "financeur":
        return [Funder(*each) for each in figures.by_funder(figures.fundings(selection.actions))]
    if by == "action":
        return list(_lines(selection.actions))
    if by == "annee":
        return list(_by_year(selection))
    return list(_by_territory(asked, selection)) if by == "territoire" else _by_element(selection)


def _columns(asked: Asked) -> tuple[Column, ...]:
    return {"financeur": FUNDERS, "action": LINES}.get(asked["par"], GATHERED)


def _strategies(asked: Asked) -> Options:
    return [(strategy.slug, str(strategy)) for strategy in _selection(asked).among]


def _levels(asked: Asked) -> Options:
    return [(str(depth), name) for depth, name in _selection(asked).levels]


SYNTHESIS = Listing(
    name="money.file",
    address="piloter/budget",
    title=lambda asked: f"Budget de la stratégie {_selection(asked).strategy}, par {asked['par']}",
    file=lambda asked: f"budget_{asked['par']}",
    access=member,
    paged=False,
    view=lambda asked: f"{reverse('money')}?{_selection(asked).query}",
    filters=(
        Filter(
            "strategie",
            "Stratégie",
            options=_strategies,
            usual=lambda asked: _selection(asked).strategy.slug,
            parse=lambda text, asked: _selection(asked).strategy,
        ),
        Filter(
            "niveau",
            "Niveau",
            options=_levels,
            usual=lambda asked: str(_selection(asked).depth),
            parse=lambda text, asked: _selection(asked).depth,
            narrows=False,
        ),
        Filter("par", "Par", options=tuple(BY.items()), usual="annee", narrows=False),
    ),
    rows=_synthesis,
    columns=_columns,
)


def _public(asked: Asked) -> list[Gathered]:
    strategy = shown(asked.place["slug"])
    return _by_element(money.of(asked.request, strategy, (), money.public_actions(strategy)))


PUBLIC = Listing(
    name="money.public_file",
    address=rf"strategies/{SLUG}/budget",
    title=lambda asked: f"Budget prévu, {shown(asked.place['slug'])}",
    file=lambda asked: f"budget_{asked.place['slug']}",
    access=writing,
    paged=False,
    view="money.public",
    rows=_public,
    columns=PLANNED,
)
