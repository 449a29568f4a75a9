"""What a search finds in what is published: indicators, territories, addresses, texts."""

from maillage.commons.editorial import published
from maillage.kernel import french
from maillage.web.finding.finder import Answer, Finder, Search
from maillage.web.observe import finding
from maillage.web.words.theme import theme_words


def _indicators(search: Search, limit: int) -> list[Answer]:
    return [
        Answer(
            french.typographic(sheet.indicator.title),
            theme_words(sheet.indicator.theme) + ("" if sheet.loaded else ", données non chargées"),
            finding.indicator_page(sheet),
        )
        for sheet in finding.indicators_about(search.source, search.text)[:limit]
    ]


def _territories(search: Search, limit: int) -> list[Answer]:
    source = search.source
    return [
        finding.territory_answer(source, hit.territory, hit.hint) for hit in finding.hits(source, search.text, limit)
    ]


def _addresses(search: Search, limit: int) -> list[Answer]:
    return [
        Answer(
            french.typographic(place.label),
            french.typographic(place.hint),
            finding.address_page(place),
            sure=not (place.absent or place.begun),
            begun=place.begun,
        )
        for place in finding.places(search.source, search.text, limit)
    ]


def _texts(search: Search, limit: int) -> list[Answer]:
    return [Answer(page.title, page.excerpt, page.address) for page in published.content(search.text, limit)]


FINDERS = (
    Finder("indicateurs", "Indicateurs", 10, _indicators),
    Finder("territoires", "Territoires", 20, _territories),
    Finder("adresses", "Adresses", 30, _addresses, advice=finding.CONTINUE),
    Finder("pages", "Pages", 90, _texts),
)
