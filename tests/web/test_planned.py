"""Planned dates given in confidence: who has the right sees them on their territory, and nobody else by any way."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core import mail
from django.test import Client

from maillage.config.urls import urlpatterns
from maillage.directory.joining import Described, describe, join
from maillage.directory.models import User
from maillage.kernel.errors import UsageError
from maillage.kernel.visibility import Visibility
from maillage.web.declared import doors
from maillage.web.gate.access import Access, declared, walk
from maillage.web.gate.visibility import chosen
from tests.conftest import maillage, stranger
from tests.web.addresses import EVERY, FRAMED
from tests.web.words import words

GARE, PAGE = "/adresse/25056_1001_00012", "/prevu/adresse/25056_1001_00012"
BELFORT, POINT = "/prevu/commune/90010", "/prevu/point?lon=6.0215&lat=47.2466"
BESANCON = "/prevu/commune/25056"
RESERVED = (PAGE, POINT, BESANCON, *(f"{BESANCON}.{form}" for form in ("csv", "xlsx", "json")))
# Typed in the sample: identifiers, streets, managers and days that no public answer may hold.
SECRETS = (
    "SECRETE",
    "Untel",
    "Syndic",
    "2026-09-15",
    "15 septembre 2026",
    "20260915",
    "DENFERT-ROCHEREAU",
    "FBG DE MONTB",
)
RESERVED_KINDS = (
    ("operateur", "departement:25"),
    ("autre", "departement:25"),
    ("collectivite", "departement:90"),
    ("collectivite", "commune:25388"),
    ("collectivite", None),
    ("equipe", "departement:90"),
)


def body(answer: Any) -> bytes:
    return b"".join(answer)


def statuses(visitor: Client) -> set[int]:
    """What the reserved addresses answer."""
    found = set()
    for address in RESERVED:
        answer = visitor.get(address)
        body(answer)
        found.add(answer.status_code)
    return found


def signed_in(kind: str, territory: str | None) -> Client:
    """A member of an organisation of this kind, there."""
    describe("Service", Described(kind=kind, territory=territory))
    join("ada@exemple.fr", "Service", "lecteur")
    visitor = Client(headers={"host": "localhost"})
    visitor.force_login(User.objects.get(email="ada@exemple.fr"))
    return visitor


@pytest.fixture
def doubs(db: None, site: Client) -> Client:
    return signed_in("collectivite", "departement:25")


@pytest.mark.django_db
def test_a_member_sees_the_date_its_precision_and_what_was_announced_before(doubs: Client) -> None:
    told = words(doubs.get(PAGE))
    assert "Diffusion restreinte." in told
    assert "Câblage prévu : 2e trimestre 2026 Précision : au trimestre" in told
    assert "Annoncée : 1er trimestre 2025, puis 3e trimestre 2025, puis 2e trimestre 2026 (+15 mois)." in told
    assert "Locaux 24" in told
    assert "Ouverture commerciale de l’armoire (PM) 1er septembre 2025" in told
    assert "5 avril 2025 Prévu 1er trimestre 2025" in told


@pytest.mark.django_db
def test_a_date_to_the_day_brought_forward_says_so(doubs: Client) -> None:
    told = words(doubs.get("/prevu/adresse/25056_1001_00012_bis"))
    assert "Câblage prévu : 15 septembre 2026 Précision : au jour" in told
    assert "15 décembre 2026, puis 15 septembre 2026 (−3 mois)." in told


@pytest.mark.django_db
def test_a_commune_is_counted_by_quarter_with_its_slips(doubs: Client) -> None:
    told = words(doubs.get(BESANCON))
    assert "2e trimestre 2026 1 24 1 0 +15 mois" in told
    assert "3e trimestre 2026 1 6 0 1 −3 mois" in told
    assert "3e trimestre 2027 1 1 0 0 inconnu" in told
    assert "Besançon 3 31 1 1 +6 mois" in words(doubs.get("/prevu"))
    assert "25056,Besançon,3,31,1,1,6.0" in body(doubs.get("/prevu/communes.csv")).decode()


@pytest.mark.django_db
def test_the_files_of_a_commune_say_that_they_are_not_to_be_passed_on(doubs: Client) -> None:
    answer = doubs.get(f"{BESANCON}.csv")
    lines = body(answer).decode().splitlines()
    assert lines[1].startswith("25056,2e trimestre 2026,1,24,1,0,15.0,2026-04-03,Diffusion restreinte")
    assert all("Diffusion restreinte" in line for line in lines[1:])
    assert "diffusion-restreinte" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(body(doubs.get(f"{BESANCON}.xlsx"))))
    for name in ("Données", "À propos"):
        assert any("Diffusion restreinte" in str(c.value) for row in book[name].iter_rows() for c in row)


@pytest.mark.django_db
def test_nothing_reserved_is_kept_by_a_cache(doubs: Client) -> None:
    for address in (*RESERVED, "/prevu", "/prevu/communes.csv"):
        answer = doubs.get(address)
        assert answer.status_code == 200
        body(answer)
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]
        assert "ETag" not in answer


@pytest.mark.django_db
def test_a_stranger_is_sent_to_sign_in_and_comes_back(site: Client) -> None:
    addresses = [
        address
        for address, view in walk(urlpatterns)
        if address.lstrip("^").startswith("prevu") and declared(view) is not Access.WRITING
    ]
    assert len(addresses) == 6
    assert all(declared(dict(walk(urlpatterns))[address]) is Access.MEMBER for address in addresses)
    for address in (*RESERVED, "/prevu", "/prevu/communes.csv"):
        answer = site.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/prevu/connexion?suite=%2Fprevu")
    assert site.get("/prevu/connexion").status_code == 200
    assert site.post("/prevu/connexion", {"email": "x@exemple.fr", "suite": PAGE}).status_code == 200


@pytest.mark.django_db
def test_the_link_of_a_mail_enters_the_areas_of_members_only_and_leads_to_the_page_asked(
    doubs: Client, site: Client
) -> None:
    site.post("/prevu/connexion", {"email": "ada@exemple.fr", "suite": PAGE})
    link = re.findall(r"http://localhost:8000(/prevu/connexion/\S+)", str(mail.outbox[-1].body))[0]
    assert "ada@exemple.fr" in words(site.get(link))
    for after, led in ((PAGE, PAGE), ("/gestion/", "/prevu"), ("https://exemple.com/", "/prevu")):
        assert site.get(f"/prevu/connexion?suite={after}").context["after"] == led
    answer = site.post(link, {"suite": PAGE})
    assert answer["Location"] == PAGE
    assert {one["path"] for one in site.cookies.values() if one.value} == {one.path for one in doors()}
    assert site.get(PAGE).status_code == 200
    site.post("/prevu/deconnexion")
    assert site.get(PAGE).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "territory"), RESERVED_KINDS)
def test_members_of_another_territory_or_kind_are_refused(site: Client, kind: str, territory: str | None) -> None:
    visitor = signed_in(kind, territory)
    for address in RESERVED:
        answer = visitor.get(address)
        assert answer.status_code == 403, address
        assert b"trimestre 2026" not in body(answer)
    assert "Besançon" not in words(visitor.get("/prevu"))
    assert "Besançon" not in body(visitor.get("/prevu/communes.csv")).decode()


@pytest.mark.django_db
def test_a_session_opened_for_something_else_opens_nothing_here(site: Client) -> None:
    root = User.objects.create_superuser("root@exemple.fr")
    site.force_login(root)
    assert statuses(site) == {403}


@pytest.mark.django_db
def test_a_point_near_a_border_tells_nothing_of_the_other_side(site: Client) -> None:
    visitor = signed_in("collectivite", "commune:90097")
    told = words(visitor.get("/prevu/adresse/90097_0400_00009_ter"))
    assert "Câblage prévu : 2027 Précision : à l’année" in told
    assert visitor.get(f"{POINT}&commune=90097").status_code == 403


@pytest.mark.django_db
def test_the_project_team_alone_sees_what_is_kept_for_it(site: Client, settings: Any) -> None:
    settings.MAILLAGE_IPE_VISIBILITY = Visibility.EQUIPE_PROJET
    visitor = signed_in("collectivite", "region:27")
    assert statuses(visitor) == {403}
    describe("Service", Described(kind="equipe"))
    assert statuses(visitor) == {200}


@pytest.mark.django_db
def test_a_role_taken_back_closes_at_once(doubs: Client) -> None:
    assert doubs.get(PAGE).status_code == 200
    describe("Service", Described(territory="departement:90"))
    assert doubs.get(PAGE).status_code == 403


def test_the_public_page_says_the_same_whether_a_building_is_in_the_files_or_not(site: Client) -> None:
    told = "Des dates par adresse existent dans des fichiers réservés aux collectivités : demandez à votre commune."
    listed, absent = "/adresse/25056_1001_00012", "/adresse/25056_1003_00008"
    for address in (listed, absent):
        page = words(site.get(address))
        assert ("Agents : se connecter" in page) == (told in page)
    assert told in words(site.get(absent))
    assert told in words(site.get("/adresse?lon=6.0188&lat=47.2412"))


def public_addresses(site: Client) -> Iterator[str]:
    yield from (*EVERY, *FRAMED)
    for name in ("sources/ipe_immeubles", "sources/ipe_immeubles/problems", "sources", "indicators"):
        yield f"/api/v1/{name}"
    yield "/sources/ipe_immeubles"
    yield "/sources/ipe_immeubles?effet=refusees"
    for form in ("csv", "xlsx"):
        yield f"/sources/ipe_immeubles/lignes.{form}"
        yield f"/sources.{form}"
        yield f"/deploiement.{form}"
        yield f"/immeubles.{form}"
    for text in ("SECRETE", "rue secrete", "IMB/25056/X/0016", "IPE"):
        yield f"/recherche?q={text}"
        yield f"/api/v1/search?q={text}"
    yield GARE


@pytest.mark.django_db
def test_no_public_page_export_or_interface_holds_anything_of_the_files(site: Client) -> None:
    for address in public_addresses(site):
        asked = address.partition("q=")[2]
        answer = site.get(address)
        held = body(answer)
        if address.endswith(".xlsx"):
            book = openpyxl.load_workbook(io.BytesIO(held))
            held = "\n".join(str(c.value) for s in book for row in s.iter_rows() for c in row).encode()
        shown = held.decode(errors="replace")
        found = [one for one in SECRETS if one in shown and one.lower() not in asked.lower()]
        assert found == [], address


def test_the_page_of_the_source_says_when_it_came_and_how_many_rows_and_no_more(site: Client) -> None:
    told = words(site.get("/sources/ipe_immeubles"))
    assert "Source confidentielle : ni ses fichiers, ni ses lignes ne sont publics." in told
    assert "Obtenu le 7 avril 2026" in told
    assert "gardées 7" in told
    assert "SHA-256" not in told
    found = site.get("/api/v1/sources/ipe_immeubles").json()
    assert [(one["files"], one["checksums"], one["kept"]) for one in found["deliveries"]] == [
        ([], [], n) for n in (7, 4, 4)
    ]


def test_a_refused_row_is_told_by_its_line_and_reason_without_what_it_held(site: Client) -> None:
    found = site.get("/api/v1/sources/ipe_immeubles/problems").json()["problems"]
    assert (9, "EtatImmeuble", "état d’immeuble inconnu") in {
        (one["line"], one["column"], one["reason"]) for one in found
    }
    assert {one["value"] for one in found} == {""}
    for text in ("25999", "2505?", "Trévenans", "posé"):
        assert not any(text in one["reason"] for one in found)


def test_nothing_public_of_the_release_is_made_from_the_files(release_home: Path) -> None:
    release = (release_home / "releases" / "current").resolve()
    held = [path for path in release.rglob("*") if path.is_file() and "reserved" not in path.relative_to(release).parts]
    assert len(held) > 20
    assert not [path for path in held if "immeubles_prevus" in str(path)]
    for path in held:
        content = path.read_bytes()
        assert b"RUE SECRETE" not in content, path
        assert b"Untel" not in content, path
    assert (release / "reserved").stat().st_mode & 0o077 == 0


def test_persons_named_in_the_files_are_never_read(release_home: Path) -> None:
    for path in (release_home / "lake" / "immeubles_prevus").rglob("*.parquet"):
        assert b"Untel" not in path.read_bytes()


def test_the_commands_that_read_say_no_more_than_the_site(release_home: Path) -> None:
    for arguments in (("sources", "--format", "json"), ("indicators",)):
        done = maillage(release_home, *arguments)
        assert done.returncode == 0
        assert not [one for one in (*SECRETS, "IPE_Exemples") if one in done.stdout]


def test_made_public_the_quarter_alone_is_told(site: Client, settings: Any) -> None:
    settings.MAILLAGE_IPE_VISIBILITY = Visibility.PUBLIC
    told = words(site.get("/adresse?lon=6.0188&lat=47.2412"))
    assert "Date prévue par l’opérateur, à titre indicatif : 3e trimestre 2027." in told
    assert site.get(PAGE).status_code == 302
    told = words(site.get("/adresse?lon=6.0216&lat=47.2467"))
    assert "15 septembre" not in told


@pytest.mark.parametrize(
    ("text", "level"), [("", "collectivites"), ("Public", "public"), ("equipe-projet", "equipe-projet")]
)
def test_the_operator_chooses_the_level(text: str, level: str) -> None:
    assert chosen({"MAILLAGE_IPE_VISIBILITY": text}) == level


def test_an_unknown_level_stops_the_start(release_home: Path) -> None:
    with pytest.raises(UsageError, match="tout-le-monde"):
        chosen({"MAILLAGE_IPE_VISIBILITY": "tout-le-monde"})
    done = stranger(release_home, "serve", "--port", "1", MAILLAGE_IPE_VISIBILITY="tout-le-monde")
    assert done.returncode != 0
    assert "Écrivez public, collectivites, equipe-projet" in done.stderr
    assert "Traceback" not in done.stderr
