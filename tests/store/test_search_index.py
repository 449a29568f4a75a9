"""Searching a territory by what people type: whatever it is, it never breaks, and an exact name comes first."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from maillage.kernel.territory import Level, Ref, Territory
from maillage.store import search

REGION, DOUBS = Ref(Level.REGION, "27"), Ref(Level.DEPARTEMENT, "25")


def commune(code: str, name: str, population: int | None, *postcodes: str) -> Territory:
    return Territory(Ref(Level.COMMUNE, code), name, "Commune", population, postcodes, 1, 1, (DOUBS, REGION))


TERRITORIES = (
    commune("25056", "Besançon", 120_000, "25000"),
    commune("25000", "Arc", 300, "25520"),
    commune("25001", "Arc-et-Senans", 1500, "25610"),
    commune("25002", "Arc-sous-Cicon", 700, "25520"),
    commune("25003", "Saint-Vit", 5000, "25410"),
    commune("25004", "Sainte-Suzanne", 1400, "25630"),
    commune("25005", "L'Isle-sur-le-Doubs", 3000, "25250"),
    commune("25006", "Œuilly-lès-Bains", None, "25300"),
    commune("25007", "Y", 90, "25111"),
    commune("25008", "Doubs", 3000, "25300"),
    commune("25009", "Évry", 40, "25300"),
    commune("25010", "Évry-la-Grande", 9000, "25300"),
    Territory(DOUBS, "Doubs", "Département", 545_000, (), 9, 9, (REGION,)),
    Territory(Ref(Level.EPCI, "242500361"), "Besançon", "Communauté urbaine", 200_000, (), 1, 1, (REGION,)),
    Territory(REGION, "Bourgogne-Franche-Comté", "Région", 2_800_000, (), 9, 9, ()),
)
BOXES = {("commune", "25056"): (5.9, 47.2, 6.1, 47.3)}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("search") / "search.sqlite"
    search.build(path, TERRITORIES, BOXES)
    with closing(search.open_index(path)) as db:
        yield db


@given(
    text=st.one_of(st.text(), st.text(alphabet="\"'*()-^:+.{}[]%_\\ANDORNEAR ", max_size=200)), limit=st.integers(0, 9)
)
@example(text='" OR "', limit=8)
@example(text="name : arc NEAR(", limit=8)
@example(text="\x00\ud800", limit=8)
@example(text="arc\ud800 \udfff", limit=8)
@example(text="a" * 100_000, limit=8)
@example(text="²½Ⅻ٣ ﬁ", limit=8)
def test_whatever_is_typed_the_answer_is_a_few_territories(index: sqlite3.Connection, text: str, limit: int) -> None:
    found = search.find(index, text, limit)
    assert len(found) <= limit
    assert set(found) <= {search_twin(one) for one in TERRITORIES}


def search_twin(one: Territory) -> Territory:
    """The territory as the index gives it back: with the box it was built with."""
    box = BOXES.get((one.ref.level, one.ref.code))
    return Territory(
        one.ref, one.name, one.kind, one.population, one.postcodes, one.communes, one.communes_whole, one.parents, box
    )


def test_nothing_typed_finds_nothing(index: sqlite3.Connection) -> None:
    for text in ("", "   ", "'", "***", "\t\n", "—"):
        assert search.find(index, text, 8) == []


@pytest.mark.parametrize("wanted", TERRITORIES, ids=lambda one: str(one.ref))
def test_a_territory_is_found_by_its_exact_name_before_those_that_begin_like_it(
    index: sqlite3.Connection, wanted: Territory
) -> None:
    for typed in (wanted.name, wanted.name.lower(), f"  {wanted.name} "):
        found = search.find(index, typed, 8)
        namesakes = [one.name == wanted.name for one in found]
        assert wanted.ref in [one.ref for one in found]
        assert namesakes == sorted(namesakes, reverse=True)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("arc", "25000"),
        ("besancon", "25056"),
        ("BESANÇON", "25056"),
        ("bes", "25056"),
        ("arc et senans", "25001"),
        ("evry", "25009"),
        ("EVRY LA GRANDE", "25010"),
        ("oeuilly", "25006"),
        ("Œuilly", "25006"),
        ("ŒUILLY LES BAINS", "25006"),
        ("25056", "25056"),
        ("25410", "25003"),
        ("st vit", "25003"),
        ("st-vit", "25003"),
        ("ste suzanne", "25004"),
        ("isle doubs", "25005"),
        ("l isle sur le doubs", "25005"),
        ("bourgogne", "27"),
    ],
)
def test_what_people_type_finds_what_they_mean(index: sqlite3.Connection, typed: str, first: str) -> None:
    found = [one.ref.code for one in search.find(index, typed, 8)]
    assert first in found
    if typed not in ("besancon", "BESANÇON", "bes"):
        assert found[0] == first


def test_a_code_comes_before_the_places_that_have_it_as_a_postcode(index: sqlite3.Connection) -> None:
    assert [one.ref.code for one in search.find(index, "25000", 8)] == ["25000", "25056"]


@given(
    names=st.lists(
        st.text(alphabet=st.characters(categories=("Lu", "Ll"), max_codepoint=0x17F), min_size=1, max_size=20),
        min_size=1,
        max_size=12,
        unique=True,
    )
)
def test_any_commune_is_found_by_its_exact_name(names: list[str]) -> None:
    territories = [commune(f"{25100 + rank}", name, rank) for rank, name in enumerate(names)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "search.sqlite"
        search.build(path, territories, {})
        check_all_found(path, territories)


def check_all_found(path: Path, territories: list[Territory]) -> None:
    with closing(search.open_index(path)) as db:
        for wanted in territories:
            assert wanted.ref in [one.ref for one in search.find(db, wanted.name, len(territories))]


def test_every_commune_of_the_samples_is_found_first_by_its_name(release_home: Path) -> None:
    with closing(search.open_index(release_home / "releases" / "00001" / "search.sqlite")) as db:
        named = db.execute("SELECT code, name FROM territory WHERE level = 'commune'").fetchall()
        assert len(named) == 8
        for code, name in named:
            assert search.find(db, name, 8)[0].ref == Ref(Level.COMMUNE, code)
