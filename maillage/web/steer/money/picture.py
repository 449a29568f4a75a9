"""What is drawn of money: what a plan finds, the surest first, and what it still lacks; the bars of sums in rows."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.utils.safestring import SafeString

from maillage.kernel import french
from maillage.steering.money.figures import Gathered
from maillage.steering.money.models import State
from maillage.steering.money.standing import NOTHING, Financing
from maillage.web.drawing import waterfall
from maillage.web.drawing.waterfall import Step
from maillage.web.steer.portfolio import short_euros

SUREST_FIRST = (State.PAID, State.NOTIFIED, State.ASKED, State.MEANT)
FULL = 100


class Drawn(NamedTuple):
    """A drawing in its two widths, under the title that says what it shows."""

    title: str
    wide: str
    narrow: str


def financed(plan: Financing) -> Drawn | None:
    """What is planned, what funders give, the surest first, and what is still to be found; nothing where nothing is
    planned nor found."""
    if plan.empty:
        return None
    given = [(state, plan.states[state.value]) for state in SUREST_FIRST if plan.states[state.value]]
    last = "Trouvé en trop" if plan.missing < 0 else "Reste à trouver"
    steps = (
        Step("Prévu", float(plan.planned), short_euros(plan.planned), "whole", stands=True),
        *(
            Step(str(state.label), float(amount), short_euros(amount), "sure" if state.sure else "hoped")
            for state, amount in given
        ),
        Step(last, float(plan.missing), short_euros(abs(plan.missing)), "missing-part", stands=True),
    )
    title = french.typographic(_title(plan))
    words = french.typographic(f"{title}. {', '.join(f'{step.name} : {step.words}' for step in steps)}.")
    return Drawn(title, SafeString(waterfall.wide(steps, words)), SafeString(waterfall.narrow(steps, words)))


def _title(plan: Financing) -> str:
    planned = short_euros(plan.planned)
    if plan.missing > 0:
        return f"Il manque {short_euros(plan.missing)} sur {planned} prévus"
    if not plan.planned:
        return f"{short_euros(plan.funded)} en vue, rien de prévu"
    if plan.missing < 0:
        return f"Le financement dépasse de {short_euros(-plan.missing)} les {planned} prévus"
    return f"Les {planned} prévus sont financés, si chacun donne"


class Row(NamedTuple):
    """A sum in a table, and its bars: what is planned and what is spent, of FULL for the largest of all."""

    words: str
    gathered: Gathered
    planned: int
    spent: int


def rows(pairs: Iterable[tuple[str, Gathered]]) -> list[Row]:
    """Sums in rows, with their bars."""
    every = list(pairs)
    most = max((max(each.sum.planned, each.sum.real or NOTHING) for _, each in every), default=NOTHING)

    def part(amount: Decimal | None) -> int:
        return round(FULL * (amount or NOTHING) / most) if most else 0

    return [Row(words, each, part(each.sum.planned), part(each.sum.real)) for words, each in every]
