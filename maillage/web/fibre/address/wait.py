"""From copper's end to fibre: how long one waits, said and drawn. What is expected is the commune's, and said so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from django.utils.safestring import SafeString, mark_safe

from maillage.kernel import french
from maillage.observatory.address_sheet import AddressSheet
from maillage.observatory.forecasts import FORECAST, Forecast
from maillage.web.fibre.address.state import State
from maillage.web.fibre.words import deadline_words
from maillage.web.words.fibre_curve import month
from maillage.web.words.forecast import CHANCES, percent, sentence
from maillage.web.words.held import finding

MONTH = 30.44
"""Days."""
PAST, MORE = timedelta(days=330), timedelta(days=1100)
"""What is drawn before today at least, and at most."""
OPEN = timedelta(days=730)
"""How long the bar goes on when nobody can say until when."""
LETTER = 14
EACH = 46
"""Pixels that the name of a year needs."""
NOTHING = SafeString("")
UNCERTAIN = "Pas de date connue pour la fibre"


@dataclass(frozen=True, slots=True)
class Wait:
    """The wait at an address: `title` is what is found, `note` whose forecast it is and what it says; `facts` what is
    published of the building's own dates. The drawings are empty when no date is forecast."""

    title: str
    note: str
    facts: str
    wide: SafeString = NOTHING
    narrow: SafeString = NOTHING


@dataclass(frozen=True, slots=True)
class _Story:
    """What is drawn: today, the end of copper, from when to when the share is expected, the date that was announced
    for the building; None where it is not known."""

    today: date
    copper: date | None
    first: date
    last: date | None
    announced: date | None
    share: str

    @property
    def start(self) -> date:
        """The left edge."""
        known = [day for day in (self.announced, self.copper) if day and day > self.today - MORE]
        return min([self.today - PAST, *(day - timedelta(days=120) for day in known)])

    @property
    def end(self) -> date:
        """The right edge."""
        last = max(self.last or self.first + OPEN, self.copper or self.today)
        return last + (last - self.start) * 0.07

    @property
    def since(self) -> date:
        """From when one waits."""
        return self.copper or self.today

    @property
    def months(self) -> tuple[int, int | None]:
        """How long one waits at least and at most; below zero when fibre comes before."""
        first = round((self.first - self.since).days / MONTH)
        return first, round((self.last - self.since).days / MONTH) if self.last else None


@dataclass(frozen=True, slots=True)
class _Size:
    """A drawing, in pixels: its width, its height, where its bars begin, where the lower one stands."""

    width: int
    height: int
    left: int
    fibre: int
    brief: bool
    name: str

    @property
    def right(self) -> int:
        """The right edge of bars."""
        return self.width - 4

    @property
    def foot(self) -> int:
        """The axis."""
        return self.height - 24


WIDE = _Size(568, 150, 62, 84, brief=False, name="wide")
NARROW = _Size(336, 136, 48, 76, brief=True, name="narrow")
COPPER, TALL = 32, 16
"""Where the upper bar stands, how high bars are."""


def _span(first: int, last: int | None) -> str:
    """« 20 à 41 mois »."""
    if last is None:
        return f"au moins {french.counted(first, 'mois', 'mois')}"
    return (
        french.counted(first, "mois", "mois") if first == last else f"{first} à {french.counted(last, 'mois', 'mois')}"
    )


def _title(story: _Story) -> str:
    first, last = story.months
    gone = story.copper is not None and story.copper <= story.today
    if story.copper is None or gone:
        start = "L’ADSL est arrêté, la fibre" if gone else "La fibre"
        left = _Story(story.today, None, story.first, story.last, None, "").months
        if left[0] <= 0:
            return f"{start} est attendue d’ici {_end_of(story.last)}" if story.last else f"{start} est attendue"
        return f"{start} est attendue dans {_span(*left)}"
    if first > 0:
        return f"De l’ADSL à la fibre, {_span(first, last)} d’attente"
    if last is None:
        return "La fibre n’est pas sûre d’arriver avant la fin de l’ADSL"
    if last <= 0:
        return "La fibre est attendue avant la fin de l’ADSL"
    return f"La fibre peut arriver {french.counted(last, 'mois', 'mois')} après la fin de l’ADSL"


def _end_of(day: date | None) -> str:
    """« fin juin 2030 »."""
    return f"fin {french.day(day).partition(' ')[2]}" if day else ""


def _text(x: float, y: float, kind: str, words: str, anchor: str = "start") -> str:
    held = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}"{held}>{escape(words)}</text>'


def _wide(words: str) -> float:
    """How wide some words are, in pixels, rather more than less."""
    return 0.55 * LETTER * len(words)


@dataclass(frozen=True, slots=True)
class _Plot:
    """A story on a drawing."""

    story: _Story
    size: _Size

    def at(self, day: date) -> float:
        """Where a day stands, kept in the drawing."""
        story, size = self.story, self.size
        part = (day - story.start) / (story.end - story.start)
        return size.left + min(max(part, 0.0), 1.0) * (size.right - size.left)

    def years(self) -> Iterator[str]:
        """The axis."""
        size, story = self.size, self.story
        yield f'<path class="wait-axis" d="M{size.left} {size.foot}H{size.right}"/>'
        every = 1 + int(EACH * (story.end - story.start).days / 365.25 / (size.right - size.left))
        for year in range(story.start.year + 1, story.end.year + 1):
            x = self.at(date(year, 1, 1))
            if year % every == 0 and size.left + 18 <= x <= size.right - 16:
                yield f'<path class="wait-axis" d="M{x:.0f} {size.foot}v5"/>'
                yield _text(x, size.height - 4, "wait-year", str(year), "middle")

    def copper(self) -> Iterator[str]:
        """The bar of ADSL, until the day it ends."""
        size, story = self.size, self.story
        yield _text(size.left - 8, COPPER + 13, "wait-row", "ADSL", "end")
        right = self.at(story.copper) if story.copper else size.right
        yield f'<path class="wait-copper" d="M{size.left} {COPPER}H{right:.0f}v{TALL}H{size.left}z"/>'
        if story.copper is None:
            yield _text(size.left, COPPER - 8, "wait-soft", "aucune fin annoncée")
            return
        words = f"Fin{french.THIN}: {french.day(story.copper)}"
        room = right - size.left
        fits = room >= _wide(words)
        yield _text(right if fits else size.left, COPPER - 8, "wait-end", words, "end" if fits else "start")
        yield f'<path class="wait-line" d="M{right:.1f} {COPPER - 4}V{size.foot}"/>'

    def gap(self) -> Iterator[str]:
        """The time between both, hatched."""
        size, story = self.size, self.story
        left, right = self.at(story.since), self.at(story.first)
        if story.copper is None or right <= left + 2:
            return
        hatch = f"wait-hatch-{size.name}"
        yield (
            f'<defs><pattern id="{hatch}" width="6" height="6" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><path class="wait-hatch" d="M3 0v6"/></pattern></defs>'
            f'<path fill="url(#{hatch})" d="M{left:.0f} {COPPER - 3}H{right:.0f}V{size.fibre + TALL + 3}H{left:.0f}z"/>'
        )
        if story.copper <= story.today:
            return
        words, room, middle = _span(*story.months), right - left - 8, (COPPER + size.fibre + TALL) / 2 + 5
        span = words.rpartition(french.WIDE)
        lines = [words] if _wide(words) <= room else [span[0], span[2]] if _wide(span[0]) <= room else []
        for rank, line in enumerate(lines):
            y = middle + 17 * (rank - (len(lines) - 1) / 2)
            yield _text((left + right) / 2, y, "wait-gap", line, "middle")

    def fibre(self) -> Iterator[str]:
        """The bar of fibre: pale while it comes, full once the share is passed; the date that was announced."""
        size, story = self.size, self.story
        y = size.fibre
        yield _text(size.left - 8, y + 13, "wait-row", "Fibre", "end")
        first, last = self.at(story.first), self.at(story.last) if story.last else float(size.right)
        yield f'<path class="wait-coming" d="M{first:.0f} {y}H{last:.0f}v{TALL}H{first:.0f}z"/>'
        if story.last:
            yield f'<path class="wait-there" d="M{last:.0f} {y}H{size.right}v{TALL}H{last:.0f}z"/>'
        words = f"{story.share} atteints" if size.brief else f"{story.share} de la commune"
        yield _text(size.right, y - 8, "wait-coming-name", words, "end")
        if story.announced and story.announced >= story.start:
            x = self.at(story.announced)
            late = f"M{x - 9:.0f} {y + 17}l18-18" if story.announced < story.today else ""
            yield f'<path class="wait-announced" d="M{x - 6:.0f} {y + 8}l6-6.5 6 6.5-6 6.5z{late}"/>'
            told = month(story.announced) if size.brief else f"annoncée{french.THIN}: {month(story.announced)}"
            if x + 13 + _wide(told) <= self.at(story.since):
                yield _text(x + 13, y + 13, "wait-announced-name", told)


def _drawn(story: _Story, size: _Size, message: str) -> SafeString:
    plot = _Plot(story, size)
    parts = (*plot.years(), *plot.gap(), *plot.copper(), *plot.fibre())
    # Drawn by us: words are escaped where they are written.
    return mark_safe(
        f'<svg class="wait-{size.name}" viewBox="0 0 {size.width} {size.height}" font-size="{LETTER}" role="img" '
        f'aria-label="{escape(message)}">{"".join(parts)}</svg>'
    )


def _facts(state: State, today: date) -> str:
    """What is published of the building's own dates."""
    building = state.own[0]
    opened = building.exchange_opened_on
    exchange = (
        f"L’armoire du quartier est ouverte depuis le {french.day(opened)}." if opened and opened <= today else ""
    )
    return french.typographic(" ".join(filter(None, (exchange, deadline_words(building, today)))))


def _whole(story: _Story) -> str:
    """« 90 % des locaux de la commune sont attendus entre fin septembre 2028 et fin juin 2030 »."""
    when = f"au plus tôt {_end_of(story.first)}"
    if story.last:
        when = f"entre {_end_of(story.first)} et {_end_of(story.last)}"
    if story.last == story.first:
        when = _end_of(story.first)
    return f"{story.share} des locaux de la commune sont attendus {when}"


def _message(story: _Story, title: str) -> str:
    copper = f" L’ADSL s’arrête le {french.day(story.copper)}." if story.copper else ""
    return f"{title}.{copper} {_whole(story)}."


def wait(
    sheet: AddressSheet, state: State, forecast: Forecast | None, threshold: float | None, today: date
) -> Wait | None:
    """The wait at an address where fibre is not there, from what is forecast of its commune until a share (percent);
    None where it is there, where nobody knows, and where nothing is published."""
    if not state.missing:
        return None
    facts = _facts(state, today)
    if forecast is None or threshold is None:
        return Wait(UNCERTAIN, "", facts) if facts else None
    story = _story(sheet, state, forecast, threshold, today)
    if story is None:
        return Wait(UNCERTAIN, f"{sentence(forecast, threshold, today)} Cela vaut pour la commune entière.", facts)
    title = french.typographic(finding(_title(story), f"De l’ADSL à la fibre, vu le {french.day(today)}"))
    message = french.typographic(_message(story, title))
    note = f"{_whole(story)}, {CHANCES}{french.THIN}: c’est une prévision pour la commune, pas pour cette adresse."
    return Wait(title, note, facts, _drawn(story, WIDE, message), _drawn(story, NARROW, message))


def _story(sheet: AddressSheet, state: State, forecast: Forecast, threshold: float, today: date) -> _Story | None:
    """What is drawn; None when no date to come is forecast."""
    first, last = forecast.first, forecast.last
    if forecast.state != FORECAST or first is None or (last or first).end < today:
        return None
    copper = sheet.ground.copper_ends_on if sheet.ground else None
    announced = state.own[0].complete_by
    return _Story(today, copper, first.end, last.end if last else None, announced, percent(threshold))
