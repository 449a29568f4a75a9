"""The answer a portrait opens with: how much fibre and until when, what closes, what one can do about it.

Who comes: a mayor on a phone; leaves, on the first screen, with one sentence, a date and where to go.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.value import Origin, Value
from maillage.observatory.door import Observatory
from maillage.observatory.forecasts import FORECAST, Forecast
from maillage.web.drawing.curve import Spread
from maillage.web.words import fibre_curve
from maillage.web.words.copper import SOON, Copper, closed, closes
from maillage.web.words.forecast import AGED, DONE, INDICATOR, UNCHECKED, percent, until
from maillage.web.words.pieces import Words
from maillage.web.words.together import on

LOW = 50.0
"""Share of premises (percent) under which a commune is named among those that wait."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The sentence on fibre and where it comes from, what is said of copper (or None) and where it is told commune by
    commune (empty of a commune), and the doors: words and address, the first one first."""

    sentence: Words
    source: str
    copper: Copper | None
    communes: str
    doors: tuple[tuple[str, str], ...]


def answer(source: Observatory, territory: Territory, today: date, fan: Sequence[Spread] = ()) -> Answer:
    """The answer of a territory, on a day; `fan` is what is expected of its communes together."""
    known = [value for value in source.series(INDICATOR, territory.ref) if value.value is not None]
    last = known[-1] if known else None
    return Answer(
        sentence=_sentence(source, territory, last, today, fan),
        source=_origin(last),
        # Nothing is said of who waits today by what was counted long ago.
        copper=_copper(source, territory, None if _aged(last, today) else last, today),
        communes=_communes(territory.ref),
        doors=tuple(_doors(territory.ref, last)),
    )


def _aged(last: Value | None, today: date) -> bool:
    return last is not None and last.period.end < today - AGED


def _origin(last: Value | None) -> str:
    """« Arcep, 2e trimestre 2026, obtenu le 10 septembre 2026 »; empty when nothing is known."""
    if last is None or not last.origins:
        return ""
    origin = last.origins[0]
    return f"{french.typographic(origin.publisher)}, {last.period.label}, obtenu le {french.day(origin.obtained_on)}"


def _sentence(
    source: Observatory, territory: Territory, last: Value | None, today: date, fan: Sequence[Spread]
) -> Words:
    if last is None or last.value is None:
        return (("Nous ne savons pas encore combien de locaux la fibre dessert ici.", False),)
    known = last.completeness
    among = ""
    if known.known < known.total:
        among = f" dans {known.known} {french.plural(known.known, 'commune')} sur {french.number(known.total)}"
    share = french.with_unit(french.rounded(last.value, 0), "%")
    if french.rounded(last.value, 0) >= 100 > DONE > last.value:
        share = f"plus de {french.with_unit(99, '%')}"
    aged = _aged(last, today)
    verb = f"{until(last.period).capitalize()}, la fibre desservait " if aged else "La fibre dessert "
    start = ((verb, False), (share, True), (f" des locaux{among}", False))
    if last.value >= DONE:
        start = ((verb, False), ("tous les locaux", True), (among, False))
    if territory.ref.level is Level.COMMUNE:
        return *start, *_to_come(source.forecasts.of(territory.ref), source.forecasts.threshold, today)
    expected = () if aged else _expected((last.period.end, last.value), fan, today)
    members = _members(source, territory.ref, last, aged)
    if expected and members:
        return *start, *expected, (" ", False), (french.capital(members[0][0]), members[0][1]), *members[1:]
    end = ((f"{french.THIN}; ", False), *members) if members else ((".", False),)
    return *start, *(expected or end)


def _expected(start: tuple[date, float], fan: Sequence[Spread], today: date) -> Words:
    """« ; 80 à 92 % sont attendus fin 2027. »: of the end of next year, else of this one; nothing when both are further
    than forecasts go."""
    for year in (today.year + 1, today.year):
        spread = on(start, fan, date(year, 12, 31))
        if spread is not None and spread.day > today:
            low, high = (fibre_curve.percent(share) for share in (spread.low, spread.high))
            shares = french.with_unit(high, "%")
            if low < high:
                shares = f"{french.number(low)} à {shares}"
            return ((f"{french.THIN}; ", False), (shares, True), (f" sont attendus fin {year}.", False))
    return ()


def _to_come(forecast: Forecast | None, threshold: float | None, today: date) -> Words:
    """« ; 90 % sont attendus entre fin septembre 2028 et fin juin 2030. », or why nothing is."""
    stopped = {"pas_commencee": "les travaux n’ont pas commencé", "arretee": "rien n’avance plus depuis un an"}
    if forecast is None or threshold is None:
        return ((".", False),)
    if forecast.state in stopped:
        return ((f"{french.THIN}; {stopped[forecast.state]}.", False),)
    first, last = forecast.first, forecast.last
    if forecast.state != FORECAST or first is None:
        return ((".", False),)
    share = (percent(threshold), True)
    if last is None:
        return ((f"{french.THIN}; ", False), share, (f" sont attendus au plus tôt {until(first)}.", False))
    if last.end < today:
        return ((f"{french.THIN}; ", False), share, (f" étaient attendus {until(last)}, {UNCHECKED}.", False))
    when = until(last) if first == last else f"entre {until(first)} et {until(last)}"
    return ((f"{french.THIN}; ", False), share, (f" sont attendus {when}.", False))


def _members(source: Observatory, ref: Ref, last: Value, aged: bool) -> Words:
    """« 3 communes sur 20 sont sous 50 %. », of those whose share is known at the same period; nothing without one."""
    layer = source.layer(INDICATOR, Level.COMMUNE, last.period)
    shares = [layer.get(commune.ref.code) for commune in source.territories(Level.COMMUNE, ref)]
    known = [share for share in shares if share is not None]
    low = sum(share < LOW for share in known)
    if not known:
        return ()
    bound = french.with_unit(LOW, "%")
    if not low:
        return ((f"aucune commune n’{'était' if aged else 'est'} sous {bound}.", False),)
    verb = french.plural(low, *(("était", "étaient") if aged else ("est", "sont")))
    return (french.counted(low, "commune"), True), (f" sur {french.number(len(known))} {verb} sous {bound}.", False)


def _copper(source: Observatory, territory: Territory, last: Value | None, today: date) -> Copper | None:
    """The next end of copper in the communes of a territory, and the premises without fibre there."""
    ground = source.nearby.ground
    inside = source.communes(territory.ref)
    ends = {commune.ref.code: sheet.copper_ends_on for commune in inside if (sheet := ground.of(commune.ref))}
    coming = {code: day for code, day in ends.items() if day is not None and day >= today}
    if not coming:
        return _closed(ends, territory, today)
    day = min(coming.values())
    codes = [code for code, other in coming.items() if other == day]
    without = _without(source, codes, last)
    alone = territory.ref.level is Level.COMMUNE
    where = "" if alone else f" dans {french.counted(len(codes), 'commune')}"
    words = [*closes(day)]
    if without:
        verb = ("n’a" if alone else "n’y a") if without == 1 else ("n’ont" if alone else "n’y ont")
        words += [(f"{where}, et ", False), (french.counted(without, "local", "locaux"), True)]
        words.append((f" {verb} pas encore la fibre.", False))
    else:
        words.append((f"{where}.", False))
    closing = ground.of(Ref(Level.COMMUNE, codes[0]))
    alarm = bool(without) and day <= today + SOON
    return Copper(tuple(words), alarm, _said(closing.copper_origin if closing else None))


def _said(origin: Origin | None) -> str:
    if origin is None:
        return ""
    return f"{french.typographic(origin.publisher)}, obtenu le {french.day(origin.obtained_on)}"


def _closed(ends: dict[str, date | None], territory: Territory, today: date) -> Copper | None:
    """Copper that is gone already from the whole territory."""
    days = [day for day in ends.values() if day is not None]
    if not days or len(days) < len(ends):
        return None
    when = f"le {french.day(max(days))}" if territory.ref.level is Level.COMMUNE else "partout"
    return Copper(closed(f"{when}."), alarm=False)


def _without(source: Observatory, codes: list[str], last: Value | None) -> int:
    """The premises of these communes that fibre does not reach, at the last period; those unknown are not counted."""
    if last is None:
        return 0
    alone = codes == [last.territory.code] and last.territory.level is Level.COMMUNE
    values = [last] if alone else source.values(INDICATOR, Level.COMMUNE, last.period, codes)
    return round(sum(max(0.0, (value.denominator or 0) - value.numerator) for value in values))


def _communes(ref: Ref) -> str:
    """The page that sets each commune of a place against the end of copper."""
    return "" if ref.level is Level.COMMUNE else f"{reverse('forecasts')}?{urlencode({'dans': ref}, safe=':')}"


def _doors(ref: Ref, last: Value | None) -> list[tuple[str, str]]:
    """What one can do from here, beside looking for an address."""
    place = urlencode({"dans": ref}, safe=":")
    if ref.level is not Level.COMMUNE:
        return [("Être prévenu", reverse("follow")), ("Préparer le comité", f"{reverse('committee')}?{place}")]
    doors = [("Être prévenu", f"{reverse('follow')}?{urlencode({'commune': ref.code})}")]
    if last is None or last.value is None or last.value < DONE:
        doors.append(("En attendant", reverse("meanwhile", args=[ref.code])))
    return doors
