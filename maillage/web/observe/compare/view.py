"""Comparing. Somebody asks « are we late? »; they leave with territories side by side, and a file of the same table.

Without JavaScript: a form adds a territory by its name, boxes choose the indicators, links sort.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Level, Ref, Territory
from maillage.observatory.door import Observatory
from maillage.web.forms.asked import LONGEST_QUERY
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.observe.compare import choice as asked
from maillage.web.observe.compare.choice import Choice
from maillage.web.observe.compare.lines import heads, lines, name_head, rows
from maillage.web.observe.finding import by_theme

MATCHES = 12
EXAMPLE_COLUMNS = 3
PRESETS_OF = 3
BELOW = {
    Level.REGION: (Level.DEPARTEMENT, Level.EPCI),
    Level.DEPARTEMENT: (Level.EPCI, Level.COMMUNE),
    Level.EPCI: (Level.COMMUNE,),
    Level.COMMUNE: (),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A link that adds territories to the comparison, or begins one."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Match:
    """A territory whose name answers to what was typed."""

    name: str
    hint: str
    address: str


def usual(source: Observatory) -> tuple[str, ...]:
    """The indicators of an example: one of each theme, those followed for the longest time first."""
    loaded = sorted(source.indicators(), key=lambda sheet: -len(sheet.periods))
    chosen: dict[str, str] = {}
    for sheet in loaded:
        if sheet.loaded and not sheet.indicator.is_count:
            chosen.setdefault(sheet.indicator.theme, sheet.indicator.name)
    every = [*chosen.values(), *(sheet.indicator.name for sheet in loaded if sheet.loaded)]
    return tuple(dict.fromkeys(every))[:EXAMPLE_COLUMNS]


def _group(choice: Choice, words: str, refs: Iterable[Ref]) -> list[Way]:
    """The way to add these, when it adds something and stays within what a page holds."""
    bigger = choice.with_refs(refs)
    if bigger.too_many or bigger.refs == choice.refs or len(bigger.refs) < 2:
        return []
    return [Way(words, bigger.address)]


def _around(source: Observatory, choice: Choice, territory: Territory) -> list[Way]:
    name = french.typographic(territory.name)
    ways = []
    for level in BELOW.get(territory.ref.level, (Level.COMMUNE,)):
        inside = [each.ref for each in source.territories(level, territory.ref)]
        ways += _group(choice, f"{name}{french.THIN}: ses {level.plural}", inside)
    if territory.parents and territory.ref.level in (Level.COMMUNE, Level.EPCI):
        above = source.territory(territory.parents[0])
        siblings = [each.ref for each in source.territories(territory.ref.level, above.ref)]
        around = french.typographic(above.name)
        ways += _group(choice, f"{around}{french.THIN}: ses {territory.ref.level.plural}", siblings)
        ways += _group(choice, around, [above.ref])
    alike = source.similar(territory.ref).refs
    return ways + _group(choice, f"{name}{french.THIN}: les territoires semblables", alike)


def presets(source: Observatory, choice: Choice) -> list[Way]:
    """Groups of territories to add, from those already there."""
    ways = []
    for ref in choice.refs[:PRESETS_OF]:
        ways += _around(source, choice, source.territory(ref))
    region = source.release.region
    ways += _group(choice, "La région", [region])
    departements = [departement.ref for departement in source.territories(Level.DEPARTEMENT)]
    ways += _group(choice, "Tous les départements", departements)
    return list({way.words: way for way in ways}.values())


def examples(source: Observatory) -> list[Way]:
    """Comparisons ready made, for somebody who comes with nothing in mind."""
    bare = Choice(names=usual(source))
    region = source.release.region
    departements = source.territories(Level.DEPARTEMENT)
    ways = _group(bare, "Les départements et la région", [*(departement.ref for departement in departements), region])
    for departement in departements[:2]:
        epci = [each.ref for each in source.territories(Level.EPCI, departement.ref)]
        ways += _group(bare, f"Les EPCI{french.THIN}: {french.typographic(departement.name)}", [*epci, departement.ref])
    largest = max(source.territories(Level.EPCI), key=lambda territory: territory.population or 0, default=None)
    if largest:
        communes = [each.ref for each in source.territories(Level.COMMUNE, largest.ref)]
        ways += _group(bare, f"Les communes{french.THIN}: {french.typographic(largest.name)}", communes)
    return ways[:3]


def _named(source: Observatory, text: str) -> Ref | None:
    """The territory written `niveau:code`, as suggestions send it."""
    try:
        return source.territory(Ref.parse(text)).ref
    except UsageError:
        return None


def _matches(source: Observatory, choice: Choice, text: str) -> list[Match]:
    named = _named(source, text)
    if named:
        return [Match(text, "", choice.with_refs([named]).address)]
    matches = []
    for hit in source.search(text, MATCHES):
        more = choice.with_refs([hit.territory.ref])
        matches.append(Match(french.typographic(hit.territory.name), hit.hint, more.address))
    return matches


def _table(source: Observatory, choice: Choice) -> dict[str, object]:
    every = rows(source, choice)
    columns = heads(source, choice, every)
    body = lines(source.release, columns, every)
    count = french.counted(len(every), "territoire")
    return {
        "summary": f"{count}, {french.counted(len(columns), 'indicateur')}",
        "name_head": name_head(choice),
        "heads": columns,
        "lines": body,
        "redrawn": any(
            source.release.redrawn(row.territory.ref.level, line.last.period)
            for row in every
            for line in row.lines
            if line.last
        ),
        "partly": any(cell.known for line in body for cell in line.cells),
    }


@public
def page(request: HttpRequest) -> HttpResponse:
    """The comparison asked, or how to begin one."""
    source = observatory(request)
    choice = asked.read(request, source)
    text = " ".join(request.GET.get("ajouter", "").split())[:LONGEST_QUERY]
    matches = _matches(source, choice, text) if text else []
    if len(matches) == 1:
        return redirect(matches[0].address)
    if "ajouter" in request.GET and not text:
        return redirect(choice.address)
    context: dict[str, object] = {
        "choice": choice,
        "text": text,
        "matches": matches,
        "chosen": [source.territory(ref) for ref in choice.refs],
        "themes": by_theme(source.indicators()),
        "presets": presets(source, choice) if choice.refs else [],
        "examples": [] if choice.refs else examples(source),
        "usual": Choice(choice.refs, usual(source)).address if choice.refs and not choice.names else "",
        "most": asked.MOST_TERRITORIES,
        "most_columns": asked.MOST_INDICATORS,
        "csv": choice.file("csv"),
        "xlsx": choice.file("xlsx"),
    }
    if choice.ready:
        context |= _table(source, choice)
    status = 400 if choice.too_many else 200
    return render(request, "observe/compare/compare.html", context, status=status)
