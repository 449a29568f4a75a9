"""What amounts say together: sums planned and real, balance of a financing plan, what is left of an envelope.

Amounts are counted in cents, as whole numbers, so that every sum is exact on any database; they come out as decimals.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from maillage.steering.money.amounts import euros
from maillage.steering.money.models import Kind, State

NOTHING = Decimal("0.00")


def amount(cents: int) -> Decimal:
    """Cents as an amount in euros."""
    return Decimal(cents).scaleb(-2).quantize(Decimal("0.01"))


def cents(value: Decimal) -> int:
    """An amount in euros as cents."""
    return int((value * 100).to_integral_exact())


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a budget, in cents; `real` None when nobody said it."""

    action: int
    year: int
    kind: str
    planned: int
    real: int | None


@dataclass(frozen=True, slots=True)
class Sum:
    """Lines added up. `real` adds those that are known, and is None when none is; `unsaid` counts the others;
    `planned_of_real` is what was planned on the lines whose real is known."""

    planned: Decimal = NOTHING
    real: Decimal | None = None
    lines: int = 0
    unsaid: int = 0
    planned_of_real: Decimal = NOTHING

    @property
    def over(self) -> Decimal:
        """By how much the known spending goes over all that was planned; zero when it does not."""
        return max((self.real or NOTHING) - self.planned, NOTHING)

    @property
    def whole(self) -> bool:
        """Whether the real of every line is known."""
        return bool(self.lines) and not self.unsaid


def total(lines: Iterable[Line]) -> Sum:
    """The sum of lines."""
    planned = real = of_real = count = unsaid = 0
    for line in lines:
        count += 1
        planned += line.planned
        if line.real is None:
            unsaid += 1
        else:
            real += line.real
            of_real += line.planned
    known = amount(real) if count > unsaid else None
    return Sum(amount(planned), known, count, unsaid, amount(of_real))


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a budget: by kind, and in all."""

    year: int
    investment: Sum
    running: Sum
    both: Sum

    @property
    def parts(self) -> tuple[Sum, Sum, Sum]:
        """Investment, running costs, both."""
        return (self.investment, self.running, self.both)


def by_year(lines: Iterable[Line]) -> list[Year]:
    """The years that have a line, from the first."""
    years: dict[int, list[Line]] = {}
    for line in lines:
        years.setdefault(line.year, []).append(line)
    return [
        Year(
            year,
            total(line for line in held if line.kind == Kind.INVESTMENT),
            total(line for line in held if line.kind == Kind.RUNNING),
            total(held),
        )
        for year, held in sorted(years.items())
    ]


def over_budget(lines: Iterable[Line]) -> set[int]:
    """The actions that spent more than planned, in one year at least (going over in all is going over in a year)."""
    spent: dict[tuple[int, int], int] = {}
    for line in lines:
        key = (line.action, line.year)
        spent[key] = spent.get(key, 0) + (line.real or 0) - line.planned
    return {action for (action, _), more in spent.items() if more > 0}


@dataclass(frozen=True, slots=True)
class Financing:
    """A financing plan against what is planned: by state, in all, what is missing (negative: what is too much)."""

    planned: Decimal
    states: dict[str, Decimal]

    @property
    def funded(self) -> Decimal:
        """All that funders give, are asked or might give."""
        return sum(self.states.values(), NOTHING)

    @property
    def sure(self) -> Decimal:
        """What funders are bound to: notified or paid."""
        return sum((self.states.get(state.value, NOTHING) for state in State if state.sure), NOTHING)

    @property
    def missing(self) -> Decimal:
        """Planned minus found: above zero money is missing, below there is too much."""
        return self.planned - self.funded

    @property
    def balanced(self) -> bool:
        """Whether the plan balances, to the cent."""
        return self.missing == 0

    @property
    def empty(self) -> bool:
        """Whether nothing is planned and nothing found."""
        return not self.planned and not self.funded

    @property
    def words(self) -> str:
        """« équilibré », « manque 120 000,00 € », « dépasse de 500,00 € »."""
        if self.empty:
            return "rien de prévu"
        if self.balanced:
            return "équilibré"
        return f"manque {euros(self.missing)}" if self.missing > 0 else f"dépasse de {euros(-self.missing)}"


def financing(planned: Decimal, fundings: Iterable[tuple[str, int]]) -> Financing:
    """The plan of pairs (state, cents)."""
    sums = dict.fromkeys(State.values, 0)
    for state, whole_cents in fundings:
        sums[state] += whole_cents
    return Financing(planned, {state: amount(whole_cents) for state, whole_cents in sums.items()})


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of an envelope once what is committed (notified or paid) is taken out; `partial` when it finances
    actions that are not counted here."""

    amount: Decimal
    plan: Financing
    partial: bool = False

    @property
    def committed(self) -> Decimal:
        """Notified or paid."""
        return self.plan.sure

    @property
    def asked(self) -> Decimal:
        """Asked, not yet notified."""
        return self.plan.states[State.ASKED]

    @property
    def meant(self) -> Decimal:
        """Meant, not yet asked."""
        return self.plan.states[State.MEANT]

    @property
    def left(self) -> Decimal:
        """What may still be committed; below zero, too much was."""
        return self.amount - self.committed

    @property
    def too_much_asked(self) -> bool:
        """Whether what is asked goes over what is left."""
        return self.asked > self.left
