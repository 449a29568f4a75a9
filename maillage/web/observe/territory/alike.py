"""« Parmi les communes qui lui ressemblent »: up to four figures that matter, each a strip where a dot is a territory,
the better the further right; a few territories are ranked bars."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, isnan, log10, sqrt

from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.indicator import Good, Indicator
from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import Observatory
from maillage.observatory.standings import LastValues, Standing
from maillage.web.observe.territory.compared import Compared
from maillage.web.words.reading import publishers

FEW = 5
"""Others under which they are ranked bars: as many dots say nothing."""
STEPS = 8
"""Round steps that an axis has at most, but for those of its two ends."""
GOLDEN = (sqrt(5) - 1) / 2
WIDTH, HEIGHT, EDGE = 1000, 100, 14
"""The plot of the dots, stretched to the width of its page, and what is kept free above and under them."""
FAMILIES = (
    ("Fibre", (("taux_locaux_raccordables_ftth", "Locaux raccordables"),)),
    ("Débit", (("taux_locaux_terrestre_8mbits", "8 Mbit/s ou plus, sans satellite"),)),
    (
        "Se faire aider",
        (
            ("distance_moyenne_mediation", "Distance moyenne d’un lieu de médiation, à vol d’oiseau"),
            ("distance_moyenne_france_services", "Distance moyenne d’un France Services, à vol d’oiseau"),
            ("lieux_mediation_pour_10000_habitants", "Lieux de médiation pour 10 000 habitants"),
            ("france_services_pour_10000_habitants", "France Services pour 10 000 habitants"),
        ),
    ),
    ("Santé", (("medecins_generalistes_pour_10000_habitants", "Médecins généralistes pour 10 000 habitants"),)),
)
"""What is compared: of each family, the first figure known here and of another one at least."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on the axis, named: where, in percent of its width, and which side its words stand: « start » at the
    left end, « end » at the right one, else « middle »."""

    at: float
    words: str

    @property
    def anchor(self) -> str:
        """How its words are set, so that none leaves the drawing."""
        return "start" if self.at < 15 else "end" if self.at > 85 else "middle"


@dataclass(frozen=True, slots=True)
class Strip:
    """One dot for each of the others, all of them in `dots`, the data of a path of WIDTH × HEIGHT."""

    dots: str
    here: Mark
    median: Mark
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A territory among a few: its name, its page (none for this one), its value in words, its length in percent; both
    say when it is unknown."""

    name: str
    address: str
    number: str
    length: float | None
    here: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """A figure: which, where this place stands, and the strip, or the bars of a few, or neither when all are equal.
    `message` says it all without a drawing."""

    name: str
    title: str
    label: str
    rank: str
    message: str
    source: str
    strip: Strip | None
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """The figures of the comparison, under its title, and the sentence that says who they are."""

    title: str
    words: str
    ranked: tuple[Ranked, ...]

    @property
    def first(self) -> tuple[Ranked, ...]:
        """The figure that a phone shows, when it is a strip: bars take more room than they say."""
        return () if self.ranked and self.ranked[0].bars else self.ranked[:1]

    @property
    def others(self) -> tuple[Ranked, ...]:
        """Those that it folds."""
        return self.ranked[len(self.first) :]

    @property
    def folded(self) -> str:
        """« Débit (87e sur 93), Se faire aider (16e sur 93) »: the others, and where this place stands."""
        return ", ".join(f"{figure.title} ({figure.rank})" for figure in self.others)


def alike(source: Observatory, ref: Ref, compared: Compared) -> Alike:
    """What is compared of a territory with `compared.peers`; no figure when none is known on both sides."""
    standings = source.standings(ref, compared.peers)
    last = source.last(ref.level)
    figures = (
        _ranked(source, ref, compared, title, choice, standings)
        for title, choices in FAMILIES
        if (choice := _chosen(choices, last, ref, standings))
    )
    return Alike(_title(ref.level, compared), _words(ref.level, compared), tuple(figures))


def value_words(indicator: Indicator, value: float, *, exact: bool = False) -> str:
    """A value at a glance: shares without decimals, but near none and near all, which they are not, and when asked to
    be `exact`."""
    glance = indicator.unit == "%" and 1 <= value <= 99 and not exact
    return french.with_unit(value, indicator.sign, 0 if glance else indicator.decimals)


def origin_words(source: Observatory, name: str, ref: Ref) -> str:
    """« Arcep, 2e trimestre 2026 »: who publishes the last value of an indicator, and what it describes; empty when
    there is none."""
    values = source.series(name, ref)
    if not values:
        return ""
    return f"{publishers(values[-1].origins)}, {values[-1].period.label}"


def _chosen(
    choices: Iterable[tuple[str, str]], last: LastValues, ref: Ref, standings: Mapping[str, Standing]
) -> tuple[str, str] | None:
    """The first figure known here and of another one: its name and its label."""
    known = (
        (name, label)
        for name, label in choices
        if name in standings and last.of(ref, name) is not None and standings[name].median is not None
    )
    return next(known, None)


def _title(level: Level, compared: Compared) -> str:
    if compared.way == "voisins":
        return f"Parmi les {level.plural} du même ensemble"
    if compared.way == "liste":
        return f"Parmi les {level.plural} de votre choix"
    return f"Parmi les {level.plural} qui lui ressemblent"


def _words(level: Level, compared: Compared) -> str:
    if len(compared.peers) < FEW:
        return f"Avec {compared.words}, du mieux placé au moins bien placé."
    return f"Un point par {level.label}{french.THIN}: {compared.words}. À droite, mieux."


def _ranked(
    source: Observatory,
    ref: Ref,
    compared: Compared,
    title: str,
    choice: tuple[str, str],
    standings: Mapping[str, Standing],
) -> Ranked:
    (name, label), indicator = choice, source.indicator(choice[0]).indicator
    last, standing = source.last(ref.level), standings[choice[0]]
    peers = (ref, *compared.peers)
    known = last.known(peers, name)
    strip: Strip | None = None
    bars: tuple[Bar, ...] = ()
    if len(compared.peers) < FEW:
        bars = _bars(source, ref, indicator, {peer: known.get(peer) for peer in peers})
    elif len(set(known.values())) > 1:
        strip = _strip(indicator, ref, known, standing)
    rank = _rank(standing)
    return Ranked(
        name=name,
        title=title,
        label=french.typographic(label),
        rank=rank,
        message=_message(indicator, title, ref, known[ref], standing, rank),
        source=origin_words(source, name, ref),
        strip=strip,
        bars=bars,
    )


def _rank(standing: Standing) -> str:
    """« 88e sur 93 », « 1er ex æquo sur 12, 2 inconnus », « tous à égalité »."""
    unknown = f", {french.counted(standing.unknown, 'inconnu')}" if standing.unknown else ""
    if standing.rank is None:
        return f"tous à égalité{unknown}"
    return f"{french.ordinal(standing.rank, standing.tied)} sur {french.number(standing.count)}{unknown}"


def _message(indicator: Indicator, title: str, ref: Ref, here: float, standing: Standing, rank: str) -> str:
    number = value_words(indicator, here)
    median = value_words(indicator, standing.median or 0)
    return f"{title}{french.THIN}: {number} ici, {rank} ({ref.level.plural})\u202f; médiane des autres {median}."


def _strip(indicator: Indicator, ref: Ref, known: Mapping[Ref, float], standing: Standing) -> Strip:
    low, high = ends(known.values(), indicator.unit)
    worst, best = (low, high) if indicator.good is Good.UP else (high, low)

    def at(value: float) -> float:
        return round(100 * (value - worst) / (best - worst), 1)

    others = sorted((at(value), peer.code) for peer, value in known.items() if peer != ref)
    median = standing.median or 0
    return Strip(
        dots=dots([place for place, _ in others]),
        here=Mark(at(known[ref]), value_words(indicator, known[ref])),
        median=Mark(at(median), f"médiane{french.WIDE}{value_words(indicator, median)}"),
        low=french.short(worst) + french.after(indicator.sign),
        high=french.short(best) + french.after(indicator.sign),
    )


def dots(places: Sequence[float]) -> str:
    """The data of a path whose round caps are dots, at these percents of the width, in order. The height of each comes
    from its rank, by the golden ratio: neighbours are far apart, and the same figures give the same drawing."""
    room = HEIGHT - 2 * EDGE
    heights = (EDGE + round(room * ((rank * GOLDEN) % 1)) for rank in range(1, len(places) + 1))
    return "".join(f"M{round(WIDTH * place / 100)} {y}h0" for place, y in zip(places, heights, strict=True))


def ends(values: Iterable[float], unit: str) -> tuple[float, float]:
    """The ends of an axis that holds these values, not all equal: round, zero when they come near it, a share never
    over 100 unless one is."""
    known = [value for value in values if not isnan(value)]
    least, most = min(known), max(known)
    rough = (most - least) / STEPS
    ten = 10.0 ** floor(log10(rough))
    step = next(ten * by for by in (1, 2, 5, 10) if ten * by >= rough)
    low, high = floor(least / step) * step, ceil(most / step) * step
    if 0 <= least < most / 4:
        low = 0
    if unit == "%" and most <= 100:
        high = min(high, 100)
    return float(low), float(high)


def _bars(source: Observatory, ref: Ref, indicator: Indicator, values: Mapping[Ref, float | None]) -> tuple[Bar, ...]:
    """From the best to the worst, those whose value is unknown last."""
    sign = -1 if indicator.good is Good.UP else 1
    known = {value for value in values.values() if value is not None}
    most = max(known, default=0) or 1
    exact = len({value_words(indicator, value) for value in known}) < len(known)
    order = sorted(values.items(), key=lambda pair: (pair[1] is None, sign * (pair[1] or 0), str(pair[0])))
    return tuple(
        Bar(
            name=french.typographic(source.territory(peer).name),
            address="" if peer == ref else reverse("territory", args=[peer.level, peer.code]),
            number="inconnu" if value is None else value_words(indicator, value, exact=exact),
            length=None if value is None else round(100 * value / most, 1),
            here=peer == ref,
        )
        for peer, value in order
    )
