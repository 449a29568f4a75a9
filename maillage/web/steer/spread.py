"""Where actions are: how many concern each territory of a level, as the map of actions and the documents draw it."""

from collections import Counter
from collections.abc import Iterable, Sequence

from maillage.directory import typed
from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import Observatory
from maillage.web.documents.described import Picture
from maillage.web.drawing import choropleth, paper
from maillage.web.drawing.scale import Scale, Step

LEVELS = (Level.EPCI, Level.COMMUNE)
Bounds = tuple[tuple[int, int, str], ...]
BOUNDS: Bounds = ((0, 0, "aucune"), (1, 1, "1"), (2, 2, "2"), (3, 3, "3 à 4"), (5, 4, "5 à 9"), (10, 5, "10 et plus"))
MANY: Bounds = (
    (0, 0, "aucune"), (1, 1, "1 à 4"), (5, 2, "5 à 9"), (10, 3, "10 à 14"), (15, 4, "15 à 19"), (20, 5, "20 et plus"),
)  # fmt: skip


class Spread:
    """Which territories of a level are concerned by what an action names, each looked up once.

    `unknown` gathers those that the release does not know, such as an EPCI that is no more.
    """

    def __init__(self, source: Observatory, level: Level) -> None:
        self.source, self.level = source, level
        self._known: dict[Ref, frozenset[str]] = {}
        self.unknown: set[Ref] = set()

    def codes(self, ref: Ref) -> frozenset[str]:
        """The codes concerned; a whole département or region concerns none in particular."""
        if ref not in self._known:
            self._known[ref] = frozenset(self._codes(ref))
        return self._known[ref]

    def _codes(self, ref: Ref) -> Iterable[str]:
        try:
            place = self.source.territory(ref)
        except UsageError:
            self.unknown.add(ref)
            return []
        if ref.level is self.level:
            return [ref.code]
        if ref.level is Level.COMMUNE:
            return [parent.code for parent in place.parents if parent.level is self.level]
        if ref.level in (Level.EPCI, Level.GROUPEMENT):
            return [territory.ref.code for territory in self.source.territories(self.level, ref)]
        return []


def counted(territories: Sequence[str], spread: Spread) -> tuple[Counter[str], int]:
    """How many actions concern each territory, and how many concern none in particular, from what each names."""
    numbers: Counter[str] = Counter()
    wide = 0
    for text in territories:
        refs = typed.refs(text)
        codes = {code for ref in refs for code in spread.codes(ref)}
        numbers.update(codes)
        wide += not codes and spread.unknown.isdisjoint(refs)
    return numbers, wide


def scale_of(values: Iterable[int], bounds: Bounds = BOUNDS) -> Scale:
    """The classes of a map of these numbers of actions."""
    steps = tuple(Step(float(low), colour, words, 0) for low, colour, words in bounds)
    return Scale(steps, 0).counted(map(float, values), 0, 0)


def picture(source: Observatory, level: Level, territories: Sequence[str]) -> tuple[Picture, int] | None:
    """The map of what actions name, for a document, and how many territories have none; None without outlines."""
    shapes = choropleth.sheet(source, level, None)
    if shapes is None:
        return None
    numbers, wide = counted(territories, Spread(source, level))
    names = {territory.ref.code: territory.name for territory in source.territories(level)}
    held = [numbers[code] for code in names]
    # Where most have ten and more, the usual classes would paint one colour.
    scale = scale_of(held, MANY if sum(count >= 10 for count in held) * 2 > len(held) else BOUNDS)
    kinds = {code: f"ramp-{scale.step(numbers[code]).colour}" for code in names}
    painting = choropleth.Painting(scale, kinds, names, str)
    legend = f"Actions qui concernent chaque {level.label}"
    most = ", ".join(f"{names[code]} {count}" for code, count in numbers.most_common(5) if code in names)
    none = sum(not numbers[code] for code in names)
    words = french.counted(none, f"{level.label} n’en a aucune en propre", f"{level.plural} n’en ont aucune en propre")
    alt = f"{legend}. Les plus concernés : {most}. {words}." if most else f"{legend} : {words}."
    aside = french.counted(wide, "action ne colore", "actions ne colorent")
    caption = f"{aside} aucun territoire : elles valent pour un département, la région ou toute la stratégie."
    svg = paper.sheet(choropleth.on_paper(shapes, painting, legend), 1000, choropleth.paper_height(shapes))
    return Picture(svg, alt, caption if wide else "", 80), none
