"""What a curve says, in a sentence or two: its text alternative gives the message, not the list of its points."""

from collections.abc import Sequence
from itertools import groupby

from maillage.kernel import french
from maillage.kernel.indicator import Indicator
from maillage.kernel.period import Period
from maillage.kernel.value import Value
from maillage.web.words import held


def duration(first: Period, last: Period) -> str:
    """« 9 mois », « 2 ans et demi », « 3 ans et 9 mois », between the ends of two periods."""
    months = round((last.end - first.end).days / 30.44)
    if months < 1:
        return french.counted((last.end - first.end).days, "jour")
    years, rest = divmod(months, 12)
    if not years:
        return f"{months}{french.WIDE}mois"
    whole = french.counted(years, "an")
    if rest == 6:
        return f"{whole} et demi"
    return f"{whole} et {rest}{french.WIDE}mois" if rest else whole


def _from(period: Period) -> str:
    return f"de {period.label}" if period.label.isdecimal() else f"du {period.label}"


def _to(period: Period) -> str:
    return f"à {period.label}" if period.label.isdecimal() else f"au {period.label}"


def _subject(indicator: Indicator) -> str:
    if indicator.unit == "%":
        return "la part"
    if indicator.unit == "km":
        return "la distance"
    return "le nombre" if indicator.is_count else "la valeur"


def _number(indicator: Indicator, value: Value) -> str:
    number, unit = value.value or 0, indicator.unit
    if indicator.is_count:
        # What is counted is named in the plural: « sites ».
        unit = french.plural(number, unit.removesuffix("s"), unit)
    return french.with_unit(number, unit, indicator.decimals)


def _turn(indicator: Indicator, known: Sequence[Value]) -> str:
    """The highest or the lowest point, when the curve goes beyond both of its ends."""
    ends = sorted(french.rounded(value.value or 0, indicator.decimals) for value in (known[0], known[-1]))
    top = max(known, key=lambda value: value.value or 0)
    low = min(known, key=lambda value: value.value or 0)
    if french.rounded(top.value or 0, indicator.decimals) > ends[1]:
        return f", après un plus haut de {_number(indicator, top)} ({top.period.label})"
    if french.rounded(low.value or 0, indicator.decimals) < ends[0]:
        return f", après un plus bas de {_number(indicator, low)} ({low.period.label})"
    return ""


def _segment(indicator: Indicator, known: Sequence[Value], subject: str) -> str:
    first, last = known[0], known[-1]
    if len(known) == 1:
        when = first.period.label if first.period.label.isdecimal() else f"le {first.period.label}"
        return f"{subject} est de {_number(indicator, first)} pour {when}"
    span = f"en {duration(first.period, last.period)}"
    dates = f"{_from(first.period)} {_to(last.period)}"
    turn = _turn(indicator, known)
    before, after = _number(indicator, first), _number(indicator, last)
    if before == after:
        return f"{subject} {'revient' if turn else 'reste'} à {after} {span} ({dates}){turn}"
    # « de 1 à 4 sites »: a word is said once, a sign with each number.
    start = before if indicator.sign else french.number(first.value or 0, indicator.decimals)
    return f"{subject} passe de {start} à {after} {span} ({dates}){turn}"


def finding(indicator: Indicator, values: Sequence[Value]) -> str:
    """What a curve says since its last break, as a title: « La part passe de 72,1 % à 91,1 % en 2 ans et demi (…) »; or
    what it draws: « Locaux raccordables à la fibre, de 2018 à 2025 »."""
    known = [value for value in values if value.value is not None]
    last = [value for value in known if value.segment == known[-1].segment]
    dates = f"{_from(known[0].period)} {_to(known[-1].period)}"
    drawn = f"{indicator.title}, {dates}"
    return held.finding(french.capital(_segment(indicator, last, _subject(indicator))), french.typographic(drawn))


def short(period: Period) -> str:
    """A period's name where there is little room: « T1 2018 », « 2025 », « 31/03/2025 »."""
    year, _, rest = period.code.partition("-")
    if not rest:
        return year
    if rest[0] in "TS":
        return f"{rest} {year}"
    return f"{period.end:%d/%m/%Y}"


def curve_words(indicator: Indicator, values: Sequence[Value]) -> str:
    """« La part passe de 72,1 % à 91,1 % en 2 ans et demi (du … au …) »; empty when nothing is known. Where nothing may
    be concluded, what is drawn and its ends."""
    known = [value for value in values if value.value is not None]
    if known and held.held():
        ends = " ; ".join(f"{value.period.label} : {_number(indicator, value)}" for value in (known[0], known[-1]))
        return french.typographic(f"{finding(indicator, values)}. {ends}.")
    segments = [list(group) for _, group in groupby(known, key=lambda value: value.segment)]
    subject = _subject(indicator)
    sentences = [french.capital(_segment(indicator, group, subject)) for group in segments]
    cut = "Rupture de série, ce qui suit ne se compare pas"
    return f". {cut}. ".join(sentences) + "." if sentences else ""
