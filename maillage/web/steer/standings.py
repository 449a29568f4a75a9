"""Indicators in words, for lists and sheets: values, targets, progress, what asks for attention."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest

from maillage.directory import typed
from maillage.kernel import french
from maillage.kernel.errors import DataError, UsageError
from maillage.kernel.territory import Level, Ref
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory
from maillage.steering.targets import numbers, progress
from maillage.steering.targets.models import Sheet, Target
from maillage.steering.targets.standing import Standing, standing
from maillage.steering.targets.values import Known, Origin, Values
from maillage.web.gate.observatory import observatory

SHORT = ("%", "km", "€")
WHOLE = 12
"""Up to so many territories, whole series are read; beyond, the last value of each."""
ASIDE = {Origin.TYPED: "saisie", Origin.COMPUTED: "calculée", Origin.ROLLED: "agrégée"}


def number(sheet: Sheet) -> tuple[int, tuple[str, str]]:
    """Sheets by their number, as a number; then by title."""
    return (int(sheet.number) if sheet.number.isdecimal() else 10_000, alphabetical(sheet.title))


def source_of(request: HttpRequest) -> Observatory | None:
    """The observatory; None when nothing is published."""
    try:
        return observatory(request)
    except DataError:
        return None


def usual(source: Observatory | None, sheets: Iterable[Sheet]) -> Ref | None:
    """The territory shown first: the region served, else the first one a sheet names."""
    if source is not None:
        return source.release.region
    return next((ref for sheet in sheets for ref in typed.refs(sheet.territories)), None)


def place(source: Observatory | None, ref: Ref | str) -> str:
    """The name of a territory; its reference when the release does not know it."""
    try:
        return source.territory(Ref.parse(str(ref))).name if source else str(ref)
    except UsageError:
        return str(ref)


@dataclass(frozen=True, slots=True)
class Row:
    """A sheet in a territory, in words. `rate` in whole percents, None when it cannot be told; `stands_on` says the two
    values it stands on; `hit` what the target is hit by; `held` until when the series is followed."""

    standing: Standing
    place: str
    value: str
    period: str
    how: str
    aside: str
    target: str
    target_on: str
    gap: str
    rate: int | None
    stands_on: str
    hit: str
    trend: str
    held: str
    alerts: tuple[str, ...]

    @property
    def sheet(self) -> Sheet:
        """Its sheet."""
        return self.standing.sheet


def amount(sheet: Sheet, value: Any) -> str:
    """A value with its unit, when the unit is short."""
    return numbers.shown(value, sheet.unit if sheet.unit in SHORT else "", sheet.decimals)


def aside(sheet: Sheet, known: Known) -> str:
    """What a value stands on: « calculée, source : Arcep, obtenue le 3 mars 2026, 3 communes connues sur 4 »; then what
    else is known of the same period."""
    parts = [ASIDE[known.origin]]
    if known.estimate:
        parts.append("estimation")
    if known.source:
        parts.append(f"source : {known.source}")
    if known.on:
        parts.append(f"{'obtenue' if known.origin is Origin.COMPUTED else 'saisie'} le {french.day(known.on)}")
    if known.coverage:
        parts.append(known.coverage)
    text = ", ".join(parts)
    if known.beside is None:
        return text
    other = ", ".join(filter(None, (ASIDE[known.beside.origin], known.beside.coverage)))
    return f"{text} ; à côté, {amount(sheet, known.beside.value)} ({other})"


def _stands_on(situation: Standing) -> str:
    """« 40 (2025), depuis 0 (31 décembre 2020) »; empty without a rate."""
    if situation.rate is None or situation.sure is None or situation.initial is None:
        return ""
    since = f"depuis {amount(situation.sheet, situation.initial)} ({french.day(situation.initial_on)})"
    return f"{amount(situation.sheet, situation.sure.value)} ({situation.sure.period.label}), {since}"


def _hit(situation: Standing) -> str:
    """« Atteinte : 61 (1er semestre 2025) »; empty when nothing says so."""
    if situation.hit is None or situation.sure is None:
        return ""
    what = french.capital(situation.hit.value)
    return f"{what} : {amount(situation.sheet, situation.sure.value)} ({situation.sure.period.label})"


def row(situation: Standing, where: str) -> Row:
    """Where an indicator stands, in words."""
    sheet, last, target = situation.sheet, situation.last, situation.target
    gap = ""
    if situation.gap is not None:
        sign = "+" if situation.gap > 0 else ""
        gap = f"{sign}{amount(sheet, situation.gap)}"
    return Row(
        situation,
        where,
        amount(sheet, last.value) if last else "",
        last.period.label if last else "",
        ASIDE[last.origin] if last else "",
        aside(sheet, last) if last else "",
        amount(sheet, target.value) if target else "",
        (french.day(target.on) or "sans date") if target else "",
        gap,
        None if situation.rate is None else progress.percent(situation.rate),
        _stands_on(situation),
        _hit(situation),
        situation.trend.value if situation.trend else "",
        sheet.validity.words,
        tuple(alert.value for alert in situation.alerts),
    )


def targets_by(sheets: Sequence[Sheet], refs: Sequence[Ref]) -> dict[tuple[int, str], list[Target]]:
    """The targets of these sheets in these territories. One query."""
    targets: dict[tuple[int, str], list[Target]] = {}
    for target in Target.objects.filter(sheet__in=[each.pk for each in sheets], territory__in=map(str, refs)):
        targets.setdefault((target.sheet_id, target.territory), []).append(target)
    return targets


def rows(source: Observatory | None, sheets: Sequence[Sheet], refs: Sequence[Ref], today: date) -> list[list[Row]]:
    """For each sheet, where it stands in each territory."""
    values = Values(source, sheets)
    whole = len(refs) <= WHOLE
    values.load(refs, last_only=not whole)
    targets = targets_by(sheets, refs)
    names = {ref: place(source, ref) for ref in refs}
    return [
        [
            row(
                standing(
                    sheet,
                    ref,
                    values.series(sheet, ref),
                    targets.get((sheet.pk, str(ref)), ()),
                    today,
                    whole,
                    partial(values.segment, sheet),
                ),
                names[ref],
            )
            for ref in refs
        ]
        for sheet in sheets
    ]


def expected(source: Observatory | None, sheet: Sheet) -> list[Ref]:
    """Where a value is typed: the territories of the sheet, those of its roll-up in their place."""
    refs = list(typed.refs(sheet.territories))
    if sheet.rollup_level and source is not None:
        inside: list[Ref] = []
        for ref in refs:
            try:
                inside += [territory.ref for territory in source.territories(Level(sheet.rollup_level), ref)]
            except UsageError:
                inside.append(ref)
        refs = inside or refs
    return list(dict.fromkeys(refs))
