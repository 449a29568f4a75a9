"""The actions of a strategy, as one reader may read them, gathered for documents: how many where, what they cost, what
asks for attention, what moved. Amounts and what syntheses say are for who reads an action as a partner.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from maillage.kernel import french
from maillage.steering.actions import standing
from maillage.steering.actions.models import Action, Status, Synthesis, Weather
from maillage.steering.money import figures as money
from maillage.steering.money.amounts import UNKNOWN, whole_euros
from maillage.steering.money.standing import Sum, over_budget, total
from maillage.steering.rights import Act, doable, readable
from maillage.steering.strategies.models import Strategy
from maillage.web.documents.described import Cell, Column, Figure, Figures, Kind, Link, Picture, Table
from maillage.web.drawing import paper
from maillage.web.steer import rows
from maillage.web.steer.action import of_strategy

COLOURS = {
    Status.IDEA: "grey", Status.PLANNED: "pale", Status.RUNNING: "thread", Status.PAUSED: "ochre",
    Status.DONE: "ink", Status.DROPPED: "brick",
}  # fmt: skip
SKY = {Weather.SUN: "thread", Weather.CLOUD: "pale", Weather.COVERED: "ochre", Weather.STORM: "brick"}
COLUMNS = (
    Column("Action", share=8),
    Column("État", share=3),
    Column("Météo", share=4),
    Column("Étapes faites", Kind.FIGURES, 2),
    Column("Fin prévue", share=4),
    Column("Prévu", Kind.FIGURES, 3),
    Column("Dépensé", Kind.FIGURES, 3),
)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Actions annotated with `weather`, by code; `near` those whose money and syntheses the reader may read, `sums` the
    budgets of these, by key; `over` those that go over theirs."""

    strategy: Strategy
    actions: tuple[Any, ...]
    near: frozenset[int]
    sums: dict[int, Sum]
    over: frozenset[int]
    today: date

    @property
    def late(self) -> list[Any]:
        """Those that should be over and are not."""
        return [action for action in self.actions if action.late(self.today)]

    @property
    def open(self) -> list[Any]:
        """Those where something is still to be done."""
        return [action for action in self.actions if Status(action.status).open]

    @property
    def stormy(self) -> list[Any]:
        """Those still open whose last synthesis says serious trouble."""
        return [action for action in self.open if action.weather in standing.STORMY]

    @property
    def silent(self) -> list[Any]:
        """Those not heard of for three months."""
        return [action for action in self.actions if standing.is_silent(action, self.today)]


def portfolio(person: Any, strategy: Strategy, today: date) -> Portfolio:
    """What somebody may read of the actions of a strategy, and of those shared with it."""
    mine = of_strategy(strategy).filter(pk__in=Action.objects.filter(readable(person)).values("pk"))
    actions = mine.annotate(weather=standing.weather()).select_related("strategy", "lead")
    near = of_strategy(strategy).filter(pk__in=Action.objects.filter(doable(person, Act.READ_PARTNERS)).values("pk"))
    lines = money.lines(near)
    return Portfolio(
        strategy,
        tuple(actions.prefetch_related("steps").order_by("code")),
        frozenset(near.values_list("pk", flat=True)),
        {pk: total(held) for pk, held in money.by_action(lines).items()},
        frozenset(over_budget(lines)),
        today,
    )


def short_euros(amount: Decimal) -> str:
    """« 1,2 M€ », « 156 k€ », « 850 € »."""
    if abs(amount) >= 1_000_000:
        return french.with_unit(float(amount) / 1e6, "M€", 1)
    return (
        french.with_unit(round(amount / 1000), "k€") if abs(amount) >= 10_000 else french.with_unit(round(amount), "€")
    )


def _money(held: Portfolio, when: str) -> list[Figure]:
    if not held.near:
        return []
    sums = list(held.sums.values())
    planned = sum((each.planned for each in sums), Decimal(0))
    spent = [each.real for each in sums if each.real is not None]
    unsaid = sum(each.unsaid for each in sums)
    left = f"{french.counted(unsaid, 'ligne')} sans dépense connue" if unsaid else "toutes les lignes sont connues"
    budgets = french.counted(len(sums), "action a un budget", "actions ont un budget")
    known = short_euros(sum(spent, Decimal(0))) if spent else UNKNOWN
    return [
        Figure("Budget prévu", short_euros(planned) if sums else UNKNOWN, budgets, when),
        Figure("Dépense connue", known, left if sums else "", when),
    ]


def key_figures(held: Portfolio) -> Figures:
    """The portfolio in a few numbers."""
    when = f"Au {french.day(held.today)}"
    done = sum(action.status == Status.DONE for action in held.actions)
    running = sum(action.status == Status.RUNNING for action in held.actions)
    counts = [
        Figure("Actions", french.number(len(held.actions)), f"dont {french.number(running)} en cours", when),
        Figure("Réalisées", french.number(done), "", when),
        Figure("En retard", french.number(len(held.late)), "leur fin prévue est passée", when),
        Figure("En difficulté", french.number(len(held.stormy)), "sérieuse, ou bloquées", when),
        Figure("Silencieuses", french.number(len(held.silent)), "sans nouvelles depuis trois mois", when),
    ]
    return Figures((*counts, *_money(held, when)))


def _said(counts: Iterable[tuple[str, int, str]]) -> str:
    return ", ".join(f"{words.lower()} {count}" for words, count, _ in counts)


def states(held: Portfolio) -> Picture:
    """The actions by state, drawn."""
    counted = Counter(action.status for action in held.actions)
    bars = [(str(status.label), counted[status], COLOURS[status]) for status in Status]
    running, whole = counted[Status.RUNNING], french.counted(len(held.actions), "action")
    idea = f"Sur {whole}, {french.number(running)} en cours et {french.number(counted[Status.DONE])} réalisées"
    return Picture(paper.bars(bars), f"Actions par état : {_said(bars)}.", "Actions par état", 70, idea)


def weathers(held: Portfolio) -> Picture:
    """The open actions by weather, drawn."""
    counted = Counter(action.weather or "" for action in held.open)
    bars = [(str(weather.label), counted[weather], SKY[weather]) for weather in Weather]
    bars.append(("Sans synthèse", counted[""], "grey"))
    caption = "Actions encore ouvertes, selon la météo de leur dernière synthèse"
    open_ones = french.counted(len(held.open), "action ouverte", "actions ouvertes")
    idea = f"{french.number(len(held.stormy))} sur {open_ones} en difficulté sérieuse, ou bloquées"
    return Picture(paper.bars(bars), f"{caption} : {_said(bars)}.", caption, 70, idea)


def table(held: Portfolio, actions: Iterable[Any], caption: str, empty: str = "Aucune action.") -> Table:
    """Actions in rows: state, weather, progress, end, money. What the reader may not read is left empty."""
    lines: list[tuple[Cell, ...]] = []
    for action in actions:
        shown = rows.shown(action, held.today)
        late = " (en retard)" if action.late(held.today) else ""
        sums = held.sums.get(action.pk)
        lines.append(
            (
                Link(str(action), action.page),
                f"{shown.status}{late}",
                shown.weather_words or "sans synthèse",
                shown.done or "—",
                shown.ends or "non fixée",
                whole_euros(sums.planned) if sums else "",
                whole_euros(sums.real) if sums else "",
            )
        )
    columns = COLUMNS if held.near else COLUMNS[:5]
    return Table(caption, columns, tuple(line[: len(columns)] for line in lines), empty)


def last_syntheses(held: Portfolio, actions: Iterable[Any]) -> dict[int, Synthesis]:
    """The last synthesis of each action the reader may read as a partner, by key. One query."""
    wanted = {action.pk for action in actions} & held.near
    last: dict[int, Synthesis] = {}
    for synthesis in Synthesis.objects.filter(action__in=wanted).order_by("written_at", "pk"):
        last[synthesis.action_id] = synthesis
    return last
