"""Budgets of the demonstration region: fictional, marked so, over three years, some over, some not financed.

Drawn from the code of each action, so that the same region has the same money each time it is built.
"""

from datetime import date
from decimal import Decimal
from random import Random

from simple_history.utils import bulk_create_with_history

from maillage.directory.models import Organisation
from maillage.observatory.door import Observatory
from maillage.steering.actions.models import Action, Status
from maillage.steering.money.models import BudgetLine, Envelope, Funding, Kind, Programme, State
from maillage.steering.strategies.demonstration import MAIN, REGION
from maillage.steering.strategies.models import Strategy

AFTER = ("actions",)
STEP = 100
SIZES = (12_000, 18_000, 25_000, 40_000, 60_000, 90_000, 150_000, 320_000)
ENVELOPES = (
    ("FEDER 2021-2027, axe numérique (fictif)", "Union européenne", Programme.FEDER, 2_400_000, 2021, 2027),
    ("CPER 2021-2027, volet numérique (fictif)", "État et Région", Programme.CPER, 1_600_000, 2021, 2027),
    ("Usages numériques, crédits de la Région (fictif)", REGION, Programme.REGION, 5_500_000, 2024, 2028),
    ("Inclusion numérique, crédits de l’État (fictif)", "État", Programme.ETAT, 1_900_000, 2024, 2027),
    ("Territoires intelligents (fictif)", "Banque des Territoires", Programme.BDT, 420_000, 2025, 2028),
)
# How a plan is shared: the part of each envelope in hundredths; the lead pays the rest.
SHARES = (
    (("FEDER", 50), ("Usages", 30)),
    (("CPER", 40), ("Usages", 20)),
    (("Inclusion", 60),),
    (("Usages", 50), ("Territoires", 20)),
    (("Usages", 70),),
)
# Of ten plans: how much of what is planned is found, in hundredths.
FOUND = (100, 100, 100, 100, 100, 100, 85, 70, 100, 108)


def enter(source: Observatory, today: date) -> int:
    """Enter them, and say how many lines."""
    strategy = Strategy.objects.get(slug=MAIN)
    envelopes = _envelopes(strategy)
    lines: list[BudgetLine] = []
    fundings: list[Funding] = []
    actions = Action.objects.filter(strategy=strategy).select_related("lead").order_by("code")
    for rank, action in enumerate(actions):
        drawn = Random(f"argent {action.code}")
        mine = _lines(action, today, drawn)
        lines += mine
        planned = sum((line.planned for line in mine), Decimal(0))
        fundings += _fundings(action, planned, envelopes, FOUND[rank % len(FOUND)], drawn, today)
    bulk_create_with_history(lines, BudgetLine)
    bulk_create_with_history(fundings, Funding)
    return len(lines)


def _envelopes(strategy: Strategy) -> dict[str, Envelope]:
    envelopes = {}
    for name, funder, programme, amount, first, last in ENVELOPES:
        held = Organisation.objects.filter(name=funder).first()
        envelopes[name.split()[0].rstrip(",")] = Envelope.objects.create(
            name=name,
            funder=held,
            funder_name="" if held else funder,
            programme=programme,
            strategy=strategy,
            amount=Decimal(amount),
            first_year=first,
            last_year=last,
            note="Enveloppe fictive.",
            simulated=True,
        )
    return envelopes


def _rounded(amount: float) -> Decimal:
    return Decimal(round(amount / STEP) * STEP).quantize(Decimal("0.01"))


def _lines(action: Action, today: date, drawn: Random) -> list[BudgetLine]:
    """Three years: what is past is known but for a few lines, this year is half known, the next is planned."""
    size = drawn.choice(SIZES)
    over = drawn.random() < 0.15
    lines = []
    for year, weight in ((today.year - 1, 0.8), (today.year, 1.0), (today.year + 1, 0.6)):
        for kind, part in ((Kind.INVESTMENT, 0.7), (Kind.RUNNING, 0.3)):
            planned = _rounded(size * weight * part * drawn.uniform(0.8, 1.2))
            real = _real(action, year, planned, today, drawn, over)
            lines.append(BudgetLine(action=action, year=year, kind=kind.value, planned=planned, real=real))
    return lines


def _real(action: Action, year: int, planned: Decimal, today: date, drawn: Random, over: bool) -> Decimal | None:
    share, chance = drawn.uniform(0.75, 1.0), drawn.random()
    if over:
        share = drawn.uniform(1.05, 1.3)
    if action.status in (Status.IDEA, Status.PLANNED) or year > today.year:
        return None
    if action.status == Status.DROPPED:
        return (planned * Decimal("0.35")).quantize(Decimal("0.01")) if year < today.year else Decimal("0.00")
    if chance < (0.05 if year < today.year else 0.5):
        return None
    return (planned * Decimal(str(round(share, 4)))).quantize(Decimal("0.01"))


def _state(action: Action, drawn: Random) -> State:
    if action.status == Status.IDEA:
        return State.MEANT
    if action.status == Status.PLANNED:
        return drawn.choice((State.MEANT, State.ASKED))
    if action.status == Status.DONE:
        return State.PAID
    return drawn.choice((State.ASKED, State.NOTIFIED, State.NOTIFIED, State.PAID))


def _fundings(
    action: Action, planned: Decimal, envelopes: dict[str, Envelope], percentage: int, drawn: Random, today: date
) -> list[Funding]:
    """Envelopes pay their part; the lead pays what is left of what is found, to the cent."""
    whole = (planned * percentage / 100).quantize(Decimal("0.01"))
    plan, left = [], whole
    for name, part in drawn.choice(SHARES):
        amount = (planned * part / 100).quantize(Decimal("0.01"))
        state = _state(action, drawn)
        day = date(today.year - 1, drawn.randint(1, 12), drawn.randint(1, 28)) if state.sure else None
        envelope = envelopes[name]
        plan.append(
            Funding(
                action=action,
                funder=envelope.funder,
                funder_name=envelope.funder_name,
                envelope=envelope,
                amount=amount,
                state=state.value,
                decided_on=day,
            )
        )
        left -= amount
    if left > 0:
        lead = action.lead
        state = State.MEANT if action.status == Status.IDEA else State.NOTIFIED
        plan.append(
            Funding(
                action=action,
                funder=lead,
                funder_name="" if lead else "Autofinancement",
                amount=left,
                state=state.value,
                note="Autofinancement du porteur",
            )
        )
    return plan
