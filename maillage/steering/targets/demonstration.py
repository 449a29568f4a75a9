"""Indicators of the demonstration region: the seventeen of the SCORAN, with targets hit and missed, values typed with
gaps, late ones, one that nobody answers for. Fictional and marked so; what the observatory computes stays computed.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from maillage.directory.models import Organisation, User
from maillage.kernel.territory import Level
from maillage.observatory.door import Observatory
from maillage.steering.actions.models import Action, Effect
from maillage.steering.strategies.demonstration import MAIN, REGION, TEAM
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets import progress, reference
from maillage.steering.targets.models import Entry, Kind, Sheet, State, Target

AFTER = ("actions",)
PREFIX, PLACE = "vb-", "region:99"
YEARS = 3


class Typed(NamedTuple):
    """How typed values go: from, by how much a year, the target and in how many years it falls, how many of the last
    periods are missing, whether it is followed by département."""

    start: str
    yearly: str
    target: str = ""
    due: int = 0
    missing: int = 0
    inside: bool = False


TYPED = {
    "couverture-4g": Typed("91.5", "2.4", "100", 1),
    "couverture-lpwan": Typed("48", "9", "80", 2),
    "usages-particuliers": Typed("78", "0.8", "84", -1),
    "fracture-collectivites": Typed("31", "-3.5", "20", 1),
    "appropriation-entreprises": Typed("22", "2", "30", 2, missing=2),
    "pass-numeriques": Typed("1450", "380", "3200", 1, inside=True),
    "structures-impliquees": Typed("38", "11", "60", 0, inside=True),
    "competences-agents": Typed("140", "95", "600", 2, missing=1),
    "telechargements-guide": Typed("60", "25", "150", 1),
    "satisfaction-guide": Typed("64", "6", "75", -1),
}
# What is computed: the target and in how many years.
COMPUTED = {
    "services-fixes": ("100", -2),
    "locaux-raccordables-ftth": ("100", 1),
    "distance-mediation": ("2", 1),
    "lieux-mediation": ("2", 2),
    "distance-tiers-lieu": ("4", 2),
    "tiers-lieux": ("0.7", 1),
    "ouverture-donnees": ("100", 1),
}
OWNERLESS = "telechargements-guide"
EFFECTS = (
    ("locaux-raccordables-ftth", "1.5"),
    ("distance-mediation", "-0.4"),
    ("usages-particuliers", "1.2"),
    ("satisfaction-guide", "3"),
    ("ouverture-donnees", "4"),
    ("competences-agents", "80"),
)


def enter(source: Observatory, today: date) -> int:
    """Enter them, and say how many sheets."""
    strategy = Strategy.objects.get(slug=MAIN)
    people = list(User.objects.filter(memberships__isnull=False, is_active=True).distinct().order_by("pk"))
    inside = [str(place.ref) for place in source.territories(Level.DEPARTEMENT)] or [PLACE]
    entries: list[Entry] = []
    sheets = reference.described()["sheets"]
    for rank, described in enumerate(sheets):
        sheet = _sheet(described, strategy, people[rank % len(people)] if people else None)
        scenario = TYPED.get(described["code"])
        if scenario is not None:
            entries += _entries(sheet, scenario, inside if scenario.inside else [PLACE], today)
            if not sheet.validity.closed(today):
                _target(sheet, scenario.target, scenario.due, today, Decimal(scenario.start))
        elif described["code"] in COMPUTED:
            _target(sheet, *COMPUTED[described["code"]], today, None)
    bulk_create_with_history(entries, Entry)
    _effects(strategy, today)
    return len(sheets)


def _sheet(described: dict[str, Any], strategy: Strategy, person: User | None) -> Sheet:
    computed = bool(described.get("indicator"))
    owned = described["code"] != OWNERLESS
    sheet = Sheet(
        **reference.values(described),
        code=PREFIX + described["code"],
        territories=PLACE,
        owner=Organisation.objects.filter(name=REGION if computed else TEAM).first() if owned else None,
        person=person if owned and not computed else None,
        attainable="Au rythme des trois dernières années, avec les actions programmées." if owned else "",
        realistic="Les moyens sont au budget des actions qui y contribuent." if owned else "",
        simulated=True,
    )
    sheet.save()
    sheet.strategies.add(strategy)
    sheet.nodes.set(reference.measured(strategy, described))
    return sheet


def _target(sheet: Sheet, value: str, due: int, today: date, initial: Decimal | None) -> None:
    on = date(today.year + due, 12, 31)
    start = date(today.year - YEARS, 12, 31)
    has_initial = initial is not None and start < on
    Target.objects.create(
        sheet=sheet,
        territory=PLACE,
        on=on,
        value=Decimal(value),
        initial=initial if has_initial else None,
        initial_on=start if has_initial else None,
        note="Cible fictive",
    )


def _entries(sheet: Sheet, scenario: Typed, refs: list[str], today: date) -> list[Entry]:
    """Three years of values: a straight course and chance, a gap here and there, none for what is late or over."""
    drawn = Random(f"valeurs {sheet.code}")
    yearly = {"annuelle": 1, "semestrielle": 2, "trimestrielle": 4, "mensuelle": 12}[sheet.frequency]
    periods = progress.ended(sheet.frequency, today, YEARS * yearly + 1, progress.GRACE_DAYS)
    entries = []
    for part, ref in enumerate(refs):
        for rank, period in enumerate(periods[: len(periods) - scenario.missing]):
            # A gap in the middle; and one département that has not answered yet.
            if (rank == 1 and drawn.random() < 0.5) or (scenario.inside and part == 1 and rank == len(periods) - 1):
                continue
            course = float(scenario.start) + float(scenario.yearly) * rank / yearly
            value = course * drawn.uniform(0.985, 1.015) / len(refs)
            value = min(value, 99.4) if sheet.unit == "%" else value
            if not sheet.validity.covers(period):
                continue
            at = datetime.combine(min(period.end + timedelta(days=12 + drawn.randint(0, 20)), today), time(9))
            entries.append(
                Entry(
                    sheet=sheet,
                    territory=ref,
                    period=period.code,
                    ends_on=period.end,
                    value=Decimal(str(round(value, sheet.decimals))),
                    kind=(Kind.ESTIMATE if drawn.random() < 0.1 else Kind.RESULT).value,
                    comment="Chiffre fictif.",
                    author=sheet.person,
                    at=timezone.make_aware(at),
                    state=State.ACCEPTED.value,
                )
            )
    return entries


def _effects(strategy: Strategy, today: date) -> None:
    """What some actions should move."""
    actions = Action.objects.filter(strategy=strategy, effects=None).order_by("code")[::5]
    for rank, action in enumerate(actions):
        code, amount = EFFECTS[rank % len(EFFECTS)]
        Effect.objects.create(
            action=action,
            indicator=PREFIX + code,
            territory=PLACE,
            amount=Decimal(amount),
            by=action.ends_on or date(today.year + 1, 12, 31),
        )
