"""What a portrait says of a territory, in words: the page, the printed file and the embedded card all read this."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from maillage.kernel import french
from maillage.kernel.indicator import Good
from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.themes import ENJEUX, Enjeu
from maillage.kernel.value import Origin
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory
from maillage.observatory.gaps import FIBRE, Behind, Lag, behind
from maillage.observatory.sheets import ProfileLine
from maillage.web.words.held import held
from maillage.web.words.meaning import people_words
from maillage.web.words.reading import Figure, favourable, read

KEYS = 4
BELOW = {
    Level.REGION: (Level.DEPARTEMENT, Level.GROUPEMENT, Level.EPCI),
    Level.DEPARTEMENT: (Level.EPCI, Level.COMMUNE),
    Level.GROUPEMENT: (Level.EPCI, Level.COMMUNE),
    Level.EPCI: (Level.COMMUNE,),
    Level.COMMUNE: (),
}


@dataclass(frozen=True, slots=True)
class Takeaway:
    """A sentence to remember: what leads it, the figure it is about, and the rest."""

    lead: str
    figure: Figure
    words: str


@dataclass(frozen=True, slots=True)
class Gap:
    """What some inhabitants go without: how many, in words, and the figure that tells it."""

    people: str
    figure: Figure
    known: str
    period: str


@dataclass(frozen=True, slots=True)
class Theme:
    """The figures of a theme."""

    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """An enjeu and its themes that have something to show."""

    enjeu: Enjeu
    themes: tuple[Theme, ...]


@dataclass(frozen=True, slots=True)
class Portrait:
    """A territory in words. `lines` are its figures as published, `origins` their deliveries, each once."""

    territory: Territory
    lines: tuple[ProfileLine, ...]
    parents: tuple[Territory, ...]
    takeaways: tuple[Takeaway, ...]
    keys: tuple[Figure, ...]
    gaps: tuple[Gap, ...]
    sections: tuple[Section, ...]
    missing: tuple[Figure, ...]
    below: tuple[tuple[str, tuple[Territory, ...]], ...]
    origins: tuple[Origin, ...]


class Names:
    """Territories by reference, asked once each."""

    def __init__(self, source: Observatory) -> None:
        self.source = source
        self.known: dict[Ref, Territory] = {}

    def __call__(self, ref: Ref) -> Territory:
        """The territory of this reference."""
        if ref not in self.known:
            self.known[ref] = self.source.territory(ref)
        return self.known[ref]


def key_figures(lines: Iterable[ProfileLine], figures: Iterable[Figure]) -> list[Figure]:
    """Up to four figures, one theme after the other rather than four of the same: those that open an enjeu first."""
    by_theme: dict[str, list[Figure]] = {}
    for line, figure in zip(lines, figures, strict=True):
        if line.last and line.last.value is not None:
            by_theme.setdefault(line.sheet.indicator.theme, []).append(figure)
    places = [(rank, theme) for enjeu in ENJEUX for rank, theme in enumerate(enjeu.themes) if theme in by_theme]
    shown = [theme for _, theme in places]
    first = [theme for _, theme in sorted(places, key=lambda place: place[0])]
    rounds = max((len(group) for group in by_theme.values()), default=0)
    ranked = [(turn, theme) for turn in range(rounds) for theme in first if turn < len(by_theme[theme])]
    kept = sorted(ranked[:KEYS], key=lambda key: (key[0], shown.index(key[1])))
    return [by_theme[theme][turn] for turn, theme in kept]


def alike_words(level: Level, gap: Lag) -> str:
    """« 12 communes semblables »."""
    plural = level.plural if gap.others > 1 else level.label
    return f"{french.number(gap.others)}{french.WIDE}{plural} {french.plural(gap.others, 'semblable')}"


def lag_words(level: Level, gap: Lag) -> str:
    """« 9 points de moins que la médiane des 12 communes semblables (25 %) »; of a yes or no, what most say."""
    indicator, alike = gap.indicator, alike_words(level, gap)
    if indicator.answer(level, gap.value):
        return f"quand la plupart des {alike} disent oui"
    unit = french.plural(gap.distance, "point") if indicator.unit == "%" else indicator.sign
    amount = french.with_unit(gap.distance, unit, indicator.decimals)
    more = "moins" if indicator.good is Good.UP else "plus"
    median = french.with_unit(gap.median, indicator.sign, indicator.decimals)
    return f"{amount} de {more} que la médiane des {alike} ({median})"


def _late(delays: Behind, level: Level, by_name: Mapping[str, Figure]) -> list[Takeaway]:
    """What is to be treated first."""
    return [Takeaway("À traiter", by_name[gap.indicator.name], lag_words(level, gap)) for gap in delays.gaps[:1]]


def _little_fibre(delays: Behind, by_name: Mapping[str, Figure]) -> list[Takeaway]:
    """That fibre reaches less than half of the premises."""
    figure = by_name.get(FIBRE)
    if not delays.little_fibre or delays.fibre is None or figure is None:
        return []
    words = "moins de la moitié"
    if delays.fibre_median is not None:
        median = french.with_unit(delays.fibre_median, "%", 1)
        words = f"comme la médiane des semblables ({median})"
        if delays.fibre > delays.fibre_median:
            words = f"au-dessus de la médiane des semblables ({median})"
    return [Takeaway("Peu de fibre", figure, words)]


def _takeaways(delays: Behind, level: Level, lines: list[ProfileLine], figures: list[Figure]) -> list[Takeaway]:
    """What is furthest behind the similar territories, then the largest lead and the largest delay on the level above,
    in points; last, that there is little fibre."""
    by_name = {figure.name: figure for figure in figures}
    kept = _late(delays, level, by_name)
    comparisons = [
        (figure, line.sheet.indicator, figure.said.gap, figure.said.comparison)
        for line, figure in zip(lines, figures, strict=True)
        if figure.said and figure.said.gap and line.sheet.indicator.unit == "%"
        if delays.may_lead(line.sheet.indicator)
    ]
    ranked = sorted(comparisons, key=lambda comparison: abs(comparison[2]))
    ahead = [(figure, words) for figure, indicator, gap, words in ranked if favourable(indicator, gap)]
    late = [(figure, words) for figure, indicator, gap, words in ranked if not favourable(indicator, gap)]
    if ahead:
        kept.append(Takeaway("En avance", *ahead[-1]))
    if late:
        kept.append(Takeaway("En retrait", *late[-1]))
    said = any(takeaway.figure.name == FIBRE for takeaway in kept)
    return kept if said else kept + _little_fibre(delays, by_name)


def gaps(lines: list[ProfileLine], figures: list[Figure]) -> list[Gap]:
    """What is missing, the most people concerned first."""
    pairs = [
        (line.last.lacking or 0, Gap(people, figure, figure.said.known, figure.said.period))
        for line, figure in zip(lines, figures, strict=True)
        if line.last and figure.said and (people := people_words(line.sheet.indicator, line.last))
    ]
    return [gap for _, gap in sorted(pairs, key=lambda pair: -pair[0])]


def _sections(figures: list[Figure]) -> list[Section]:
    by_theme: dict[str, list[Figure]] = {}
    for figure in figures:
        by_theme.setdefault(figure.theme, []).append(figure)
    sections = []
    for enjeu in ENJEUX:
        themes = tuple(
            Theme(theme, tuple(by_theme[title]))
            for theme in enjeu.themes
            if (title := french.typographic(theme)) in by_theme
        )
        if themes:
            sections.append(Section(enjeu, themes))
    return sections


def below(source: Observatory, ref: Ref) -> list[tuple[str, tuple[Territory, ...]]]:
    """The territories inside, by level, under a heading that counts them."""
    lists = []
    for level in BELOW[ref.level]:
        territories = source.territories(level, ref)
        if territories:
            word = level.plural if len(territories) > 1 else level.label
            lists.append((f"{french.number(len(territories))}{french.WIDE}{word}", tuple(territories)))
    return lists


def portrait(source: Observatory, ref: Ref) -> Portrait:
    """The portrait of a territory. Raises UsageError when it is unknown."""
    names: Callable[[Ref], Territory] = Names(source)
    territory = names(ref)
    lines = source.profile(ref)
    figures = [read(line, names) for line in lines]
    origins = {origin: None for figure in figures if figure.said for origin in figure.said.origins}
    return Portrait(
        territory=territory,
        lines=tuple(lines),
        parents=tuple(names(parent) for parent in reversed(territory.parents)),
        takeaways=() if held() else tuple(_takeaways(behind(source, ref), ref.level, lines, figures)),
        keys=tuple(key_figures(lines, figures)),
        gaps=tuple(gaps(lines, figures)),
        sections=tuple(_sections([figure for figure in figures if figure.said or not figure.concerned])),
        missing=tuple(figure for figure in figures if figure.said is None and figure.concerned),
        below=tuple(below(source, ref)),
        origins=tuple(
            sorted(
                origins, key=lambda origin: (alphabetical(origin.publisher), alphabetical(origin.title), origin.period)
            )
        ),
    )
