"""A territory's portrait. An elected member or an agent comes with a name; they leave knowing where it stands.

Each figure says its unit, its date, its source, what is missing from it, and how it compares.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kernel import french
from maillage.kernel.territory import Level, Ref, Territory
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import ProfileLine
from maillage.web.access import public
from maillage.web.constellation import WIDTH, Frame, dot, dots, frame
from maillage.web.observe import observatory, release_key
from maillage.web.reading import Figure, favourable, read

BELOW = {
    Level.REGION: (Level.DEPARTEMENT, Level.EPCI),
    Level.DEPARTEMENT: (Level.EPCI, Level.COMMUNE),
    Level.EPCI: (Level.COMMUNE,),
    Level.COMMUNE: (),
}


@dataclass(frozen=True, slots=True)
class Locator:
    """Where the territory sits on the sheet of the region: its communes as a path, a commune as a cross."""

    ground: str
    width: int
    height: int
    path: str
    cross: tuple[int, int] | None
    dot: int


@dataclass(frozen=True, slots=True)
class Takeaway:
    """A sentence to remember, about one figure."""

    lead: str
    figure: Figure


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


def _locator(source: Observatory, territory: Territory, sheet: Frame | None) -> Locator | None:
    if sheet is None or territory.bbox is None:
        return None
    ground = f"/cartes/{release_key(source)}/fond.svg"
    cross, path = None, ""
    if territory.ref.level is Level.COMMUNE:
        cross = sheet.centre(territory)
    elif territory.ref.level is not Level.REGION:
        path = dots(sheet, source.territories(Level.COMMUNE, territory.ref))
    wide = dot(sheet, source.territory(source.release.region).communes) + 3
    return Locator(ground, WIDTH, sheet.height, path, cross, wide)


def _takeaways(figures: list[Figure], lines: list[ProfileLine]) -> list[Takeaway]:
    """The largest lead and the largest delay on the level above, in points."""
    told = [
        (figure, line.sheet.indicator)
        for figure, line in zip(figures, lines, strict=True)
        if figure.said and figure.said.gap and line.sheet.indicator.unit == "%"
    ]
    ranked = sorted(told, key=lambda pair: abs(pair[0].said.gap or 0) if pair[0].said else 0)
    good = [figure for figure, one in ranked if figure.said and favourable(one, figure.said.gap or 0)]
    late = [figure for figure, _ in ranked if figure not in good]
    kept = []
    if good:
        kept.append(Takeaway("En avance", good[-1]))
    if late:
        kept.append(Takeaway("En retrait", late[-1]))
    return kept


def themes(figures: list[Figure]) -> dict[str, list[Figure]]:
    """Figures by theme, in the order they come."""
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(figure.theme, []).append(figure)
    return groups


def _below(source: Observatory, ref: Ref) -> list[tuple[str, list[Territory]]]:
    lists = []
    for level in BELOW[ref.level]:
        found = source.territories(level, ref)
        if found:
            title = (
                f"{french.number(len(found))}{french.WIDE}{level.plural if len(found) > 1 else level.label}"
            )
            lists.append((title, found))
    return lists


@public
def page(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """The portrait of a commune, an EPCI, a département or the region."""
    source = observatory(request)
    ref = Ref(Level(level), code.upper())
    names = Names(source)
    territory = names(ref)
    lines = source.profile(ref)
    figures = [read(line, names) for line in lines]
    context = {
        "territory": territory,
        "is_commune": ref.level is Level.COMMUNE,
        "parents": [names(parent) for parent in reversed(territory.parents)],
        "locator": _locator(source, territory, frame(names(source.release.region))),
        "takeaways": _takeaways(figures, lines),
        "themes": themes([figure for figure in figures if figure.said or not figure.concerned]),
        "missing": [figure for figure in figures if figure.said is None and figure.concerned],
        "below": _below(source, ref),
    }
    return render(request, "territory/territory.html", context)
