"""`maillage up --region 27`: a whole region brought from its publishers, played by a real HTTP server."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from maillage.pipeline.reference import FOLDER
from maillage.sources import catalogue
from tests.cli.terminal import DEBITS_HEADER, SPEED, Done, debits, figure, own_copy, run, snapshot
from tests.pipeline.publisher import Publisher, Reply, publishing

# One worker builds the region once, for all these tests.
pytestmark = [pytest.mark.xdist_group("region"), pytest.mark.more]
PLAYED = {"arcep_mci_debits", "france_services", "arcep_sites_mobiles"}
WITHOUT = [name for name, one in catalogue().items() if one.SOURCE.remote and name not in PLAYED]
BUILD = ("up", "--region", "27", "--no-serve", *(word for name in WITHOUT for word in ("--without", name)))
DEBITS, PLACES, INDEX = "/debits.csv", "/places", "/sites/"
SITES = f"{INDEX}2026_T2_sites_Metropole.csv"
SITE_HEADER = "code_op;num_site;latitude;longitude;insee_com;site_2g;site_3g;site_4g"
PLACE_HEADER = "id_fs;lib_fs;insee_com;latitude;longitude;format_fs"
MODIFIED = "Wed, 02 Sep 2026 10:00:00 GMT"


@pytest.fixture(scope="session")
def communes() -> list[str]:
    """The codes of the communes of Bourgogne-Franche-Comté, from the COG that is shipped."""
    known = json.loads(gzip.decompress((FOLDER / "communes.json.gz").read_bytes()))
    return [one["code"] for one in known if one["type"] == "commune-actuelle" and one.get("region") == "27"]


def text(header: str, lines: list[str]) -> bytes:
    return ("\n".join((header, *lines)) + "\n").encode()


def versioned(body: bytes, version: str) -> Reply:
    return Reply(body=body, headers={"ETag": f'"{version}"', "Last-Modified": MODIFIED})


def debits_of(communes: list[str], eligible: int) -> bytes:
    """Every commune of the region, 100 premises each, so many of them eligible."""
    return text(DEBITS_HEADER, [debits(code, eligible=eligible, day="2026-06-30") for code in communes])


def open_shop(publisher: Publisher, communes: list[str], eligible: int = 80, version: str = "v1") -> None:
    """Everything is there: two files behind redirects as on data.gouv.fr, one named by an index page."""
    publisher.asked.clear()
    publisher.redirect("/last/debits", DEBITS)
    publisher.give(DEBITS, versioned(debits_of(communes, eligible), version))
    places = [f"{rank};Lieu {rank};{code};47.2;6.0;Fixe" for rank, code in enumerate(communes[:100], 1)]
    publisher.redirect("/r/31576dff", PLACES, status=301)
    publisher.give(PLACES, versioned(text(PLACE_HEADER, places), "v1"))
    sites = [f"20801;S{rank};47,2;6,0;{code};1;1;1" for rank, code in enumerate(communes[:2000], 1)]
    links = "".join(f'<a href="{name}">{name}</a>' for name in ("2026_T1_sites_Metropole.csv", SITES, "notice.pdf"))
    publisher.give(INDEX, f"<html><body>{links}</body></html>".encode())
    publisher.give(SITES, versioned(text(SITE_HEADER, sites), "v1"))


def build(home: Path, publisher: Publisher, *arguments: str) -> Done:
    return run(
        home,
        *(arguments or BUILD),
        no_proxy="*",
        MAILLAGE_URL_ARCEP_MCI_DEBITS=f"{publisher.address}/last/debits",
        MAILLAGE_URL_FRANCE_SERVICES=f"{publisher.address}/r/31576dff",
        MAILLAGE_URL_ARCEP_SITES_MOBILES=f"{publisher.address}{INDEX}",
    )


@pytest.fixture(scope="session")
def publisher() -> Iterator[Publisher]:
    with publishing() as one:
        yield one


@pytest.fixture(scope="session")
def first_build(
    tmp_path_factory: pytest.TempPathFactory, publisher: Publisher, communes: list[str]
) -> tuple[Path, Done]:
    """A home built from the publishers, and how the build ended."""
    home = tmp_path_factory.mktemp("region")
    open_shop(publisher, communes)
    return home, build(home, publisher)


@pytest.fixture
def home(first_build: tuple[Path, Done], tmp_path: Path, publisher: Publisher, communes: list[str]) -> Path:
    """A copy of that home, every publisher being open again."""
    open_shop(publisher, communes)
    return own_copy(first_build[0], tmp_path)


def asked_since(publisher: Publisher, path: str) -> list[str | None]:
    """The version each request for this path said it had already."""
    return [one.headers["If-None-Match"] for one in publisher.asked if one.path == path]


def test_a_region_is_built_from_its_publishers_whatever_their_redirects(
    first_build: tuple[Path, Done], communes: list[str]
) -> None:
    home, done = first_build
    assert done.code == 0, done.err
    assert done.out.startswith("Publication n° 1 : Bourgogne-Franche-Comté, ")
    assert "· téléchargement : Ma connexion internet" in done.err
    value = figure(home, SPEED, "region:27", "2026-T2")
    assert len(communes) == 3685
    assert (value["value"], value["denominator"]) == (80.0, 368_500)
    assert value["completeness"] == {"known": 3685, "total": 3685}
    assert figure(home, "sites_4g_par_operateur", "region:27", "2026-T2")["value"] == 2000


def test_what_was_brought_keeps_its_two_dates_and_its_period(first_build: tuple[Path, Done]) -> None:
    home, _ = first_build
    found = {one["source"]: one["deliveries"] for one in run(home, "sources", "--format", "json").json()}
    (speeds,), (sites,), (places,) = (
        found[name] for name in ("arcep_mci_debits", "arcep_sites_mobiles", "france_services")
    )
    assert (speeds["period"], speeds["published_on"]) == ("2026-T2", "2026-09-02")
    # The index names the quarter; the list of places says none, and is of the day it was published.
    assert sites["period"] == "2026-T2"
    assert places["period"] == "2026-09-02"
    assert speeds["obtained_on"] > "2026-09-02"


def test_a_second_build_asks_for_what_changed_only(home: Path, publisher: Publisher) -> None:
    done = build(home, publisher)
    assert (done.code, done.out[:16]) == (0, "Publication n° 2")
    for path in (DEBITS, PLACES, SITES):
        # The server answers 304, without a body, to whoever names the version it has.
        assert asked_since(publisher, path) == ['"v1"'], path
    assert figure(home, SPEED, "region:27", "2026-T2")["value"] == 80.0


def test_a_publisher_that_is_down_is_told_and_what_the_others_changed_is_published(
    home: Path, publisher: Publisher, communes: list[str]
) -> None:
    open_shop(publisher, communes, eligible=90, version="v2")
    publisher.give(PLACES, Reply(404))
    places = ("show", "france_services_pour_10000_habitants", "region:27", "--format", "json")
    before = run(home, *places).json()
    done = build(home, publisher)
    assert done.code == 4
    assert done.out.startswith("Publication n° 2 : ")
    assert figure(home, SPEED, "region:27", "2026-T2")["value"] == 90.0
    assert run(home, *places).json() == before
    assert "! « Liste des espaces France Services » : il n’y a rien à cette adresse (404)." in done.err
    assert "dans la variable MAILLAGE_URL_FRANCE_SERVICES" in done.err
    assert "puis lancez « maillage load france_services <fichier> »" in done.err
    assert done.err.endswith("maillage : des sources n’ont pas pu être téléchargées (voir ci-dessus).\n")


def test_columns_that_changed_at_a_publisher_keep_the_old_release(
    home: Path, publisher: Publisher, communes: list[str]
) -> None:
    served = snapshot(home / "releases")
    body = debits_of(communes, 90).replace(b";nbr;", b";locaux;").replace(b";date\n", b";jour\n")
    publisher.give(DEBITS, versioned(body, "v2"))
    done = build(home, publisher)
    assert done.code == 3
    assert done.out == ""
    assert "maillage : Rien n’a été publié, la publication d’avant reste servie :\n" in done.err
    assert "debits : colonnes absentes « nbr », « date »." in done.err.replace("debits.csv", "debits")
    assert snapshot(home / "releases") == served
    assert figure(home, SPEED, "region:27", "2026-T2")["value"] == 80.0


def test_with_no_publisher_within_reach_it_says_what_to_do_and_nothing_changes(
    home: Path, publisher: Publisher
) -> None:
    served = snapshot(home / "releases")
    for path in ("/last/debits", "/r/31576dff", INDEX):
        publisher.give(path, Reply(503, headers={"Retry-After": "0"}))
    done = build(home, publisher)
    assert (done.code, done.out) == (4, "")
    assert "maillage : Aucun éditeur n’a répondu : rien n’a été chargé.\n" in done.err
    assert done.err.count("le serveur est en panne (503)") == 3
    assert done.err.endswith(
        "Sans réseau, donnez un dossier de fichiers officiels : maillage up --from DOSSIER --manifest FICHIER.\n"
    )
    assert snapshot(home / "releases") == served
    assert figure(home, SPEED, "region:27", "2026-T2")["value"] == 80.0


def test_a_load_without_a_file_brings_it_from_its_publisher(
    home: Path, publisher: Publisher, communes: list[str]
) -> None:
    open_shop(publisher, communes, eligible=90, version="v2")
    done = build(home, publisher, "load", "arcep_mci_debits", "--dry-run")
    assert done.code == 0, done.err
    said = "Par rapport à la livraison 2026-T2 : 0 ligne ajoutée, 3 685 modifiées, 0 retirée, 0 inchangée."
    assert said in done.out
    publisher.give(DEBITS, Reply(410))
    gone = build(home, publisher, "load", "arcep_mci_debits")
    assert (gone.code, gone.out) == (4, "")
    assert "il n’y a rien à cette adresse (410)" in gone.err
