"""What people type around an address: numbers that are not the house's, numbered roads, words kept, half a name."""

from collections.abc import Iterator
from contextlib import closing

import duckdb
import pytest

from maillage.kernel.territory import Level, Ref, Territory
from maillage.store.addresses import build
from maillage.store.addresses.find import find
from maillage.store.addresses.index import Index
from maillage.store.addresses.normal import cut
from maillage.store.addresses.places import Place, by_key

CODE, TOWN = "25056", "Besançon"
STREETS = (
    ("Route Départementale 673", (1, 2, 12)),
    ("RD 107", (1, 2, 12)),
    ("Route de la Nationale 57", (3,)),
    ("Voie Communale n°4", (2,)),
    ("CR 12 dit du Bois", (5,)),
    ("Zone Industrielle de Trépillot", (1, 2)),
    ("ZAC de Valentin", (7,)),
    ("Rue de France", (1, 2, 12)),
    ("Rue de Dole", (1, 2, 12)),
    ("Rue Anatole France", (1, 2)),
    ("Rue N", (1, 2)),
    ("Avenue de la Poste", (2, 12, 14, 35)),
    ("Rue de la Tour", (2, 12)),
    ("Résidence 2", (8,)),
    ("Place du Bâtiment", (4,)),
    ("Avenue de Lodève", (2, 4)),
    ("Rue des Granges", (3,)),
)
POSTCODES = {("Avenue de Lodève", 2): ("25480", "Pirey")}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """One commune of two postcodes, built by the product's own writer."""
    path = tmp_path_factory.mktemp("typed") / "addresses.sqlite"
    with duckdb.connect() as con:
        con.execute(
            "CREATE TABLE adresses (periode VARCHAR, commune VARCHAR, cle VARCHAR, voie_cle VARCHAR, numero BIGINT, "
            "repetition VARCHAR, voie VARCHAR, lieu_dit VARCHAR, code_postal VARCHAR, ancienne_commune VARCHAR, "
            "certifiee BOOLEAN, longitude DOUBLE, latitude DOUBLE)"
        )
        con.execute(
            "CREATE TABLE lieux_dits (periode VARCHAR, commune VARCHAR, cle VARCHAR, nom VARCHAR, code_postal VARCHAR, "
            "longitude DOUBLE, latitude DOUBLE)"
        )
        for rank, (name, numbers) in enumerate(STREETS):
            for number in numbers:
                key = f"{CODE}_{rank:04d}"
                postcode, former = POSTCODES.get((name, number), ("25000", None))
                row = ["2026", CODE, f"{key}_{number:05d}", key, number, None, name, None, postcode, former, True]
                con.execute(f"INSERT INTO adresses VALUES ({', '.join('?' * 13)})", [*row, 6.0 + rank / 100, 47.24])
        town = Territory(Ref(Level.COMMUNE, CODE), TOWN, "Commune", 117_000, ("25000", "25480"), 1, 1, ())
        build.build(path, con, [town])
    with closing(Index(path)) as opened:
        yield opened


def told(one: Place) -> str:
    return f"{one.number} {one.name}" if one.number else one.name


def first(index: Index, text: str) -> str:
    found = find(index, text, 4)
    return told(found[0]) if found else ""


ANNOUNCED = (
    "Bât 2",
    "bâtiment B2",
    "bat. n° 2",
    "BP 2",
    "BP2",
    "CS 25012",
    "TSA 12345",
    "boîte postale 2",
    "boîte aux lettres 2",
    "Lot 2",
    "Résidence 2",
    "appartement 2",
    "appt 2",
    "apt. 2 bis",
    "entrée 2",
    "escalier 2",
    "esc. B",
    "étage 2",
    "2e étage",
    "2 étage",
    "porte 2",
    "pte 2",
    "hall 2",
    "immeuble 2",
    "tour 2",
    "logement 2",
    "chambre 12",
    "villa 2",
    "bloc 2",
    "maison 2",
    "local 2",
)


@pytest.mark.parametrize("words", ANNOUNCED)
def test_a_number_that_is_not_the_house_s_is_not_taken_for_it(index: Index, words: str) -> None:
    for text in (
        f"{words}, 35 avenue de la Poste, 25000 Besançon",
        f"35 avenue de la Poste, {words}, 25000 Besançon",
        f"35 {words} avenue de la Poste 25000 Besançon",
        f"Besançon avenue de la Poste 35 {words}",
    ):
        assert first(index, text) == "35 Avenue de la Poste", text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # A word that announces a number is also the name of a street.
        ("2 rue de la Tour Besançon", "2 Rue de la Tour"),
        ("Besançon rue de la Tour 12", "12 Rue de la Tour"),
        ("tour 2, 12 rue de la Tour", "12 Rue de la Tour"),
        ("4 place du Bâtiment", "4 Place du Bâtiment"),
        ("8 résidence 2 Besançon", "8 Résidence 2"),
        ("12-14 avenue de la Poste Besançon", "12 Avenue de la Poste"),
        ("35 avenue de la Poste 25000 Besançon cedex 9", "35 Avenue de la Poste"),
        ("35 avenue de la Poste 2 25000 Besançon", "35 Avenue de la Poste"),
    ],
)
def test_the_number_beside_the_name_is_the_house_s(index: Index, text: str, wanted: str) -> None:
    assert first(index, text) == wanted


def test_when_two_numbers_may_be_the_house_s_both_are_shown(index: Index) -> None:
    found = [told(one) for one in find(index, "12-14 avenue de la Poste Besançon", 4)]
    assert found[:2] == ["12 Avenue de la Poste", "14 Avenue de la Poste"]


def test_the_number_of_a_post_office_box_is_no_postcode(index: Index) -> None:
    (one, *_) = find(index, "CS 25012 35 avenue de la Poste 25000 Besançon cedex", 4)
    assert (told(one), one.score) == ("35 Avenue de la Poste", 1.0)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("12 RD 673 Besançon", "12 Route Départementale 673"),
        ("12 RD673 Besançon", "12 Route Départementale 673"),
        ("12 D673", "12 Route Départementale 673"),
        ("12 d 673 besançon", "12 Route Départementale 673"),
        ("12 route départementale n° 673", "12 Route Départementale 673"),
        ("12 départementale 673", "12 Route Départementale 673"),
        ("2 route départementale 107 Besançon", "2 RD 107"),
        ("2 D107", "2 RD 107"),
        ("3 route de la RN57", "3 Route de la Nationale 57"),
        ("3 route de la N 57", "3 Route de la Nationale 57"),
        ("2 VC4 Besançon", "2 Voie Communale n°4"),
        ("2 VC n° 4 Besançon", "2 Voie Communale n°4"),
        ("5 chemin rural 12 besançon", "5 CR 12 dit du Bois"),
        ("2 ZI de Trépillot Besançon", "2 Zone Industrielle de Trépillot"),
        ("2 Z.I. Trépillot", "2 Zone Industrielle de Trépillot"),
        ("2 ZA de Trépillot Besançon", "2 Zone Industrielle de Trépillot"),
        ("7 zone d'aménagement concerté de Valentin", "7 ZAC de Valentin"),
        ("7 zac valentin besançon", "7 ZAC de Valentin"),
    ],
)
def test_a_numbered_road_or_a_zone_is_the_same_however_written(index: Index, text: str, wanted: str) -> None:
    assert first(index, text) == wanted


@pytest.mark.parametrize("text", ["12 RD 999 Besançon", "12 RD999", "12 D672 Besançon", "route départementale 67"])
def test_another_number_is_another_road(index: Index, text: str) -> None:
    assert not {"Route Départementale 673", "RD 107"} & {one.name for one in find(index, text, 4)}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("rue de France", "Rue de France"),
        ("rue de france besançon", "Rue de France"),
        ("12 rue de Dole 25000 Besançon France", "12 Rue de Dole"),
        ("2 rue Anatole France Besançon", "2 Rue Anatole France"),
        ("2 rue N Besançon", "2 Rue N"),
        ("n° 12 rue de Dole", "12 Rue de Dole"),
        ("n12 rue de Dole", "12 Rue de Dole"),
    ],
)
def test_a_word_is_dropped_only_when_no_name_has_it(index: Index, text: str, wanted: str) -> None:
    assert first(index, text) == wanted


def test_each_house_has_its_own_postcode_and_former_commune(index: Index) -> None:
    two, four = (find(index, f"{number} avenue de Lodève Besançon", 4)[0] for number in (2, 4))
    assert (two.postcode, two.former) == ("25480", "Pirey")
    assert (four.postcode, four.former) == ("25000", "")
    opened = by_key(index, two.key)
    assert opened
    assert (opened.postcode, opened.former) == ("25480", "Pirey")
    street = find(index, "avenue de Lodève Besançon", 4)[0]
    assert set(street.postcodes) == {"25000", "25480"}
    assert find(index, "avenue de Lodève 25480 Besançon", 4)[0].postcodes == ("25480",)
    assert find(index, "2 avenue de Lodève Pirey", 4)[0].key == two.key


@pytest.mark.parametrize(
    "text", ["12 rue", "12 rue de", "12 rue besançon", "rue besançon", "12 rue de la t", "3 rue de la g"]
)
def test_what_is_half_typed_is_answered_with_streets_to_choose(index: Index, text: str) -> None:
    found = [one for one in find(index, text, 8) if one.kind != "commune"]
    assert found
    assert all(one.begun for one in found)
    if text.startswith("12 rue b"):
        assert [told(one) for one in found] == ["12 Rue de Dole", "12 Rue de France", "12 Rue de la Tour"]
    if text.endswith(" g"):
        assert [told(one) for one in found] == ["3 Rue des Granges"]


def test_a_number_that_does_not_exist_is_said(index: Index) -> None:
    (street, *_) = find(index, "99 rue de Dole Besançon", 4)
    assert (told(street), street.absent) == ("Rue de Dole", "99")
    (house, *_) = find(index, "12 ter rue de Dole Besançon", 4)
    assert (told(house), house.absent) == ("12 Rue de Dole", "12 ter")
    assert find(index, "12 rue de Dole Besançon", 4)[0].absent == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("RD673", "route d673"),
        ("Route Départementale n°673", "route d673"),
        ("R.D. 673", "route d673"),
        ("Route Nationale", "route nationale"),
        ("Rue Nationale 12", "rue nationale 12"),
        ("Z.A.C. des Prés", "zac des pres"),
        ("place J.F. Kennedy", "place j f kennedy"),
        ("Zone d’activités des Prés", "za des pres"),
        ("autoroute A36", "route a36"),
    ],
)
def test_numbered_roads_are_cut_alike(text: str, words: str) -> None:
    assert " ".join(cut(text)) == words
