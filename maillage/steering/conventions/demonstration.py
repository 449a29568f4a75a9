"""Conventions of the demonstration region: fictional, like all of it, but judged in earnest.

Their commitments are set around what the release measures, so that one is kept and another is not; the verdicts stay
counted.
"""

from datetime import date, timedelta
from decimal import Decimal

from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Territory
from maillage.observatory.door import Observatory
from maillage.steering.conventions.covered import private
from maillage.steering.conventions.models import Commitment, Convention, Kind, Measure, Meeting, Subject

AFTER = ()
FICTIONAL = "Convention fictive : elle montre ce que le site fait des vôtres."
CONVENTIONS = 3


def enter(source: Observatory, today: date) -> int:
    """Enter them, and say how many: none where somebody entered one."""
    periods = source.rollout.periods()
    if len(periods) < 2 or Convention.objects.exists():
        return 0
    places = _places(source, periods[-2])[:CONVENTIONS]
    for rank, (epci, operator, share) in enumerate(places):
        (_kept, _missed, _ahead)[rank](_convention(epci, operator, source), share, periods)
    return len(places)


def _places(source: Observatory, period: Period) -> list[tuple[Territory, str, float]]:
    """The EPCI of private initiative where a roll-out is well on its way, with their first operator and its share
    (percent) of buildings connectable: the largest first."""
    inside: dict[str, set[str]] = {}
    for private_commune in private(source, (), period.end):
        for ref in private_commune.commune.parents:
            if ref.level is Level.EPCI:
                inside.setdefault(ref.code, set()).add(private_commune.commune.ref.code)
    places = []
    for epci in source.territories(Level.EPCI):
        communes = inside.get(epci.ref.code, set())
        # A convention covers the whole EPCI: what is measured must be measured there.
        whole = {commune.ref.code for commune in source.territories(Level.COMMUNE, epci.ref)}
        counts = source.rollout.counted(lambda commune, operator, zone: operator, whole, period)
        if communes and counts:
            operator, most = max(counts.items(), key=lambda item: item[1].total)
            if most.share and 0.05 < most.share < 0.999:
                places.append((most.total, epci, operator, 100 * most.share))
    return [(epci, operator, share) for _, epci, operator, share in sorted(places, key=lambda place: -place[0])]


def _convention(epci: Territory, operator: str, source: Observatory) -> Convention:
    convention = Convention(
        title=f"Convention de suivi des déploiements, {epci.name}",
        kind=Kind.CPSD,
        signed_on=date(2022, 3, 14),
        parties=f"{epci.name}\nPréfecture\n{source.nearby.operator(operator)}",
        operators=operator,
        territories=str(epci.ref),
        purpose=FICTIONAL,
        shown=True,
    )
    convention.save()
    return convention


def _promise(convention: Convention, due_on: date, target: float) -> None:
    Commitment(
        convention=convention,
        due_on=due_on,
        subject=Subject.BUILDINGS,
        measure=Measure.SHARE,
        target=Decimal(max(1, min(100, round(target)))),
    ).save()


def _kept(convention: Convention, share: float, periods: list[Period]) -> None:
    """Promised a little less than what was there."""
    _promise(convention, periods[-2].end, share - 5)
    _met(convention, periods[-2].end, "Le déploiement suit son calendrier.", "Achever les derniers quartiers.")


def _missed(convention: Convention, share: float, periods: list[Period]) -> None:
    """Promised more than what was there."""
    _promise(convention, periods[-2].end, share + (100 - share) / 2 + 0.5)
    _met(convention, periods[-2].end, "L’opérateur annonce un retard.", "Calendrier à revoir avant l’été.")


def _ahead(convention: Convention, share: float, periods: list[Period]) -> None:
    """Nothing is due yet, unless the last quarter is old."""
    _promise(convention, date(periods[-1].end.year + 2, 12, 31), 100)


def _met(convention: Convention, after: date, minutes: str, steps: str) -> None:
    Meeting(convention=convention, held_on=after + timedelta(days=21), minutes=minutes, next_steps=steps).save()
