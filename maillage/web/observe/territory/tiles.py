"""« Tout sur la commune »: a tile a theme, each a number, a small drawing, one line, a source; never an empty one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from maillage.kernel import french
from maillage.kernel.territory import Level, Ref
from maillage.kernel.value import Value
from maillage.observatory.distances import BOUNDS, spreads
from maillage.observatory.door import Observatory
from maillage.observatory.rollout import FLOORS
from maillage.observatory.sheets import IndicatorSheet
from maillage.web.observe.territory.alike import origin_words, value_words
from maillage.web.observe.territory.doings import doings
from maillage.web.words.reading import THE_LEVEL, known_words

SLUGS = {
    "Réseaux fixes": "reseaux-fixes",
    "Réseaux mobiles": "reseaux-mobiles",
    "Se faire aider": "mediation-et-inclusion",
    "Données ouvertes": "donnees-ouvertes",
}
"""The themes that have a page, as readers call them, and the end of its address."""
SLOW, FAST = 8.0, 1000.0
NEAR, FAR = 2, 5
"""Bounds of the parts that are drawn, in Mbit/s and in km."""
MOST_SIGNS, MOST_SITES = 16, 5
"""Signs that a phone shows on one line, of all parts and of one operator; over them, bars are drawn."""
SIGN = 18
RING = "M{x} 8a5 5 0 1 0 10 0a5 5 0 1 0-10 0z"
SHAPES = {
    "done": RING,
    "open": RING,
    "late": RING + "m5-3v3h2.5",
    "paused": "M{x} 3v10m5-10v10",
    "dropped": "M{x} 3l10 10m0-10l-10 10",
}
"""The sign of each state, its left at x."""
SQUARE = "M3 3h10v10h-10z"
SITE = "M{x} 13h11l-5.5-11z"
UNKNOWN = "Inconnu"
Address = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole: what it is, how many, where it begins and its length in percent of the bar, the way it is
    painted (best, good, bad, or a state of SHAPES). `signs` draws them one by one, empty in a bar."""

    words: str
    count: int
    start: float
    length: float
    paint: str
    signs: str = ""

    @property
    def shown(self) -> str:
        """Its words in the legend: « trop lent »; a state says how many, « 3 réalisées », but of one thing only."""
        return self.words if self.alone or self.paint not in SHAPES else f"{french.number(self.count)} {self.words}"

    @property
    def alone(self) -> bool:
        """Whether it is the one thing there is: its legend draws it."""
        return self.length == 100 and self.count == 1

    @property
    def sign(self) -> str:
        """What stands before its words: one of its signs, or a square of the bar."""
        return SHAPES[self.paint].format(x=3) if self.signs else SQUARE


@dataclass(frozen=True, slots=True)
class Row:
    """What an operator has: `signs` draws its sites one by one, a cross for none; empty where a bar of `length` percent
    does."""

    name: str
    count: int
    signs: str
    length: float


@dataclass(frozen=True, slots=True)
class Tile:
    """A theme in a tile. Its parts are drawn, or its rows; without any, nothing is known: hatched. `what` names the
    drawing."""

    theme: str
    address: str
    number: str
    unit: str
    line: str
    source: str
    what: str = ""
    parts: tuple[Part, ...] = ()
    rows: tuple[Row, ...] = ()

    @property
    def alt(self) -> str:
        """What a bar shows, in words: « Locaux par débit : trop lent 284, … »."""
        said = ", ".join(f"{part.words} {french.number(part.count)}" for part in self.parts)
        return f"{self.what}{french.THIN}: {said}"


@dataclass(frozen=True, slots=True)
class Tiles:
    """The tiles of a territory, under their title."""

    title: str
    tiles: tuple[Tile, ...]


def tiles(source: Observatory, ref: Ref, today: date, address: Address) -> Tiles:
    """The tiles of a territory: those of themes that have something to say of it. `address` gives the page of a theme
    by its slug (SLUGS). Raises UsageError when the territory is unknown."""
    makers = (_fixed, _mobile, _help, _open_data)
    made = [tile for maker in makers if (tile := maker(source, ref, address))]
    if actions := _actions(source, ref, today):
        made.append(actions)
    return Tiles(f"Tout sur {THE_LEVEL[ref.level]}", tuple(made))


def stacked(parts: Iterable[tuple[str, int, str]], *, signs: bool = False) -> tuple[Part, ...]:
    """Words, number and paint as parts side by side, those of nobody left out; with `signs`, drawn one by one when
    they are few."""
    kept = [part for part in parts if part[1] > 0]
    total, begun, made = sum(count for _, count, _ in kept), 0, []
    for words, count, paint in kept:
        drawn = _signs(SHAPES[paint], range(begun, begun + count)) if signs and total <= MOST_SIGNS else ""
        made.append(Part(words, count, round(100 * begun / total, 2), round(100 * count / total, 2), paint, drawn))
        begun += count
    return tuple(made)


def _signs(shape: str, places: range) -> str:
    """The data of a path that draws a shape at each place."""
    return "".join(shape.format(x=3 + SIGN * place) for place in places)


def _last(source: Observatory, ref: Ref, name: str) -> Value | None:
    return next(reversed(source.series(name, ref)), None)


def _first_known(source: Observatory, ref: Ref, names: Iterable[str]) -> tuple[IndicatorSheet, Value] | None:
    """The first of these indicators that is known there, with its last value."""
    for name in names:
        if (value := _last(source, ref, name)) is not None:
            return source.indicator(name), value
    return None


def _unknown(source: Observatory, theme: str, address: Address, names: Iterable[str]) -> Tile:
    """A tile that says that nothing is known, and why."""
    loaded = any(source.indicator(name).loaded for name in names)
    why = "Nous n’avons pas de mesure ici." if loaded else "Les données ne sont pas chargées."
    return Tile(theme, address(SLUGS[theme]), UNKNOWN, "", why, "")


def _known_line(line: str, value: Value) -> str:
    """A line, and how many communes it is about when some are missing."""
    known = known_words(value.completeness)
    return f"{line} Connu dans {known}." if known else line


FIXED = ("taux_locaux_terrestre_8mbits", "taux_locaux_raccordables_ftth", "taux_locaux_eligibles_8mbits")
FIXED_WORDS = ("à 8 Mbit/s ou plus", "raccordables à la fibre", "à 8 Mbit/s ou plus, satellite compris")


def _fixed(source: Observatory, ref: Ref, address: Address) -> Tile | None:
    """Premises by speed without satellite, else what fibre reaches; no tile where there is no premises."""
    theme = "Réseaux fixes"
    found = _first_known(source, ref, FIXED)
    if found is None:
        return _unknown(source, theme, address, FIXED)
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
        theme,
        address(SLUGS[theme]),
        value_words(sheet.indicator, value.value),
        FIXED_WORDS[FIXED.index(name)],
        _known_line(line, value),
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
    inside = [source.territory(ref)] if ref.level is Level.COMMUNE else source.territories(Level.COMMUNE, ref)
    return frozenset(commune.ref.code for commune in inside)


MOBILE = "sites_4g_par_operateur"


def _mobile(source: Observatory, ref: Ref, address: Address) -> Tile | None:
    """4G sites by operator: signs when there are few, else bars."""
    theme = "Réseaux mobiles"
    value = _last(source, ref, MOBILE)
    if value is None or value.value is None:
        return _unknown(source, theme, address, (MOBILE,))
    counts = {name: round(count) for name, count in value.breakdown.items()}
    most = max(counts.values(), default=0) or 1
    held = sorted(counts.items(), key=lambda pair: -pair[1])
    rows = tuple(
        Row(name=name.split()[0], count=count, signs=_sites(count, most), length=round(100 * count / most, 1))
        for name, count in held
    )
    return Tile(
        theme,
        address(SLUGS[theme]),
        french.number(value.value),
        "site 4G" if value.value < 2 else "sites 4G",
        _known_line(_operators(held), value),
        origin_words(source, MOBILE, ref),
        "Sites 4G par opérateur",
        rows=rows,
    )


def _sites(count: int, most: int) -> str:
    """The data of a path: a sign a site when no operator has many, a cross for none."""
    if not count:
        return SHAPES["dropped"].format(x=3)
    return _signs(SITE, range(count)) if most <= MOST_SITES else ""


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


def _help(source: Observatory, ref: Ref, address: Address) -> Tile | None:
    """Homes by distance to the nearest place of mediation, else of another kind."""
    theme = "Se faire aider"
    for spread in spreads(source, ref):
        name, words = HELP[spread.category]
        value = _last(source, ref, name)
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
            theme,
            address(SLUGS[theme]),
            value_words(source.indicator(name).indicator, value.value),
            "en moyenne",
            _known_line(f"À vol d’oiseau, {words}.", value),
            origin_words(source, name, ref),
            f"{french.capital(spread.counted)} selon la distance",
            parts,
        )
    return _unknown(source, theme, address, [name for name, _ in HELP.values()])


OPEN_DATA = "taux_communes_3500_open_data"


def _open_data(source: Observatory, ref: Ref, address: Address) -> Tile | None:
    """Whether a commune opens data, or how many do; no tile where the question makes no sense."""
    theme = "Données ouvertes"
    if ref.code in source.not_concerned(OPEN_DATA, ref.level):
        return None
    value = _last(source, ref, OPEN_DATA)
    if value is None or value.value is None:
        return _unknown(source, theme, address, (OPEN_DATA,))
    there, total = round(value.numerator), round(value.denominator or 0)
    opens = french.plural(there, "ouvre des données", "ouvrent des données")
    parts = stacked(((opens, there, "done"), ("rien trouvé", total - there, "open")), signs=True)
    answer = source.indicator(OPEN_DATA).indicator.answer(ref.level, value.value)
    unit = f"sur {french.counted(total, 'commune')} de plus de 3{french.THIN}500 habitants"
    line = "Au moins un jeu de données trouvé, sur sa plateforme ou sur data.gouv.fr."
    if answer == "non" or not there:
        line = "Aucun jeu de données trouvé à cette date."
    return Tile(
        theme,
        address(SLUGS[theme]),
        french.capital(answer) or french.number(there),
        "pour cette commune" if answer else unit,
        _known_line(line, value),
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
