"""What is to be treated first in a territory: the figures furthest behind those of the similar ones, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from maillage.kernel import french, themes
from maillage.kernel.indicator import Indicator
from maillage.kernel.territory import Level, Ref
from maillage.kernel.value import Value
from maillage.observatory.door import Observatory
from maillage.observatory.gaps import FIBRE, Lag, behind
from maillage.web.words.figure_address import figure_address
from maillage.web.words.forecast import AGED, until
from maillage.web.words.portrait import alike_words, lag_words
from maillage.web.words.reading import known_words, since

MOST = 3
"""What is to be treated first, at most."""
APART = 1.0
"""Less than so much between two figures of a theme, in their unit, is the same wait."""
CLEAR = 1.0
"""Spreads from which a gap is clear: nearer to the similar ones, no headline says that a place is behind."""
STILL = 2
"""Periods without gain after which it is said."""
PREMISES = "Locaux"


class Door(NamedTuple):
    """What one can do about it: its words, its address."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Treated:
    """What it is, its figure, by how much it is behind, where it is told; its indicator, its period.

    `headline` says it as a mayor would, and only names it where the gap is small or the figure old; `facts`: how many
    wait, since when nothing moves, what the similar ones have; `doors`: what can be done.
    """

    what: str
    number: str
    words: str
    address: str
    about: str
    period: str
    headline: str
    facts: tuple[str, ...]
    doors: tuple[Door, ...]

    @property
    def title(self) -> str:
        """All of it in a sentence: « Locaux raccordables : 15,5 %, 79,5 points de moins que… »."""
        after = "" if self.words.startswith("quand") else ","
        return f"{self.what}{french.THIN}: {self.number}{after} {self.words}"


def treated(source: Observatory, ref: Ref, today: date | None = None) -> list[Treated]:
    """The most pressing first, as of a day, by default this one. Raises UsageError when the territory is unknown."""
    day = today or timezone.localdate()
    return [_treated(source, ref, gap, day) for gap in _first(behind(source, ref).gaps)]


def _treated(source: Observatory, ref: Ref, gap: Lag, today: date) -> Treated:
    indicator = gap.indicator
    series = source.series(indicator.name, ref)
    aged = series[-1].period.end < today - AGED
    late = _late(source, ref) if indicator.name == FIBRE and not aged else 0
    clear = bool(indicator.headline) and gap.spreads >= CLEAR and not aged
    return Treated(
        what=french.typographic(indicator.title),
        number=_number(ref.level, gap, gap.value),
        words=lag_words(ref.level, gap),
        address=figure_address(ref, indicator),
        about=indicator.name,
        period=source.indicator(indicator.name).periods[-1].code,
        headline=french.typographic(indicator.headline if clear else indicator.title),
        facts=(
            *_waiting(indicator, series, aged),
            *_overdue(late),
            _compared(ref.level, gap, clear, series[-1].period.label if aged else ""),
        ),
        doors=() if aged else tuple(_doors(ref, indicator, late)),
    )


def _number(level: Level, gap: Lag, number: float) -> str:
    indicator = gap.indicator
    return indicator.answer(level, number) or french.with_unit(number, indicator.sign, indicator.decimals)


def _waiting(indicator: Indicator, series: Sequence[Value], aged: bool) -> list[str]:
    """« 538 locaux sur 637 attendent. Rien de gagné depuis le 4e trimestre 2025. », of shares of premises; of what was
    counted long ago, « Fin mars 2018, 538 locaux sur 637 attendaient. »"""
    last = series[-1]
    if indicator.denominator != PREMISES or last.denominator is None:
        return []
    left = round(last.denominator - last.numerator)
    if left <= 0:
        return []
    known = known_words(last.completeness)
    premises = f"{french.counted(left, 'local', 'locaux')} sur {french.number(round(last.denominator))}"
    where = f" (dans {known})" if known else ""
    if aged:
        waited = french.plural(left, "attendait", "attendaient")
        return [f"{french.capital(until(last.period))}, {premises} {waited}{where}."]
    return [f"{premises} {french.plural(left, 'attend', 'attendent')}{where}.", *_still(series)]


def _still(series: Sequence[Value]) -> list[str]:
    """Since when no premises was gained, where that is long."""
    last = series[-1]
    same = [value for value in reversed(series) if value.segment == last.segment and value.value is not None]
    still = list(takewhile(lambda value: value.numerator >= last.numerator, same))
    return [f"Rien de gagné {since(still[-1].period)}."] if len(still) > STILL else []


def _late(source: Observatory, ref: Ref) -> int:
    """The buildings of the last quarter that wait past the date announced for them."""
    history = source.rollout.history(frozenset(commune.ref.code for commune in source.communes(ref)))
    return history[max(history)].late if history else 0


def _overdue(late: int) -> list[str]:
    words = french.counted(late, "immeuble a dépassé sa date", "immeubles ont dépassé leur date")
    return [f"{words}."] if late else []


def _compared(level: Level, gap: Lag, named: bool, dated: str) -> str:
    """« Locaux raccordables à la fibre : 15,5 % ; médiane de 29 communes semblables : 95,8 %. »"""
    title = f"{french.typographic(gap.indicator.title)}{french.THIN}: " if named else ""
    what, when = f"{title}{_number(level, gap, gap.value)}", f" ({dated})" if dated else ""
    if gap.indicator.answer(level, gap.value):
        return f"{what}, {lag_words(level, gap)}{when}."
    median = _number(level, gap, gap.median)
    return f"{what}{french.THIN}; médiane de {alike_words(level, gap)}{french.THIN}: {median}{when}."


def _doors(ref: Ref, indicator: Indicator, late: int) -> list[Door]:
    if indicator.theme != themes.FIXED:
        return []
    inside = urlencode({"dans": str(ref)})
    if indicator.name != FIBRE:
        return [Door("Voir les zones blanches", f"{reverse('white')}?{inside}")]
    committee = Door("Préparer le comité avec l’opérateur", f"{reverse('committee')}?{inside}")
    words = french.plural(late, "Voir cet immeuble", "Voir ces immeubles")
    return [committee, *([Door(words, f"{reverse('listed')}?{inside}&quoi=retard")] if late else [])]


def _first(gaps: Sequence[Lag]) -> list[Lag]:
    """The most pressing of each theme, then the others that are not the same wait told twice, such as fibre and
    1 Gbit/s, or how far help is and who is far from it."""
    leads = {gap.indicator.theme: gap for gap in reversed(gaps)}
    kept = [gap for gap in gaps if leads[gap.indicator.theme] is gap]
    for gap in gaps:
        if not any(_same(gap.indicator, gap.value, other) for other in kept):
            kept.append(gap)
    # After the first, what is clearly behind comes before what is nearly as elsewhere.
    return [*kept[:1], *sorted(kept[1:], key=lambda gap: gap.spreads < CLEAR)][:MOST]


def _same(indicator: Indicator, value: float, other: Lag) -> bool:
    if indicator.theme != other.indicator.theme:
        return False
    close = indicator.unit == other.indicator.unit and abs(value - other.value) < APART
    return close or bool(indicator.headline and indicator.headline == other.indicator.headline)
