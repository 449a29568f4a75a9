"""Finding an address by what people type: on the sample territory by hand, on a simulated one by eleven kinds."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bench.typed import KINDS, Address, by_kind, drawn, right
from maillage.observatory.addresses import Addresses, FoundPlace
from maillage.store.addresses.normal import cut, shortened, sound
from maillage.store.addresses.places import METRES
from tests.conftest import maillage

GARE, DE_GAULLE, EGLISE = "25056_1001", "25056_1002", "25035_0101"


@pytest.fixture(scope="module")
def samples(release_home: Path) -> Iterator[Addresses]:
    with closing(Addresses(release_home / "releases" / "00001")) as found:
        yield found


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The files of a fictional region of 50 communes, and the release made of their addresses."""
    place = tmp_path_factory.mktemp("addresses")
    files, home = place / "files", place / "home"
    only = ("cog_communes", "cog_departements", "cog_epci", "cog_regions", "ban_adresses", "ban_lieux_dits")
    arguments = ("simulate", str(files), "--communes", "50", "--seed", "4", "--quarters", "1")
    for command in ((*arguments, "--only", *only), ("up", "--from", str(files), "--no-serve")):
        done = maillage(home, *command)
        assert done.returncode == 0, done.stderr
    return files, home / "releases" / "00001"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        # As the base writes them.
        ("12 Rue de la Gare 25000 Besançon", f"{GARE}_00012"),
        ("12 bis Rue de la Gare 25000 Besançon", f"{GARE}_00012_bis"),
        ("8 Avenue de l'Observatoire Besançon", "25056_1003_00008"),
        ("140 Grande Rue 25000 Besançon", "25056_1004_00140"),
        ("5 Rue du 8 Mai 1945 25000 Besançon", "25056_1005_00005"),
        ("27 Rue de Belfort 25000 Besançon", "25056_pk624e_00027"),
        ("2 ter Chemin du Moulin Besançon", "25056_1007_00002_ter"),
        ("33 a Rue Georges Cuvier Montbéliard", "25388_0043_00033_a"),
        ("9 Rue du Sacré-Cœur 90000 Belfort", "90010_0203_00009"),
        ("9 ter Rue du Lavoir Trévenans", "90097_0400_00009_ter"),
        ("2 Rue de l'Abbé Grégoire Montbéliard", "25388_0044_00002"),
        # Abridged, without accents, capitals or spaces.
        ("12 bis r du gal de gaulle", f"{DE_GAULLE}_00012_bis"),
        ("12b r gal de gaulle besancon", f"{DE_GAULLE}_00012_bis"),
        ("12BIS RUE DU GENERAL DE GAULLE 25000 BESANCON", f"{DE_GAULLE}_00012_bis"),
        ("8 av de l observatoire", "25056_1003_00008"),
        ("4 pl st jacques besancon", "25056_1006_00004"),
        ("140 gde rue besancon", "25056_1004_00140"),
        ("44 fbg de montbeliard belfort", "90010_0200_00044"),
        ("2 che du moulin besancon", "25056_1007_00002_ter"),
        ("33a rue g cuvier montbeliard", "25388_0043_00033_a"),
        ("12, rue de la gare, besançon", f"{GARE}_00012"),
        ("n° 12 rue de la gare 25000 besancon cedex", f"{GARE}_00012"),
        ("12 rue de la gare 25 000 besançon", f"{GARE}_00012"),
        ("9 rue du sacre coeur belfort", "90010_0203_00009"),
        ("8 rue du 8 mai 45 besancon", "25056_1005_00008"),
        ("8 rue du huit mai 1945 besancon", "25056_1005_00008"),
        # Misspelt, or by ear.
        ("12 rue de la garre besançon", f"{GARE}_00012"),
        ("12 rue de la gare bezancon", f"{GARE}_00012"),
        ("12 rue du jeneral de gole", f"{DE_GAULLE}_00012"),
        ("8 avenue de l'obsrvatoire", "25056_1003_00008"),
        ("1 place danfert rochereau", "25388_0041_00001"),
        ("1 place denfert rochero montbelliard", "25388_0041_00001"),
        ("100 av jean jores belfort", "90010_0201_00100"),
        ("1 quai vaubant", "90010_0202_00001"),
        ("15 rue de l'otel de ville belfort", "90010_0204_00015"),
        ("3 rue de l'eglize les auxons", f"{EGLISE}_00003"),
        ("aveneu des usines sochaux", "25547_0008"),
        ("2 rue de l'abe gregoir montbeliard", "25388_0044_00002"),
        ("27 grande rue pont de roide vermondan", "25463_0010_00027"),
        # Inverted.
        ("besançon rue de la gare 12", f"{GARE}_00012"),
        ("besancon 12 rue de la gare", f"{GARE}_00012"),
        ("montbéliard 10 rue de besançon", "25388_0042_00010"),
        ("gare rue besançon", GARE),
        # Words missing, wrong way, wrong postcode, none.
        ("12 gare besançon", f"{GARE}_00012"),
        ("observatoire besançon", "25056_1003"),
        ("12 de gaulle besançon", f"{DE_GAULLE}_00012"),
        ("12 avenue de la gare besançon", f"{GARE}_00012"),
        ("8 rue des usines sochaux", "25547_0008_00008"),
        ("1 rue vauban belfort", "90010_0202_00001"),
        ("12 rue de la gare 25999 besançon", f"{GARE}_00012"),
        ("7 rue de la gare 25000 montbéliard", "25388_0040_00007"),
        ("12 rue de belfort sochaux", "25547_0009_00012"),
        ("7 rue de la gare 25200", "25388_0040_00007"),
        # Without number, or with one that is not there.
        ("rue de la gare besançon", GARE),
        ("99 rue de la gare besançon", GARE),
        ("rue de besançon montbéliard", "25388_0042"),
        ("rue du puits moval", "90068_0300"),
        ("rue de la mairie vermondans", "25463_x03012"),
        # The beginning only.
        ("avenue de l'obs", "25056_1003"),
        ("12 rue de la gare bes", f"{GARE}_00012"),
        ("place saint-j", "25056_1006"),
        ("faubourg de montb", "90010_0200"),
        # Hamlets, former communes, communes and postcodes.
        ("la chapelle des buis", "25056_b001"),
        ("chapelle des buis besancon", "25056_b001"),
        ("3 le bas du bois trévenans", "90097_b012_00003"),
        ("pré aux loups", "25463_b004"),
        ("3 rue de l'église auxons-dessous", "25035_x34101_00003"),
        ("besançon", "25056"),
        ("sochau", "25547"),
        ("90000", "90010"),
        ("les auxons", "25035"),
    ],
)
def test_what_people_type_finds_what_they_mean_first(samples: Addresses, typed: str, first: str) -> None:
    assert [one.key for one in samples.find_places(typed)][:1] == [first]


def test_what_is_ambiguous_has_several_answers(samples: Addresses) -> None:
    def keys(text: str) -> set[str]:
        return {one.key for one in samples.find_places(text)}

    assert keys("rue de la gare") == {GARE, "25388_0040"}
    assert keys("3 rue de l'église les auxons") == {f"{EGLISE}_00003", "25035_x34101_00003"}
    assert keys("90400") == {"90068", "90097"}
    assert {"25463_0010", "25056_1004_00140"} <= keys("140 grande rue")


def test_an_address_says_where_it_is(samples: Addresses) -> None:
    (one,) = samples.find_places("12 bis rue de la gare 25000 besançon")
    assert (one.kind, one.label, one.detail) == ("numero", "12 bis rue de la Gare", "25000 Besançon")
    assert (str(one.commune), one.number, one.street) == ("commune:25056", "12 bis", "Rue de la Gare")
    assert (one.postcode, one.longitude, one.latitude) == ("25000", 6.0216, 47.2467)
    former = samples.place("25035_x34101_00003")
    assert former.detail == "25870 Les Auxons (Auxons-Dessous)"
    assert samples.place("90097_b012_00003").label == "3, Le Bas du Bois"
    assert samples.place("25056_1004_00140").label == "140 Grande Rue"
    assert samples.place("25547_0009_00012").detail == "Sochaux", "no postcode is said when none is known"


def test_a_hamlet_that_is_numbered_is_told_once(samples: Addresses) -> None:
    assert [one.kind for one in samples.find_places("le bas du bois")] == ["voie"]


def test_every_key_opens_its_place(samples: Addresses) -> None:
    for key in (GARE, f"{GARE}_00012_bis", "25056_pk624e_00027", "25056_b001", "25056"):
        assert samples.place(key).key == key


def test_of_two_places_as_likely_the_nearest_comes_first(samples: Addresses) -> None:
    for near, first in (((6.02, 47.24), GARE), ((6.80, 47.51), "25388_0040")):
        assert samples.find_places("rue de la gare", near=near)[0].key == first


def test_a_point_has_its_nearest_addresses(samples: Addresses) -> None:
    found = samples.nearest_places(6.0216, 47.2467, 3)
    assert [one.key for one in found] == [f"{GARE}_00012_bis", f"{GARE}_00012"], "the next is 118 m away"
    assert found[0].distance == 0
    # 0.0001 degree of each, at 47 degrees north: 7.5 m by 11.1 m.
    assert found[1].distance == pytest.approx(13.4, abs=0.2)
    assert samples.nearest_places(6.3, 47.4) == [], "in the middle of a wood"
    assert samples.nearest_places(6.8935, 47.5850)[0].key == "90097_b012_00003", "263 m away, and nothing nearer"
    for x, y in ((999.0, 0.0), (float("nan"), 47.0), (float("inf"), 1e300), (0.0, 0.0)):
        assert samples.nearest_places(x, y) == []


@pytest.mark.more
def test_the_nearest_address_is_the_nearest(simulated: tuple[Path, Path]) -> None:
    files, release = simulated
    queries = drawn(sorted(files.glob("adresses-*.csv.gz")), communes(release), 60, 3)
    with closing(Addresses(release)) as addresses:
        for one in queries:
            found = [place for place in addresses.find_places(one.text) if place.kind == "numero"]
            for place in found[:1]:
                (nearest, *_) = addresses.nearest_places(place.longitude, place.latitude)
                assert nearest.distance * 10 < METRES / 1_000_000, "within the millionths of a degree kept"


def communes(release: Path) -> list[str]:
    with closing(Addresses(release)) as addresses:
        return [town.code for town in addresses._index.towns]


@pytest.mark.more
def test_eleven_ways_of_typing_find_the_right_address_first(simulated: tuple[Path, Path]) -> None:
    """At least 97 % overall, as the issue asks; 99.9 % was measured on 2,200 communes. Never under 90 % for a way."""
    files, release = simulated
    queries = drawn(sorted(files.glob("adresses-*.csv.gz")), communes(release), 990, 20261122)
    assert len(KINDS) == 11
    with closing(Addresses(release)) as addresses:
        found = {one: addresses.find_places(one.text)[:1] for one in queries}
    good = {one for one, first in found.items() if first and is_right(one.meant, first[0])}
    for kind, some in by_kind(queries):
        assert len(good & set(some)) >= 0.9 * len(some), kind
    assert len(good) >= 0.97 * len(queries)


def is_right(meant: Address, place: FoundPlace) -> bool:
    return right(meant, place.number, place.street, place.commune.code)


HOSTILE = (
    "",
    "   ",
    "a" * 10_000,
    "rue de la gare " * 700,
    "🏠🏠🏠",
    "🏠 12 rue de la gare",
    "' OR 1=1; DROP TABLE street; --",
    '" OR "" = "',
    "\u202eerag al ed eur 21",
    "شارع المحطة",
    "\x00\x01\ud800",
    "%%%___***",
    "12 12 12 12 12 12",
    "99999999999999999999 rue de la gare",
    "12345678901 besancon",
    "0 rue de la gare besançon",
    "²½Ⅻ٣ rue ﬁ",
    "bis ter quater",
    "cedex bp n",
    "25056_1001_00012",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_gives_something_or_nothing_never_an_error(samples: Addresses, text: str) -> None:
    assert len(samples.find_places(text)) <= 8


@given(text=st.text(max_size=300), limit=st.integers(1, 9))
@example(text="12 bis", limit=1)
@example(text="\ud800 rue", limit=8)
def test_whatever_is_typed_the_answer_is_a_few_places(samples: Addresses, text: str, limit: int) -> None:
    assert len(samples.find_places(text, limit)) <= limit


def test_only_the_beginning_of_a_long_text_is_read(samples: Addresses) -> None:
    assert samples.find_places("rue de la gare besançon" + " " * 177 + "zzz")[0].key == GARE


@given(text=st.text(max_size=60))
def test_a_name_cut_twice_is_cut_once(text: str) -> None:
    once = cut(text)
    assert cut(" ".join(once)) == once


@given(text=st.text(alphabet="abcdefgé'-. 0123456789", max_size=40))
def test_capitals_accents_and_marks_do_not_count(text: str) -> None:
    assert cut(text.upper()) == cut(text) == cut(text.replace("-", " ").replace("'", "’"))


@given(word=st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=14), data=st.data())
def test_a_word_one_slip_away_shares_something(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    for slipped in (
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ):
        assert shortened(word) & shortened(slipped)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("12bis r. du Gal-de-Gaulle", "12 bis rue du general de gaulle"),
        ("Av. de l’Œuvre", "avenue de l oeuvre"),
        ("Bd St-Michel, 3B", "boulevard saint michel 3 b"),
        ("3ème Régiment", "3e regiment"),
        ("1ère Armée", "1er armee"),
        ("rue du 8 mai 45", "rue du 8 mai 1945"),
        ("11 novembre 18", "11 novembre 1918"),
        ("pl. N.D.", "place n d"),
        ("ÎLE D'YEU", "ile d yeu"),
    ],
)
def test_names_are_cut_into_words_that_compare(text: str, words: str) -> None:
    assert " ".join(cut(text)) == words


@pytest.mark.parametrize(
    "alike", ["philippe filipe filippe", "chateau chato", "mairie meri merie", "ecole ekole", "gaulle gole", "cyr sir"]
)
def test_words_that_sound_alike_are_known_to(alike: str) -> None:
    assert len({sound(word) for word in alike.split()}) == 1
