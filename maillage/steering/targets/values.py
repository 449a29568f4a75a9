"""The values of indicators, wherever they come from: computed by the observatory, typed, or rolled up by a stated rule.

A computed value is read from the door at each question: nothing of it is ever kept here. Typed values and rolled-up
ones merge by period: neither hides the others, and where both are known one is shown beside the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import Max, Q
from django.utils import timezone

from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.kernel.value import Value
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory
from maillage.steering.targets.models import Entry, Kind, Rollup, Sheet, State
from maillage.steering.targets.rollup import rolled


class Origin(StrEnum):
    """Where a value comes from."""

    COMPUTED = "calculée"
    TYPED = "saisie"
    ROLLED = "agrégée"


@dataclass(frozen=True, slots=True)
class Known:
    """A known value, its period and what it stands on. `coverage` says what is known of it when that is not all;
    `partial` is a sum that some territories are missing from: nothing is to be told of its course. `segment` counts the
    declared breaks before it: values compare within one only. `beside` is what else is known of the same period."""

    value: Decimal
    period: Period
    origin: Origin
    source: str
    on: date | None
    coverage: str = ""
    estimate: bool = False
    entry: int = 0
    partial: bool = False
    segment: int = 0
    beside: "Known | None" = None


def exact(number: float) -> Decimal:
    """A computed value as a decimal: the shortest that is the same number."""
    return Decimal(repr(number))


def computed(value: Value) -> Known | None:
    """A value of the observatory; None where there is nothing to measure."""
    if value.value is None:
        return None
    full = value.completeness
    coverage = "" if full.is_full else f"{full.known} communes connues sur {full.total}"
    publishers = ", ".join(sorted({origin.publisher for origin in value.origins}, key=alphabetical))
    return Known(
        exact(value.value),
        value.period,
        Origin.COMPUTED,
        publishers,
        value.obtained_on,
        coverage,
        partial=value.denominator is None and not full.is_full,
        segment=value.segment,
    )


@dataclass(slots=True)
class Values:
    """The values of some sheets, read by territory. `source` None: nothing is published, nothing is computed."""

    source: Observatory | None
    sheets: Sequence[Sheet]
    _typed: dict[tuple[int | None, str], list[Known]] = field(default_factory=dict)
    _computed: dict[tuple[str, str], list[Known]] = field(default_factory=dict)
    _inside: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def load(self, refs: Sequence[Ref], last_only: bool = False) -> None:
        """Read what these territories need: whole series, or the last value alone where they are many."""
        wanted = {str(ref) for ref in refs}
        weights = {sheet.weight_id for sheet in self.sheets if sheet.weight_id}
        for sheet in self.sheets:
            for ref in refs:
                wanted.update(self.inside(sheet, ref))
        typed = [sheet.pk for sheet in self.sheets if not sheet.computed]
        rows = Entry.objects.filter(sheet__in={*typed, *weights}, state=State.ACCEPTED, source="")
        fields = ("sheet_id", "territory", "period", "value", "kind", "at", "pk", "sheet__source")
        rows = rows.filter(territory__in=wanted)
        if last_only:
            # The days of the last values, then what ended on them: weights may be older than what they weigh.
            last = rows.order_by().values("sheet_id", "territory").annotate(last=Max("ends_on"))
            days = set(last.values_list("last", flat=True))
            rows = rows.filter(Q(ends_on__in=days) | Q(sheet__in=weights))
        entries = rows.order_by("ends_on", "pk").values_list(*fields)
        for sheet_pk, territory, period, value, kind, at, pk, source in entries:
            known = Known(
                value,
                Period.parse(period),
                Origin.TYPED,
                source,
                timezone.localtime(at).date(),
                estimate=kind == Kind.ESTIMATE,
                entry=pk,
            )
            self._typed.setdefault((sheet_pk, territory), []).append(known)
        self._load_computed(refs, last_only)

    def _load_computed(self, refs: Sequence[Ref], last_only: bool) -> None:
        names = {sheet.indicator for sheet in self.sheets if sheet.computed}
        if self.source is None or not names:
            return
        if not last_only:
            for ref in refs:
                self._keep(ref, names)
            return
        for name in names:
            try:
                periods = self.source.indicator(name).periods
            except UsageError:
                continue
            for level in {ref.level for ref in refs}:
                codes = [ref.code for ref in refs if ref.level is level]
                for value in self.source.values(name, level, periods[-1], codes) if periods else ():
                    self._add(name, value)

    def _keep(self, ref: Ref, names: Iterable[str]) -> None:
        assert self.source is not None
        try:
            lines = self.source.profile(ref)
        except UsageError:
            return
        for line in lines:
            if line.sheet.indicator.name in names:
                for value in line.values:
                    self._add(line.sheet.indicator.name, value)

    def _add(self, name: str, value: Value) -> None:
        known = computed(value)
        if known is not None:
            self._computed.setdefault((name, str(value.territory)), []).append(known)

    def inside(self, sheet: Sheet, ref: Ref) -> list[str]:
        """The territories a roll-up adds up for another: those of its level inside it."""
        level = sheet.rollup_level
        if sheet.computed or sheet.rollup == Rollup.NONE or not level or level == ref.level:
            return []
        if self.source is None:
            return []
        key = (level, str(ref))
        if key not in self._inside:
            try:
                territories = self.source.territories(Level(level), ref)
            except UsageError:
                territories = []
            self._inside[key] = [str(territory.ref) for territory in territories]
        return self._inside[key]

    def series(self, sheet: Sheet, ref: Ref) -> list[Known]:
        """The values of a territory that was loaded, one a period, oldest first."""
        if sheet.computed:
            return self._computed.get((sheet.indicator, str(ref)), [])
        return merged(self._rolled(sheet, ref), self._typed.get((sheet.pk, str(ref)), []))

    def segment(self, sheet: Sheet, day: date) -> int:
        """How many declared breaks of a computed series come at or before a day; 0 for what is typed."""
        if self.source is None or not sheet.computed:
            return 0
        try:
            indicator = self.source.indicator(sheet.indicator).indicator
        except UsageError:
            return 0
        return indicator.segment(Period.parse(day.isoformat()))

    def _rolled(self, sheet: Sheet, ref: Ref) -> list[Known]:
        parts = self.inside(sheet, ref)
        series = {part: self._typed.get((sheet.pk, part), []) for part in parts}
        periods = sorted({known.period for held in series.values() for known in held})
        rolled_up = []
        for period in periods:
            values = {part: _at(held, period) for part, held in series.items()}
            weights = {part: self._weight(sheet, part, period) for part in parts}
            aggregate = rolled(sheet.rollup, values, weights)
            if aggregate is not None:
                dates = [known.on for held in series.values() for known in held if known.period == period]
                on = min((day for day in dates if day), default=None)
                partial = sheet.rollup == Rollup.SUM and aggregate.known < aggregate.total
                rolled_up.append(
                    Known(aggregate.value, period, Origin.ROLLED, sheet.source, on, aggregate.coverage, partial=partial)
                )
        return rolled_up

    def _weight(self, sheet: Sheet, ref: str, period: Period) -> Decimal | None:
        """The weight of a territory: that of the period, or the last one known before."""
        held = [known for known in self._typed.get((sheet.weight_id, ref), []) if not period < known.period]
        return held[-1].value if held else None


def merged(rolled_up: Iterable[Known], typed: Iterable[Known]) -> list[Known]:
    """Two series as one, a value a period: the sum of all territories before what was typed, which comes before a sum
    that some territories are missing from; the other one is kept beside."""
    by_period = {known.period: known for known in rolled_up}
    for known in typed:
        other = by_period.get(known.period)
        if other is not None and not other.partial:
            by_period[known.period] = replace(other, beside=known)
        else:
            by_period[known.period] = replace(known, beside=other)
    return sorted(by_period.values(), key=lambda known: known.period)


def _at(held: Iterable[Known], period: Period) -> Decimal | None:
    return next((known.value for known in held if known.period == period), None)
