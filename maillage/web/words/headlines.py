"""What to remember of the release, by rules: communes that passed a step, those that stopped, promises judged.

Each has its sentence, the drawing that fits it, what it counts, and the page where it is told in full.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from maillage.kernel import french
from maillage.kernel.territory import Level
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import IndicatorSheet
from maillage.web.words.forecast import INDICATOR, until

STEP = 90.0
NAMED = 3
WIDTH, HEIGHT = 320, 130
STOPPED = ("arretee", "pas_commencee")
SQUARES, ACROSS = 320, 32
"""Promises drawn one by one, at most, and how many in a row."""


@dataclass(frozen=True, slots=True)
class Headline:
    """Its words, their drawing, what is counted, where it is told in full; which rule writes it, of which period."""

    title: str
    svg: SafeString
    detail: str
    address: str
    about: str
    period: str


def headlines(source: Observatory) -> list[Headline]:
    """Those that have something to say."""
    sheet = source.indicator(INDICATOR)
    made = (_passed(source, sheet) if sheet.loaded else None, _stopped(source), _promises(source))
    return [headline for headline in made if headline]


def _passed(source: Observatory, sheet: IndicatorSheet) -> Headline | None:
    """The communes that passed the step in the last period, on the same side of every break."""
    same = [
        each for each in sheet.periods if sheet.indicator.segment(each) == sheet.indicator.segment(sheet.periods[-1])
    ]
    if len(same) < 2:
        return None
    before, after = (source.layer(INDICATOR, Level.COMMUNE, period) for period in same[-2:])
    passed = [
        code
        for code, share in after.items()
        if share is not None and share >= STEP and (old := before.get(code)) is not None and old < STEP
    ]
    over = sum(share is not None and share >= STEP for share in after.values())
    known = sum(share is not None for share in after.values())
    count = len(passed)
    step = french.with_unit(STEP, "%")
    title = f"{french.counted(count, 'commune')} {french.plural(count, 'a', 'ont')} passé {step}"
    if not count:
        title = f"Aucune commune n’a passé {step}"
    detail = (
        f"Entre {until(same[-2])} et {until(same[-1])}. Elles sont {french.number(over)} sur {french.number(known)}."
    )
    where = f"{reverse('indicator', args=[INDICATOR])}?{urlencode({'niveau': 'commune'})}"
    places = {place.ref.code: french.typographic(place.name) for place in source.territories(Level.COMMUNE)}
    named = sorted((code for code in passed if code in places), key=lambda code: (-(after[code] or 0), code))[:NAMED]
    rows = [(places[code], before[code] or 0.0, after[code] or 0.0) for code in named]
    return Headline(title, _slopes(rows, title), detail, where, "seuil", same[-1].code)


def _slopes(rows: Sequence[tuple[str, float, float]], title: str) -> SafeString:
    """Where each was and is, about the step; nothing without a commune."""
    if not rows:
        return SafeString("")
    low = min(min(before, after) for _, before, after in rows)
    span = max(100.0 - low, 1.0)

    def at(share: float) -> float:
        return round(HEIGHT - 14 - (min(share, 100.0) - low) / span * (HEIGHT - 34), 1)

    step = at(STEP)
    drawn = [
        f'<path class="step" d="M0 {step}H130"/><text class="soft" x="0" y="{step - 6}">{STEP:.0f}{french.THIN}%</text>'
    ]
    lowest = -20.0
    for name, before, after in sorted(rows, key=lambda row: -row[2]):
        lowest = max(lowest + 19, at(after) + 5)
        drawn.append(
            f'<path class="line" d="M44 {at(before)}L130 {at(after)}"/>'
            f'<circle class="dot" cx="130" cy="{at(after)}" r="4"/>'
        )
        drawn.append(f'<text x="142" y="{lowest}">{escape(_cut(name))}</text>')
    return _svg("".join(drawn), title)


def _cut(name: str) -> str:
    return name if len(name) <= 23 else f"{name[:22].rstrip()}…"


def _stopped(source: Observatory) -> Headline | None:
    """The communes under the threshold whose share has not moved in a year."""
    threshold = source.forecasts.threshold
    if threshold is None:
        return None
    table = source.forecasts.table()
    shares = sorted(forecast.share for _, forecast in table if forecast.state in STOPPED and forecast.share is not None)
    count = len(shares)
    if not count:
        return None
    title = f"{french.counted(count, 'commune')} n’{french.plural(count, 'a', 'ont')} pas avancé depuis un an"
    zero = sum(share == 0 for share in shares)
    parts = []
    if zero:
        parts.append(f"{french.number(zero)} à zéro")
    if count > zero:
        parts.append(f"{french.number(count - zero)} entre {_bounds([share for share in shares if share > 0])}")
    period = table[0][1].period
    among = f"parmi celles sous {french.with_unit(threshold, '%')}"
    detail = f"Jusqu’à {until(period)}, {among}{french.THIN}: {', '.join(parts)}."
    return Headline(title, _dots(shares, threshold, title), detail, reverse("forecasts"), "arret", period.code)


def _bounds(shares: Sequence[float]) -> str:
    low, high = round(min(shares)), round(max(shares))
    return french.with_unit(low, "%") if low == high else f"{french.number(low)} et {french.with_unit(high, '%')}"


def _dots(shares: Sequence[float], most: float, title: str) -> SafeString:
    """A ring for each, piled where its share is."""
    across, size = 29, 10.0
    columns: dict[int, int] = {}
    for share in shares:
        column = min(int(share / most * across), across - 1)
        columns[column] = columns.get(column, 0) + 1
    high = max(columns.values())
    size = min(size, (HEIGHT - 30) / high)
    rings = "".join(
        f'<circle class="ring" cx="{6 + column * 10.6:.1f}" cy="{HEIGHT - 28 - size / 2 - rank * size:.1f}" '
        f'r="{size * 0.38:.1f}"/>'
        for column, count in sorted(columns.items())
        for rank in range(count)
    )
    foot = HEIGHT - 24
    axis = f'<path class="axis" d="M0 {foot}H{WIDTH - 8}"/>'
    names = f'<text class="soft" x="0" y="{HEIGHT - 6}">0{french.THIN}%</text>'
    names += (
        f'<text class="soft" x="{WIDTH - 8}" y="{HEIGHT - 6}" text-anchor="end">{french.with_unit(most, "%")}</text>'
    )
    return _svg(rings + axis + names, title)


def _promises(source: Observatory) -> Headline | None:
    """First announced dates that are past, kept or not."""
    slips = source.rollout.slips
    periods = slips.periods()
    if not periods:
        return None
    communes = {place.ref.code for place in source.territories(Level.COMMUNE)}
    counted = slips.counted(lambda commune, operator, quarter: "toutes", communes, periods[-1])
    every = counted.get("toutes")
    if every is None or not every.judged:
        return None
    kept = every.tenus
    judged = f"{french.counted(every.judged, 'promesse')} de fibre {french.plural(every.judged, 'jugée')}"
    title = f"{judged}, {french.counted(kept, 'tenue')}" if kept else f"{judged}, aucune tenue"
    detail = (
        f"Premières dates de fibre annoncées pour des immeubles, échues {until(periods[-1])}, que nous pouvons juger."
    )
    svg = _squares(kept, every.judged, title)
    return Headline(title, svg, detail, reverse("slips"), "promesses", periods[-1].code)


def _squares(kept: int, judged: int, title: str) -> SafeString:
    """A square for each promise, or for as many as make them fit; those kept come first."""
    each = -(-judged // SQUARES)
    full, total = -(-kept // each), -(-judged // each)

    def path(ranks: Iterator[int]) -> str:
        return "".join(f"M{rank % ACROSS * 9.6 + 1:.1f} {rank // ACROSS * 9.6 + 1:.1f}h6.6v6.6h-6.6z" for rank in ranks)

    bottom = (total - 1) // ACROSS * 9.6 + 28
    missed, words = judged - kept, ""
    if kept:
        words += f'<text x="0" y="{bottom:.0f}" class="good">{french.counted(kept, "tenue")}</text>'
    if missed:
        place = f'x="{WIDTH - 12}" y="{bottom:.0f}" text-anchor="end"'
        words += f'<text {place} class="bad">{french.counted(missed, "manquée")}</text>'
    drawn = (
        f'<path class="kept" d="{path(iter(range(full)))}"/><path class="missed" d="{path(iter(range(full, total)))}"/>'
    )
    if each > 1:
        title = f"{title}. Un carré pour {french.number(each)} dates"
    return _svg(drawn + words, title, max(HEIGHT, round(bottom) + 6))


def _svg(inside: str, title: str, height: int = HEIGHT) -> SafeString:
    # Drawn by us: names of communes are the only texts, and they come from the release.
    return mark_safe(
        f'<svg class="headline" viewBox="0 0 {WIDTH} {height}" font-size="14" role="img" '
        f'aria-label="{escape(title)}">{inside}</svg>'
    )
