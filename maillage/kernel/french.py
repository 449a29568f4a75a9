"""Numbers, dates and sentences as French typography wants them: narrow no-break spaces, decimal commas, « 1er »."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

from maillage.kernel.period import french_date

THIN = "\u202f"
WIDE = "\u00a0"
MINUS = "−"
_MARKS = re.compile(r"(?<=\S)[ \u00a0\u202f]*([;:!?»%])(?=[\s.,;:)»\u00a0\u202f]|$)")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")


def number(value: float, decimals: int = 0) -> str:
    """12394.5 → « 12 394,5 »; a whole value shows no decimals."""
    digits = 0 if value == int(value) else decimals
    text = f"{abs(value):,.{digits}f}".replace(",", THIN).replace(".", ",")
    shows_zero = not text.strip("0,")
    return text if value >= 0 or shows_zero else MINUS + text


def aligned(value: float, decimals: int) -> str:
    """A number in a column: always the same decimals."""
    return number(value, decimals) if decimals == 0 or value != int(value) else f"{number(value)},{'0' * decimals}"


def short(value: float) -> str:
    """A bound on a scale: two decimals at most, none of them a useless zero."""
    text = number(value, 2)
    return text.rstrip("0").rstrip(",") if "," in text else text


def initial(text: str) -> str:
    """A title inside a sentence: its first letter small, unless its first word is an acronym."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def capital(text: str) -> str:
    """A title at the head of a line: its first letter capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def after(unit: str) -> str:
    """A unit as it follows a number, its space included: « % » after a narrow one. Nothing when there is no unit."""
    if unit == "%":
        return f"{THIN}%"
    return f"{WIDE}{typographic(unit)}" if unit else ""


def with_unit(value: float, unit: str, decimals: int = 0) -> str:
    """A number and its unit: « 12,4 % », « 3 sites »."""
    return number(value, decimals) + after(unit)


def rounded(value: float, decimals: int) -> float:
    """The value as it will be shown, without a negative zero."""
    return round(value, decimals) + 0.0


def plural(count: float, word: str, many: str = "") -> str:
    """« 1,5 point », « 3 points »: French plural begins at two."""
    return word if abs(count) < 2 else (many or f"{word}s")


def counted(count: int, word: str, many: str = "") -> str:
    """« 3 685 communes »."""
    return f"{number(count)}{WIDE}{plural(count, word, many)}"


def listed(names: Sequence[str]) -> str:
    """« Orange, Free et SFR »."""
    return " et ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def ordinal(rank: int, tied: int = 1) -> str:
    """« 1er », « 12e »; « 12e ex æquo » when `tied`, how many share the rank, is more than one."""
    shared = f"{WIDE}ex{WIDE}æquo" if tied > 1 else ""
    return f"{'1er' if rank == 1 else f'{number(rank)}e'}{shared}"


def day(when: date | None) -> str:
    """« 30 juin 2026 »; empty when unknown."""
    return french_date(when) if when else ""


def moment(when: datetime) -> datetime:
    """A moment that knows its time zone; one that does not is in universal time."""
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def age(days: int) -> str:
    """How old, in the largest whole unit: « 8 ans », « 3 mois », « 12 jours »."""
    if days >= 730:
        return counted(days // 365, "an")
    if days >= 60:
        return f"{days // 30}{WIDE}mois"
    return counted(max(days, 0), "jour")


def size(octets: int) -> str:
    """« 5,1 Mo »."""
    for unit, scale in (("Go", 1e9), ("Mo", 1e6), ("ko", 1e3)):
        if octets >= scale:
            return f"{number(octets / scale, 1)}{WIDE}{unit}"
    return f"{octets}{WIDE}o"


def typographic(text: str) -> str:
    """A text typed on a keyboard, set as a printer would: apostrophes and no-break spaces."""
    text = text.replace("'", "’")
    text = re.sub("«[ \u00a0\u202f]*", f"«{THIN}", text)
    text = _MARKS.sub(lambda mark: THIN + mark[1], text)
    return _THOUSANDS.sub(THIN, text)


def spaced(text: str) -> str:
    """A message whose spaces before `: ; ? !` and inside « » are narrow and do not break; nothing else changes,
    so that what it quotes stays as it was written."""
    return re.sub(r" (?=[:;?!»])", THIN, text).replace("« ", f"«{THIN}")
