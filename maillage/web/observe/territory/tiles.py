"""« Tout sur la commune »: a tile a theme, each a number, a small drawing, one line, a source; never an empty one."""

from collections.abc import Iterable
from datetime import date

from maillage.kernel import french, themes
from maillage.kernel.territory import Level, Ref
from maillage.kernel.value import Value
from maillage.observatory.distances import BOUNDS, spreads
from maillage.observatory.door import Observatory
from maillage.observatory.help_places import nearest_help
from maillage.observatory.rollout import FLOORS
from maillage.observatory.sheets import IndicatorSheet
from maillage.web.observe.territory import tile_health
from maillage.web.observe.territory.alike import origin_words, value_words
from maillage.web.observe.territory.doings import doings
from maillage.web.observe.territory.tile import (
    SHAPES,
    Part,
    Row,
    Tile,
    Tiles,
    known_line,
    last,
    opening,
    signs_of,
    stacked,
)
from maillage.web.words.reading import THE_LEVEL

SLOW, FAST = 8.0, 1000.0
NEAR, FAR = 2, 5
"""Bounds of the parts that are drawn, in Mbit/s and in km."""
MOST_SITES = 5
"""Signs that a phone shows on one line, of one operator; over them, bars are drawn."""
SITE = "M{x} 13h11l-5.5-11z"
UNKNOWN = "Inconnu"


def tiles(source: Observatory, ref: Ref, today: date) -> Tiles:
    """The tiles of a territory: those of themes that have something to say of it. Raises UsageError when the territory
    is unknown."""
    makers = (_fixed, _mobile, _help, tile_health.tile, _open_data)
    made = [tile for maker in makers if (tile := maker(source, ref))]
    if actions := _actions(source, ref, today):
        made.append(actions)
    return Tiles(f"Tout sur {THE_LEVEL[ref.level]}", tuple(made))


def _first_known(source: Observatory, ref: Ref, names: Iterable[str]) -> tuple[IndicatorSheet, Value] | None:
    """The first of these indicators that is known there, with its last value."""
    for name in names:
        if (value := last(source, ref, name)) is not None:
            return source.indicator(name), value
    return None


def _unknown(source: Observatory, ref: Ref, theme: str, names: Iterable[str]) -> Tile:
    """A tile that says that nothing is known, and why."""
    loaded = any(source.indicator(name).loaded for name in names)
    why = "Nous n’avons pas de mesure ici." if loaded else "Les données ne sont pas chargées."
    return Tile(*opening(theme, ref), UNKNOWN, "", why, "")


FIXED = ("taux_locaux_terrestre_8mbits", "taux_locaux_raccordables_ftth", "taux_locaux_eligibles_8mbits")
FIXED_WORDS = ("à 8 Mbit/s ou plus", "raccordables à la fibre", "à 8 Mbit/s ou plus, satellite compris")


def _fixed(source: Observatory, ref: Ref) -> Tile | None:
    """Premises by speed without satellite, else what fibre reaches; no tile where there is no premises."""
    theme = themes.FIXED
    found = _first_known(source, ref, FIXED)
    if found is None:
        return _unknown(source, ref, theme, FIXED)
    sheet, value = found
    name = sheet.indicator.name
    if value.value is None:
        return None
    left = round((value.denominator or 0) - value.numerator)
    parts = by_speed(source, ref) if name == FIXED[0] else ()
    alt = "Locaux par meilleur débit sans satellite"
    if not parts:
        alt = french.typographic(sheet.indicator.title)
        parts = stacked((("oui", round(value.numerator), "best"), ("non", max(left, 0), "bad")))
    premises = french.counted(left, "local reste", "locaux restent")
    line = {
        FIXED[0]: f"Sans compter le satellite. {premises} sous ce débit.",
        FIXED[1]: f"{premises} à raccorder.",
        FIXED[2]: f"{premises} sous ce débit.",
    }[name]
    if left <= 0:
        line = "Tous les locaux connus."
    return Tile(
        *opening(theme, ref),
        value_words(sheet.indicator, value.value),
        FIXED_WORDS[FIXED.index(name)],
        known_line(line, value),
        origin_words(source, name, ref),
        alt,
        parts,
    )


def by_speed(source: Observatory, ref: Ref) -> tuple[Part, ...]:
    """The premises of a territory by best speed without satellite; empty when none is known."""
    period, speeds = source.rollout.speeds(_communes(source, ref))
    if period is None:
        return ()
    counts = {"best": 0, "good": 0, "bad": 0}
    for classes in speeds.values():
        for speed, (premises, _) in classes.items():
            floor = FLOORS[speed]
            counts["best" if floor >= FAST else "good" if floor >= SLOW else "bad"] += premises
    words = (("1 Gbit/s", "best"), ("8 Mbit/s ou plus", "good"), ("trop lent", "bad"))
    return stacked((french.typographic(label), counts[paint], paint) for label, paint in words)


def _communes(source: Observatory, ref: Ref) -> frozenset[str]:
    return frozenset(commune.ref.code for commune in source.communes(ref))


MOBILE = "sites_4g_par_operateur"


def _mobile(source: Observatory, ref: Ref) -> Tile | None:
    """4G sites by operator: signs when there are few, else bars."""
    theme = themes.MOBILE
    value = last(source, ref, MOBILE)
    if value is None or value.value is None:
        return _unknown(source, ref, theme, (MOBILE,))
    counts = {name: round(count) for name, count in value.breakdown.items()}
    most = max(counts.values(), default=0) or 1
    held = sorted(counts.items(), key=lambda pair: -pair[1])
    rows = tuple(
        Row(name=name.split()[0], count=count, signs=_sites(count, most), length=round(100 * count / most, 1))
        for name, count in held
    )
    return Tile(
        *opening(theme, ref),
        french.number(value.value),
        "site 4G" if value.value < 2 else "sites 4G",
        known_line(_operators(held), value),
        origin_words(source, MOBILE, ref),
        "Sites 4G par opérateur",
        rows=rows,
    )


def _sites(count: int, most: int) -> str:
    """The data of a path: a sign a site when no operator has many, a cross for none."""
    if not count:
        return SHAPES["dropped"].format(x=3)
    return signs_of(SITE, range(count)) if most <= MOST_SITES else ""


def _operators(held: Iterable[tuple[str, int]]) -> str:
    """« Orange 2, Free Mobile 2 ; aucun pour Bouygues Telecom ni SFR. »"""
    counts = list(held)
    some = ", ".join(f"{name} {french.number(count)}" for name, count in counts if count)
    none = " ni ".join(name for name, count in counts if not count)
    if not some:
        return "Aucun opérateur n’a de site 4G ici."
    return f"{some}{french.THIN}; aucun pour {none}." if none else f"{some}."


HELP = {
    "mediation": ("distance_moyenne_mediation", "jusqu’au lieu de médiation numérique le plus proche"),
    "france_services": ("distance_moyenne_france_services", "jusqu’au France Services le plus proche"),
    "tiers_lieu": ("distance_moyenne_tiers_lieu", "jusqu’au tiers-lieu le plus proche"),
}


def _help(source: Observatory, ref: Ref) -> Tile | None:
    """Homes by distance to the nearest place of mediation, else of another kind."""
    theme = themes.MEDIATION
    for spread in spreads(source, ref):
        name, words = HELP[spread.category]
        value = last(source, ref, name)
        if value is None or value.value is None:
            continue
        counts = {"best": 0, "good": 0, "bad": 0}
        for low, count in zip((0, *BOUNDS), spread.counts, strict=True):
            counts["best" if low < NEAR else "good" if low < FAR else "bad"] += count
        parts = stacked(
            (label, counts[paint], paint)
            for label, paint in (
                (f"moins de {NEAR}{french.WIDE}km", "best"),
                (f"{NEAR} à {FAR}{french.WIDE}km", "good"),
                (f"plus de {FAR}{french.WIDE}km", "bad"),
            )
        )
        return Tile(
            *opening(theme, ref),
            value_words(source.indicator(name).indicator, value.value),
            "en moyenne",
            known_line(f"À vol d’oiseau, {words}.", value),
            origin_words(source, name, ref),
            f"{french.capital(spread.counted)} selon la distance",
            parts,
        )
    return _places(source, ref) or _unknown(source, ref, theme, [name for name, _ in HELP.values()])


PLACES = "lieux_mediation_pour_10000_habitants"


def _places(source: Observatory, ref: Ref) -> Tile | None:
    """The places of mediation there, where no home says how far it is from one; in a commune, the nearest one."""
    theme, value = themes.MEDIATION, last(source, ref, PLACES)
    if value is None or value.value is None:
        return None
    count = round(value.numerator)
    signs = stacked((("lieux de médiation numérique", count, "done"),), signs=True)
    near = _nearest(source, ref)
    return Tile(
        *opening(theme, ref),
        french.number(count),
        french.plural(count, "lieu de médiation numérique", "lieux de médiation numérique"),
        known_line(near or "Comptés une fois, quel que soit le nombre de listes qui les nomment.", value),
        origin_words(source, PLACES, ref),
        "Lieux de médiation numérique",
        signs or stacked((("aucun ici", 1, "open"),), signs=True),
    )


def _nearest(source: Observatory, ref: Ref) -> str:
    """« Le plus proche du centre de la commune, à 4,2 km à vol d’oiseau : … »; empty elsewhere than in a commune."""
    outline = source.outlines(Level.COMMUNE).get(ref.code) if ref.level is Level.COMMUNE else None
    if outline is None:
        return ""
    middle = outline.representative_point()
    places = nearest_help(source, middle.x, middle.y, 1).get("mediation")
    if not places:
        return ""
    (place,) = places
    away = french.with_unit(place.distance / 1000, "km", 1)
    return french.typographic(f"Le plus proche du centre, à {away} à vol d’oiseau : {place.name}, {place.commune}.")


OPEN_DATA = "taux_communes_3500_open_data"


def _open_data(source: Observatory, ref: Ref) -> Tile | None:
    """Whether a commune opens data, or how many do; no tile where the question makes no sense."""
    theme = themes.OPEN_DATA
    if ref.code in source.not_concerned(OPEN_DATA, ref.level):
        return None
    value = last(source, ref, OPEN_DATA)
    if value is None or value.value is None:
        return _unknown(source, ref, theme, (OPEN_DATA,))
    there, total = round(value.numerator), round(value.denominator or 0)
    opens = french.plural(there, "ouvre des données", "ouvrent des données")
    parts = stacked(((opens, there, "done"), ("rien trouvé", total - there, "open")), signs=True)
    answer = source.indicator(OPEN_DATA).indicator.answer(ref.level, value.value)
    unit = f"sur {french.counted(total, 'commune')} de plus de 3{french.THIN}500 habitants"
    line = "Au moins un jeu de données trouvé, sur sa plateforme ou sur data.gouv.fr."
    if answer == "non" or not there:
        line = "Aucun jeu de données trouvé à cette date."
    return Tile(
        *opening(theme, ref),
        french.capital(answer) or french.number(there),
        "pour cette commune" if answer else unit,
        known_line(line, value),
        origin_words(source, OPEN_DATA, ref),
        "Communes de plus de 3\u202f500 habitants",
        parts,
    )


def _actions(source: Observatory, ref: Ref, today: date) -> Tile | None:
    """What public strategies do there; no tile when they do nothing."""
    done = doings(source, ref, today)
    if done is None:
        return None
    parts = stacked(done.groups, signs=True)
    return Tile(
        "Actions ici",
        done.address,
        french.number(done.total),
        french.plural(done.total, "action"),
        done.line,
        done.source,
        "Actions par état",
        parts,
    )
