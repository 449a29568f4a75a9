"""The curve of fibre of a place: what is known of it, put in the words and the drawing of a curve."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.utils.safestring import SafeString

from maillage.kernel import french
from maillage.kernel.indicator import Indicator, TargetState
from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.value import Origin, Value
from maillage.observatory.door import Observatory
from maillage.web.drawing.curve import Aim, Curve, Cut, Deadline, Due, Point, Series, Spread, draw
from maillage.web.words import fibre_curve as words
from maillage.web.words.forecast import INDICATOR

FOLDED = timedelta(days=550)
"""Without a figure for longer than this, what is before is said, and not drawn."""
JOINED = timedelta(days=200)
"""Two figures further apart than this are not joined by a line."""
FURTHEST = timedelta(days=5 * 366)
"""How long after the last figures a date is still drawn."""
CUT = "compté autrement"
ABOVE = {Level.EPCI: ("Intercommunalité", "EPCI"), Level.DEPARTEMENT: ("Département",), Level.REGION: ("Région",)}


@dataclass(frozen=True, slots=True)
class FibreCurve:
    """The curve of fibre of a place: `title` is what is found, `said` what is drawn, `sources` where it comes from.

    `wide` and `narrow` are the drawing as SVG, for a page that has `curve.css`; `drawn` what they are made from;
    `origins` the deliveries that they come from.
    """

    ref: Ref
    indicator: str
    title: str
    said: str
    sources: str
    alternative: str
    wide: SafeString
    narrow: SafeString
    drawn: Curve
    origins: tuple[Origin, ...]


def _known(values: Sequence[Value]) -> list[tuple[Value, float]]:
    return [(value, value.value) for value in values if value.value is not None]


def _window(known: Sequence[tuple[Value, float]]) -> int:
    """The rank of the first figure drawn: after it, figures follow each other."""
    gaps = [rank for rank, (old, new) in enumerate(pairwise(known), 1) if _between(old[0], new[0]) > FOLDED]
    return gaps[-1] if gaps else 0


def _between(old: Value, new: Value) -> timedelta:
    return new.period.end - old.period.end


def _runs(known: Sequence[tuple[Value, float]]) -> tuple[tuple[Point, ...], ...]:
    """The points of a line, cut at breaks of series and where figures miss."""
    runs: list[list[Point]] = []
    before: Value | None = None
    for value, share in known:
        joined = before is not None and before.segment == value.segment and _between(before, value) <= JOINED
        if not joined:
            runs.append([])
        runs[-1].append((value.period.end, share))
        before = value
    return tuple(map(tuple, runs))


def _cuts(known: Sequence[tuple[Value, float]]) -> tuple[Cut, ...]:
    return tuple(
        Cut(old.period.end + _between(old, new) / 2, CUT)
        for (old, _), (new, _) in pairwise(known)
        if old.segment != new.segment
    )


def _named(names: Sequence[str], share: float) -> tuple[str, ...]:
    return tuple(french.typographic(f"{name} : {words.share_words(share)}") for name in names)


def _above(source: Observatory, territory: Territory, since: date) -> Series | None:
    """The place to compare with: the EPCI of a commune, the region for any other; from the first date drawn."""
    region = source.release.region
    wanted = territory.parents[0] if territory.ref.level is Level.COMMUNE and territory.parents else region
    if wanted == territory.ref:
        return None
    known = [point for point in _known(source.series(INDICATOR, wanted)) if point[0].period.end >= since]
    return Series(_runs(known), _named(ABOVE[wanted.level], known[-1][1])) if known else None


def _aim(indicator: Indicator, since: date, until: date) -> Aim | None:
    target = indicator.target
    if target is None or target.state is not TargetState.SET or target.on is None:
        return None
    return Aim(target.on, target.value, words.target_names(target)) if since < target.on <= until else None


def _said(known: Sequence[tuple[Value, float]], above: Series | None) -> tuple[str, ...]:
    """Each point, with that of the place above."""
    beside = {day: share for run in above.runs for day, share in run} if above else {}
    name = french.initial(above.names[0].partition(french.THIN)[0]) if above else ""

    def told(day: date) -> str:
        return f" ; {name} : {words.share_words(beside[day])}" if day in beside else ""

    said = (f"{value.period.label} : {words.share_words(share)}{told(value.period.end)}" for value, share in known)
    return tuple(map(french.typographic, said))


def _fan(story: words.Story) -> tuple[Spread, ...]:
    due = story.due
    if due is None or due.period != story.points[-1][0]:
        return ()
    ends = ((due.period.quarters_later(ahead.quarters).end, ahead) for ahead in due.expected)
    return tuple(words.expected(Spread(day, ahead.low, ahead.middle, ahead.high)) for day, ahead in ends)


def _due(story: words.Story, until: date) -> Due | None:
    """The dates of the threshold, those further than `until` left open."""
    due = story.due
    if due is None or due.first is None or due.first.end > until:
        return None
    middle, last = (quarter.end if quarter and quarter.end <= until else None for quarter in (due.middle, due.last))
    return Due(story.threshold, due.first.end, middle, last, words.due_names(story))


def _deadline(story: words.Story, since: date, until: date) -> Deadline | None:
    if story.copper is None or not since <= story.copper <= until:
        return None
    crossing = story.crossing
    if crossing is None:
        return Deadline(story.copper, words.copper_names(story))
    expected = french.typographic(f"≈ {words.share_words(crossing.middle)}")
    return Deadline(story.copper, words.copper_names(story), crossing.middle, expected)


def _origin(origin: Origin, what: str = "") -> str:
    obtained = f", obtenu le {french.day(origin.obtained_on)}"
    return french.typographic(f"{what}{origin.publisher}{obtained}")


def _sources(last: Value, copper: Origin | None, forecast: bool) -> str:
    """« Source : Arcep, obtenu le 2 septembre 2026 ; fin du cuivre : … »."""
    said = list(dict.fromkeys(_origin(origin) for origin in last.origins if not origin.source.startswith("cog_")))
    if copper:
        said.append(_origin(copper, "fin du cuivre : "))
    if forecast:
        said.append("prévision : nos calculs")
    return french.typographic(f"Source : {' ; '.join(said)}.")


def _story(source: Observatory, ref: Ref, known: Sequence[tuple[Value, float]], today: date) -> words.Story:
    start = _window(known)
    ground = source.nearby.ground.of(ref) if ref.level is Level.COMMUNE else None
    earlier = known[start - 1] if start else None
    return words.Story(
        points=tuple((value.period, share) for value, share in known[start:]),
        today=today,
        earlier=(earlier[0].period, earlier[1]) if earlier else None,
        recounted=earlier is not None and earlier[0].segment != known[start][0].segment,
        forecast=source.forecasts.of(ref),
        threshold=source.forecasts.threshold or 90.0,
        copper=ground.copper_ends_on if ground else None,
    )


def fibre_curve(source: Observatory, ref: Ref, today: date) -> FibreCurve | None:
    """The curve of fibre of a place, read on a day; None where no share was ever known.

    Raises UsageError when the place is unknown.
    """
    known, territory = _known(source.series(INDICATOR, ref)), source.territory(ref)
    if not known:
        return None
    story = _story(source, ref, known, today)
    drawn_points = known[-len(story.points) :]
    first, last = story.points[0][0].end, story.points[-1][0].end
    until = last + FURTHEST
    above = _above(source, territory, first)
    names = _named((territory.name, "Ici"), story.share)
    deadline = _deadline(story, first, until)
    drawn = Curve(
        here=Series(_runs(drawn_points), names, said=_said(drawn_points, above), marked=False),
        above=above,
        fan=_fan(story),
        due=_due(story, until),
        deadline=deadline,
        aim=_aim(source.indicator(INDICATOR).indicator, first, until),
        cuts=_cuts(drawn_points),
    )
    alternative = words.alternative(story, territory.name, above.names[:1] if above else ())
    ground = source.nearby.ground.of(ref) if deadline else None
    copper = ground.copper_origin if ground else None
    origins = {origin: None for value, _ in drawn_points for origin in value.origins}
    return FibreCurve(
        ref=ref,
        indicator=INDICATOR,
        title=words.title(story),
        said=words.said(story),
        sources=_sources(known[-1][0], copper, bool(drawn.fan)),
        alternative=alternative,
        wide=SafeString(draw(drawn, drawn.wide, alternative, "curve-wide")),
        narrow=SafeString(draw(drawn, drawn.narrow, alternative, "curve-narrow")),
        drawn=drawn,
        origins=(*origins, *filter(None, (copper,))),
    )
