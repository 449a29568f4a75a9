"""The spot drawn: the buildings around it by state, where fibre is nearest, mobile sites and places of help."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import atan2, cos, pi, radians, sin

import numpy as np
from django.utils.safestring import SafeString, mark_safe

from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.kernel.value import Origin
from maillage.observatory.address_sheet import AddressSheet
from maillage.observatory.door import Observatory
from maillage.observatory.point.around import NearestFibre
from maillage.observatory.point.within import READY, Dot, degrees
from maillage.web.drawing.buildings import MARKS, marks
from maillage.web.drawing.ground import ASIDE, EDGE, HEIGHT, LARGE, LETTER, SMALL, WIDTH, Ground, bar, ground_around
from maillage.web.drawing.states import GROUP_OF, Entry, counted_words, dated, entries, finding
from maillage.web.fibre.address.state import State
from maillage.web.fibre.words import distance_words
from maillage.web.words.held import held

PREFIX = "around-"
USUAL, WIDER, CLOSER = 300.0, 1_200.0, 150.0
"""How far one looks, in metres: usually, where few buildings stand, where many do."""
FEW, MANY = 6, 600
"""Buildings under which one looks further, over which one looks closer."""
RING = HEIGHT / 2 - EDGE
"""The ring of what is counted, in units."""
EAST, SOUTH = WIDTH / 2, HEIGHT / 2
"""The middle."""
TOWARDS = ("au nord", "au nord-est", "à l’est", "au sud-est", "au sud", "au sud-ouest", "à l’ouest", "au nord-ouest")
NUMBER = re.compile(r"\d+(?: (?:bis|ter|quater|[a-z])\b)?")


@dataclass(frozen=True, slots=True)
class Size:
    """The picture on a screen or on a phone, where only its middle is seen: its class, its letters, how far from the
    middle an arrow stands, where words begin at the earliest; in units."""

    name: str
    letters: int
    reach: float
    edge: float


SIZES = (Size(LARGE.name, LARGE.size, RING, 8), Size(SMALL.name, 21, 118, 30))
SIGNS = {"site": '<path d="M0-7 6.5 5h-13z"/>', "help": '<path d="M-5.5-5.5h11v11h-11z"/>'}
"""The mark of a mobile site and of a place of help."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A mobile site or a place of help that is drawn: its mark, what it is."""

    kind: str
    words: str
    mark: SafeString


@dataclass(frozen=True, slots=True)
class Around:
    """The picture of a spot. `title` is what it shows, `shown` how to read it; `fibre` says where fibre is nearest when
    none is drawn."""

    title: str
    shown: str
    svg: SafeString
    legend: tuple[Entry, ...]
    neighbours: tuple[Neighbour, ...]
    fibre: str
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class _Seen:
    """The buildings of the picture, those of the ring, how far it is (metres)."""

    dots: list[Dot]
    inside: list[Dot]
    metres: float


def _sides(metres: float) -> tuple[float, float]:
    """How far one sees from the spot when the ring is at so many metres: eastwards, northwards."""
    return (EAST + ASIDE) * metres / RING, SOUTH * metres / RING


def _looking(source: Observatory, sheet: AddressSheet, metres: float) -> _Seen:
    """The buildings that are seen when the ring is at so many metres."""
    spot = sheet.spot
    return _ring(sheet, source.nearby.around.dots(spot.longitude, spot.latitude, *_sides(metres)), metres)


def _ring(sheet: AddressSheet, dots: Sequence[Dot], metres: float) -> _Seen:
    """Those of these buildings that are seen then, and in the ring."""
    west, south = sheet.spot.longitude, sheet.spot.latitude
    wide, high = degrees(1, south)
    across, along = _sides(metres)
    apart = [((dot.longitude - west) / wide, (dot.latitude - south) / high, dot) for dot in dots]
    seen = [each for each in apart if abs(each[0]) <= across and abs(each[1]) <= along]
    return _Seen([dot for _, _, dot in seen], [dot for x, y, dot in seen if x * x + y * y <= metres * metres], metres)


def _seen(source: Observatory, sheet: AddressSheet) -> _Seen:
    seen = _looking(source, sheet, USUAL)
    if len(seen.inside) < FEW:
        return _looking(source, sheet, WIDER)
    return _ring(sheet, seen.dots, CLOSER) if len(seen.inside) > MANY else seen


def _title(counts: Counter[str], metres: float) -> str:
    """« La fibre n’est là pour aucun des 209 immeubles à moins de 300 m »; or what is drawn."""
    ready, works, total = sum(counts[state] for state in READY), counts["en cours de deploiement"], counts.total()
    near = f"à moins de {distance_words(metres)}"
    if held():
        return f"{french.counted(total, 'immeuble')} {near}, par état de la fibre"
    if works and not ready and total > 1:
        return f"{french.capital(near)}, {french.number(works)} sur {french.number(total)} en travaux"
    return f"{finding(ready, total)} {near}"


def _text(kind: str, x: float, y: float, letters: int, words: str) -> str:
    """Words whose middle is so high."""
    return f'<text class="{kind}" x="{x:.0f}" y="{y + letters / 3:.0f}">{escape(words)}</text>'


def _rings() -> str:
    third = RING / 3
    circles = "".join(f'<circle cx="{EAST:g}" cy="{SOUTH:g}" r="{third * rank:.1f}"/>' for rank in (1, 2, 3))
    return f'<g class="rings">{circles}</g>'


def _here(state: State) -> str:
    """The spot, with the mark of its state."""
    mark = MARKS.get(state.mark, '<circle r="3"/>')
    return (
        f'<g class="spot" transform="translate({EAST:g} {SOUTH:g})"><circle class="spot-ring" r="15"/>'
        f'<g class="mark {state.mark or "unknown"}" transform="scale(1.9)">{mark}</g></g>'
    )


def _bearing(sheet: AddressSheet, fibre: NearestFibre) -> float:
    """Where fibre is from the spot, in radians from the north, eastwards."""
    east = (fibre.longitude - sheet.spot.longitude) * cos(radians(sheet.spot.latitude))
    return atan2(east, fibre.latitude - sheet.spot.latitude)


def _arrow(bearing: float, words: str, size: Size) -> str:
    """Towards fibre, and how far it is."""
    east, south = sin(bearing), -cos(bearing)
    x, y = EAST + size.reach * east, SOUTH + size.reach * south
    half = len(words) * LETTER * size.letters / 2
    within = size.reach - 12 - size.letters
    words_x = min(max(EAST + within * east, size.edge + half), WIDTH - size.edge - half)
    # Never on the scale bar.
    words_y = min(SOUTH + within * south, SOUTH + size.reach - 2.7 * size.letters)
    return (
        f'<path class="towards" transform="translate({x:.0f} {y:.0f}) rotate({bearing * 180 / pi:.0f})" '
        f'd="M-7 8 0-11 7 8 0 4z"/>{_text("towards-words", words_x, words_y, size.letters, words)}'
    )


def _above(sheet: AddressSheet, state: State, fibre: NearestFibre | None) -> str:
    """What stands over the buildings: where fibre is nearest, the spot and its number, in both sizes."""
    number = NUMBER.match(sheet.spot.title) if sheet.spot.key else None
    groups = []
    for size in SIZES:
        arrow = _arrow(_bearing(sheet, fibre), f"fibre à {distance_words(fibre.distance)}", size) if fibre else ""
        name = _text("spot-name", EAST + 22, SOUTH, size.letters, f"n° {number[0]}" if number else "ici")
        groups.append(f'<g class="{size.name}" font-size="{size.letters}">{arrow}{name}</g>')
    return "".join(groups) + _here(state)


def _standing(on: Ground, sheet: AddressSheet) -> Iterator[tuple[str, str, float, float]]:
    """The mobile sites and the places of help that are in the picture: their mark, what they are, where. Places that
    move have the address of their base: they are not drawn."""
    places: dict[tuple[str, float, float], str] = {}
    for listed in sheet.help.values():
        for place in (place for place in listed if not place.itinerant):
            at = (place.name, place.longitude, place.latitude)
            places.setdefault(at, f"Lieu d’aide{french.THIN}: {french.typographic(place.name)}")
    found = [("help", words, east, north) for (_, east, north), words in places.items()]
    by_place: dict[tuple[float, float], list[str]] = {}
    for site in sheet.sites:
        by_place.setdefault((site.longitude, site.latitude), []).append(french.typographic(site.operator))
    found += [("site", f"Site mobile {french.listed(names)}", *at) for at, names in by_place.items()]
    for kind, words, east, north in found:
        x, y = on.placed(np.array([[east, north]]))[0].tolist()
        if 8 <= x <= WIDTH - 8 and 8 <= y <= HEIGHT - 8:
            yield kind, words, x, y


def _signs(standing: Iterable[tuple[str, str, float, float]]) -> str:
    return "".join(
        f'<g class="sign-{kind}" transform="translate({x:.0f} {y:.0f})">{SIGNS[kind]}</g>' for kind, _, x, y in standing
    )


def _towards(bearing: float) -> str:
    return TOWARDS[round(bearing / (pi / 4)) % 8]


def _far(sheet: AddressSheet, fibre: NearestFibre | None) -> str:
    """« Fibre la plus proche : à 2,0 km, au sud »; nothing when it is in the picture, or too far to be known."""
    if fibre is None:
        return ""
    away, towards = distance_words(fibre.distance), _towards(_bearing(sheet, fibre))
    return f"Fibre la plus proche{french.THIN}: à {away}, {towards}"


def _drawn(on: Ground, seen: _Seen, said: str, above: str) -> SafeString:
    """The whole picture: `above` is what stands over the buildings, `said` what is said to who does not see."""
    # Drawn by us: names are escaped where they are written.
    return mark_safe(
        f'<svg class="ground" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(said)}">'
        f"{_rings()}{marks(on, seen.dots, GROUP_OF, PREFIX)}"
        f'<g class="foot"><path class="plate" d="M8 {HEIGHT - 44}h240v38H8z"/>{bar(on)}</g>{above}</svg>'
    )


def around(source: Observatory, sheet: AddressSheet, state: State) -> Around | None:
    """The picture of a spot; None when no building is known around."""
    seen = _seen(source, sheet)
    if not seen.inside:
        return None
    on = ground_around(sheet.spot.longitude, sheet.spot.latitude, seen.metres)
    counts, standing = Counter(dot.state for dot in seen.inside), list(_standing(on, sheet))
    ready = any(dot.state in READY for dot in seen.dots)
    fibre = None if ready else source.nearby.around.fibre(sheet.spot.longitude, sheet.spot.latitude)
    title, legend, far = _title(counts, seen.metres), entries(counts), _far(sheet, fibre)
    also = [words for words in (far, *(words for _, words, _, _ in standing)) if words]
    said = " ".join([counted_words(title, legend), *(f"{words}." for words in also)])
    origin = sheet.origins.get("buildings")
    return Around(
        title=title,
        shown=dated("Chaque signe est un immeuble ou une maison.", Period.parse(origin.period).label if origin else ""),
        svg=_drawn(on, seen, said, _signs(standing) + _above(sheet, state, fibre)),
        legend=legend,
        neighbours=tuple(Neighbour(kind, words, mark_safe(SIGNS[kind])) for kind, words, _, _ in standing),
        fibre=far,
        origin=origin,
    )
