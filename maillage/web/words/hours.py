"""Opening hours in French, from the ways lists write them: OpenStreetMap's (`Tu-Sa 10:00-12:30`), those of France
Services (`lundi 09:00 - 12:00 / 13:30 - 17:00`), those typed by hand (`lundi 9h-12h, 14h-17h30`)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from maillage.kernel import french

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "jours fériés")
_CODES = {code: rank for rank, code in enumerate(("mo", "tu", "we", "th", "fr", "sa", "su", "ph"))}
_NAMES = {name: rank for rank, name in enumerate(DAYS[:-1])}
_RANKS = _CODES | _NAMES
_DAY = rf"(?:{'|'.join(_NAMES)}|(?:{'|'.join(_CODES)})\b)"
_TIME = r"(\d{1,2}) ?[h:] ?(\d{2})?"
_SLOT = re.compile(rf"{_TIME} ?(?:[-–]|à)? ?{_TIME}")
_RULE = re.compile(rf"({_DAY}(?: ?(?:[-–,]|au|et) ?{_DAY})*) ?:? ?(.+)")
_BETWEEN = re.compile(rf" ?; ?| ?(?<=[\dh]), ?(?={_DAY})")
_RANGE = re.compile(rf"({_DAY})(?: ?(?:[-–]|au) ?({_DAY}))?")
_SHUT = re.compile(r"off|closed|ferm[ée]e?")
_ASKED = re.compile(r"sous ?condition|sur (?:rdv|rendez-vous)")
_RAW = re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)\b")
_ALWAYS = "24/7"


@dataclass(frozen=True, slots=True)
class Opening:
    """Some days and the hours of each: « Du mardi au samedi », « 10 h–12 h 30, 14 h–18 h »; no days when they are not
    told apart."""

    days: str
    hours: str


@lru_cache(maxsize=1_000)
def openings(text: str) -> tuple[Opening, ...]:
    """Opening hours from Monday on. Words that we cannot read are given as they are when they are French; nothing is
    given of a code that we cannot read."""
    plain = re.sub(r"\s+", " ", text).strip()
    if plain == _ALWAYS:
        return (Opening("Tous les jours", f"24{french.WIDE}h sur 24"),)
    week = _week(plain.lower())
    if week is None:
        return () if _RAW.search(plain) else (Opening("", french.typographic(plain)),)
    return tuple(_grouped(week))


def _week(text: str) -> Mapping[int, str] | None:
    """The hours of each day that is open, by its rank; None when a part cannot be read."""
    week: dict[int, str] = {}
    alone: set[int] = set()
    for part in filter(None, _BETWEEN.split(text)):
        rule = _RULE.fullmatch(part)
        hours = _hours(rule[2]) if rule else None
        if rule is None or hours is None:
            return None
        days = list(_ranks(rule[1]))
        for day in days:
            # A day named alone twice has both hours; named alone after a span, it has its own.
            week[day] = f"{week[day]}, {hours}" if days == [day] and day in alone else hours
        alone.update(days if len(days) == 1 else ())
    return {day: hours for day, hours in sorted(week.items()) if hours} if week else None


def _ranks(selected: str) -> Iterator[int]:
    """« mo-we,fr » → 0, 1, 2, 4."""
    for first, last in _RANGE.findall(selected):
        start, end = _RANKS[first], _RANKS[last or first]
        yield from range(start, end + 1) if start <= end else (*range(start, 7), *range(end + 1))


def _hours(text: str) -> str | None:
    """« 10:00-12:30,14:00-18:00 » → « 10 h–12 h 30, 14 h–18 h »; empty when shut, None when it cannot be read."""
    text = text.strip(" ,/")
    if _SHUT.fullmatch(text):
        return ""
    said = [_slot(part.strip()) for part in re.split(r"[,/]", text)]
    return None if None in said else ", ".join(dict.fromkeys(filter(None, said)))


def _slot(text: str) -> str | None:
    if _ASKED.fullmatch(text):
        return "sous condition" if text.startswith("sous") else "sur rendez-vous"
    slot = _SLOT.fullmatch(text)
    if slot is None or any(int(hour) > 24 for hour in slot.group(1, 3)):
        return None
    if any(int(minute or 0) > 59 for minute in slot.group(2, 4)):
        return None
    return f"{_time(slot[1], slot[2])}–{_time(slot[3], slot[4])}"


def _time(hour: str, minute: str | None) -> str:
    rest = f"{french.WIDE}{minute}" if minute and minute != "00" else ""
    return f"{int(hour)}{french.WIDE}h{rest}"


def _grouped(week: Mapping[int, str]) -> Iterator[Opening]:
    """Days that follow one another and have the same hours are told together."""
    for _, run in groupby(enumerate(week.items()), key=lambda each: (each[1][0] - each[0], each[1][1])):
        days = [day for _, (day, _) in run]
        yield Opening(french.capital(_span(days)), week[days[0]])


def _span(days: list[int]) -> str:
    first, last = DAYS[days[0]], DAYS[days[-1]]
    if len(days) == 1:
        return first
    return f"{first} et {last}" if len(days) == 2 else f"du {first} au {last}"
