"""What is found in what is published: territories, addresses, indicators."""

import difflib
from collections.abc import Iterable, Sequence

from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.natures import SMALL, without_nature
from maillage.kernel.territory import LEVELS, Level, Territory
from maillage.kernel.words import alphabetical, folded, words
from maillage.observatory.addresses import FoundPlace
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import Hit, IndicatorSheet, hint, inhabitants
from maillage.web.finding.finder import Answer
from maillage.web.words.theme import theme_words

NEAR = 5
SURE = 0.6
"""Score under which an address is not shown among other kinds of answers."""
ALIKE = 0.72
CONTINUE = french.typographic("Continuez : écrivez le nom de la voie, puis la commune.")


def territory_answer(source: Observatory, territory: Territory, hint: str) -> Answer:
    """A territory among answers, with its inhabitants."""
    people = f", {inhabitants(territory, source.release)}" if territory.population else ""
    return Answer(
        french.typographic(territory.name),
        hint + people,
        reverse("territory", args=[territory.ref.level, territory.ref.code]),
    )


def hits(source: Observatory, text: str, limit: int) -> list[Hit]:
    """Territories by name, code or postcode; failing that, the commune whose whole name is among the words typed."""
    matches = source.search(text, limit)
    if matches:
        return matches
    first = source.addresses.find_places(text, 1)
    communes = [source.territory(place.commune) for place in first if place.kind == "commune" and place.score >= SURE]
    return [Hit(commune, hint(commune)) for commune in communes if set(words(commune.name)) <= {*words(text), *SMALL}]


def places(source: Observatory, text: str, limit: int) -> list[FoundPlace]:
    """Streets, house numbers and lieux-dits that answer surely enough; communes are among territories."""
    matches = source.addresses.find_places(text, limit)
    return [place for place in matches if place.kind != "commune" and place.score >= SURE]


def advice(matches: Sequence[FoundPlace]) -> str:
    """What to add when no street is named yet; empty otherwise."""
    return CONTINUE if any(place.begun for place in matches) else ""


def address_page(place: FoundPlace) -> str:
    """The page of a place."""
    return reverse("address", args=[place.key])


def _by_theme(sheet: IndicatorSheet) -> tuple[tuple[str, str], tuple[str, str]]:
    return alphabetical(theme_words(sheet.indicator.theme)), alphabetical(sheet.indicator.title)


def by_theme(sheets: Iterable[IndicatorSheet]) -> dict[str, list[IndicatorSheet]]:
    """Indicators to choose from: themes and titles in French order."""
    themes: dict[str, list[IndicatorSheet]] = {}
    for sheet in sorted(sheets, key=_by_theme):
        themes.setdefault(theme_words(sheet.indicator.theme), []).append(sheet)
    return themes


def indicators_about(source: Observatory, text: str) -> list[IndicatorSheet]:
    """The indicators whose title, theme or definition hold every word typed."""
    typed = words(text)
    if not typed:
        return []
    matches = []
    for sheet in source.indicators():
        indicator = sheet.indicator
        named = f"{indicator.theme} {theme_words(indicator.theme)} {indicator.name}"
        description = folded(f"{indicator.title} {indicator.definition} {named}")
        if all(word in description for word in typed):
            matches.append(sheet)
    return matches


def indicator_page(sheet: IndicatorSheet) -> str:
    """The page of an indicator."""
    return reverse("indicator", args=[sheet.indicator.name])


def near(source: Observatory, text: str) -> list[Answer]:
    """Territories whose name is written nearly like this, the nearest first: for when nothing was found.

    Where a nature is typed (« communauté de communes »), only what is left is compared, among EPCI and groupements.
    """
    typed = words(text)
    bare = " ".join(without_nature(typed))
    named: dict[str, Territory] = {}
    for level in reversed(LEVELS):
        for territory in source.territories(level):
            named[folded(territory.name)] = territory
    if bare and bare != " ".join(word for word in typed if word not in SMALL):
        grouped = (territory for level in (Level.GROUPEMENT, Level.EPCI) for territory in source.territories(level))
        named = {" ".join(without_nature(words(territory.name))): territory for territory in grouped}
    else:
        bare = " ".join(typed)
    close = difflib.get_close_matches(bare, named, NEAR, ALIKE)
    return [territory_answer(source, named[name], hint(named[name])) for name in close]
