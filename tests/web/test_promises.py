"""What readers see of announced dates, conventions and business offers, and who may enter them."""

import csv
import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from maillage.commons.offers.models import Network, Offer, Provider
from maillage.commons.offers.people import let_enter as let_enter_offers
from maillage.kernel.territory import Level
from maillage.observatory import door
from maillage.observatory.slips import Slipped
from maillage.steering.conventions.models import Commitment, Convention, Document, Meeting
from maillage.steering.conventions.people import let_enter
from tests.web.words import words

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n9\n%%EOF\n"


@pytest.fixture
def own(reading: Any, release_home: Path, tmp_path: Path) -> Client:
    """A reader of the sample release, in a home where things may be entered."""
    for one in release_home.iterdir():
        if one.name not in ("conventions.json", "offers.json"):
            (tmp_path / one.name).symlink_to(one)
    client: Client = reading(tmp_path)
    return client


def rows(site: Client, address: str) -> list[dict[str, str]]:
    answer = site.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_dates_announced_are_counted_by_operator_with_what_cannot_be_judged(site: Client) -> None:
    # Samples, 2nd quarter of 2026 alone. Orange has a date for 4 buildings (Besançon 2, Montbéliard, Sochaux), all
    # past: that of 14 B rue des Exemples cannot be connected. Nothing came before: nothing is told of what moved.
    found = {row["groupe"]: row for row in rows(site, "/engagements.csv")}
    orange = found["Orange"]
    assert (orange["dates"], orange["echus"], orange["non_raccordables"]) == ("4", "4", "1")
    assert (orange["indetermines"], orange["tenus"], orange["en_retard"]) == ("4", "0", "0")
    assert (orange["suivis"], orange["repousses"], orange["disparus"]) == ("", "", "")


def test_with_a_single_delivery_the_page_says_that_nothing_can_have_moved(site: Client) -> None:
    told = words(site.get("/engagements"))
    assert "Une seule livraison." in told
    assert "Comment nous comptons" in told
    assert site.get("/engagements?par=rien").status_code == 404
    assert "Aucune convention publique" in words(site.get("/engagements?par=convention"))


def test_without_convention_the_page_says_how_to_enter_one_and_lists_who_has_none(own: Client) -> None:
    told = words(own.get("/conventions"))
    assert "Aucune convention n’est publiée ici" in told
    assert "d’initiative privée (AMII ou AMEL)" in told
    assert rows(own, "/conventions/sans.csv")
    assert own.get("/conventions/7").status_code == 404


@pytest.fixture
def cpsd(own: Client, django_capture_on_commit_callbacks: Any) -> Convention:
    with django_capture_on_commit_callbacks(execute=True):
        made = Convention(
            title="CPSD du Doubs",
            kind="cpsd",
            signed_on=date(2017, 1, 2),
            territories="departement:25",
            parties="Préfecture",
            shown=True,
        )
        made.save()
        for due, target in ((date(2018, 3, 31), 51), (date(2018, 3, 31), 60), (date(2020, 1, 1), 60)):
            Commitment.objects.create(convention=made, due_on=due, subject="locaux", measure="part", target=target)
        Meeting.objects.create(convention=made, held_on=date(2018, 5, 4), minutes="Retard constaté.")
        Document.objects.create(convention=made, title="La convention", pdf=PDF, public=True)
        Document.objects.create(convention=made, title="Note interne", pdf=PDF)
    return made


@pytest.mark.django_db
def test_a_convention_tells_each_commitment_and_its_verdict_counted_in_what_is_published(
    own: Client, cpsd: Convention
) -> None:
    told = words(own.get(f"/conventions/{cpsd.pk}"))
    assert "51 % des locaux raccordables. Tenu" in told
    assert "60 % des locaux raccordables. Manqué" in told
    assert "Constaté 99 mois après l’échéance." in told
    assert "60 % des locaux raccordables. Non mesurable" in told
    assert "1 tenu, 1 manqué, 1 non mesurable" in words(own.get("/conventions"))
    assert "Retard constaté." in told
    found = rows(own, "/conventions.csv")
    assert [row["verdict"] for row in found] == ["tenu", "manqué", "non mesurable"]
    assert b"".join(own.get("/conventions.xlsx").streaming_content).startswith(b"PK")


@pytest.mark.django_db
def test_a_page_changes_as_soon_as_a_convention_does(
    own: Client, cpsd: Convention, django_capture_on_commit_callbacks: Any
) -> None:
    first = own.get("/conventions")
    assert own.get("/conventions", headers={"if-none-match": first["ETag"]}).status_code == 304
    with django_capture_on_commit_callbacks(execute=True):
        cpsd.shown = False
        cpsd.save()
    again = own.get("/conventions", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert "CPSD du Doubs" not in words(again)


@pytest.mark.django_db
def test_a_public_document_is_taken_as_a_file_and_any_other_is_nowhere(own: Client, cpsd: Convention) -> None:
    shown, kept = cpsd.documents.all()
    answer = own.get(f"/conventions/{cpsd.pk}/document-{shown.pk}.pdf")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, PDF, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert own.get(f"/conventions/{cpsd.pk}/document-{kept.pk}.pdf").status_code == 404
    assert own.get(f"/conventions/{cpsd.pk + 1}/document-{shown.pk}.pdf").status_code == 404
    Convention.objects.update(shown=False)
    assert own.get(f"/conventions/{cpsd.pk}/document-{shown.pk}.pdf").status_code == 404
    assert "Note interne" not in words(own.get(f"/conventions/{cpsd.pk}"))


@pytest.mark.django_db
def test_a_firm_reads_on_the_page_of_an_address_who_sells_there_and_when_it_was_checked(
    own: Client, django_capture_on_commit_callbacks: Any
) -> None:
    belfort = "/adresse?lon=6.8628&lat=47.6379"
    assert "Personne n’a saisi ici les offres aux entreprises" in words(own.get(belfort))
    assert "Aucun réseau n’a été saisi" in words(own.get("/offres"))
    with django_capture_on_commit_callbacks(execute=True):
        made = Network(name="Réseau de Belfort", territories="departement:90", checked_on=date(2024, 1, 1), shown=True)
        made.save()
        Provider.objects.create(network=made, name="Pro & Cie", public="entreprises")
        Offer.objects.create(network=made, kind="collecte")
    told = words(own.get(belfort))
    assert "Aux entreprises : Pro & Cie" in told
    assert "collecte (du réseau local au réseau national)" in told
    assert "Vérifié le 1er janvier 2024" in told
    assert "ces listes ont pu changer" in told
    assert {row["nom"] for row in rows(own, "/offres.csv")} == {
        "Pro & Cie",
        "collecte (du réseau local au réseau national)",
    }
    assert {row["a_verifier"] for row in rows(own, "/offres.csv")} == {"oui"}
    assert "Réseau de Belfort" not in words(own.get("/adresse?lon=6.0215&lat=47.2466"))


def rows_of(name: str, *given: dict[str, Any]) -> dict[str, Any]:
    """What a form of several rows sends."""
    sent: dict[str, Any] = {
        f"{name}-TOTAL_FORMS": len(given),
        f"{name}-INITIAL_FORMS": 0,
        f"{name}-MIN_NUM_FORMS": 0,
        f"{name}-MAX_NUM_FORMS": 1000,
    }
    for rank, one in enumerate(given):
        sent |= {f"{name}-{rank}-{key}": value for key, value in one.items()} | {f"{name}-{rank}-ORDER": 1}
    return sent


@pytest.mark.django_db
def test_only_who_was_let_in_enters_conventions_and_offers(own: Client) -> None:
    from maillage.commons.editorial.first import install
    from maillage.commons.editorial.people import add

    install()
    people = {name: add(f"{name}@exemple.fr", "une phrase bien longue") for name in ("redac", "conv", "offre")}
    let_enter("conv@exemple.fr")
    let_enter_offers("offre@exemple.fr")
    for person, conventions, offers in ((None, False, False), ("redac", False, False), ("conv", True, False)):
        own.cookies.clear()
        if person:
            own.force_login(people[person])
        assert (own.get("/gestion/conventions/new/").status_code == 200) is conventions
        assert (own.get("/gestion/offres/new/").status_code == 200) is offers
    own.cookies.clear()
    own.force_login(people["offre"])
    assert own.get("/gestion/offres/new/").status_code == 200
    assert own.get("/gestion/conventions/new/").status_code != 200


def sent(document: bytes) -> dict[str, Any]:
    """A convention as the form of the back office sends it."""
    return {
        "title": "CPSD saisie",
        "kind": "cpsd",
        "signed_on": "2022-01-01",
        "ends_on": "",
        "parties": "Préfecture",
        "operators": "FRTE",
        "territories": "departement:25",
        "purpose": "",
        "shown": "on",
        **rows_of(
            "commitments",
            {
                "due_on": "2026-06-30",
                "target": "95",
                "measure": "part",
                "subject": "locaux",
                "territories": "",
                "note": "",
            },
        ),
        **rows_of("meetings", {"held_on": "2025-01-09", "minutes": "Vu.", "next_steps": ""}),
        **rows_of("documents", {"title": "Signée", "public": "on", "pdf": SimpleUploadedFile("a.pdf", document)}),
    }


@pytest.mark.django_db
def test_a_convention_is_entered_whole_and_a_false_pdf_is_refused(
    own: Client, django_capture_on_commit_callbacks: Any
) -> None:
    from maillage.commons.editorial.first import install
    from maillage.commons.editorial.people import add

    install()
    person = add("conv@exemple.fr", "une phrase bien longue")
    let_enter("conv@exemple.fr")
    own.force_login(person)
    refused = own.post("/gestion/conventions/new/", sent(b"<html>"))
    assert refused.status_code == 200
    assert "n’est pas un PDF entier" in refused.content.decode()
    assert not Convention.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert own.post("/gestion/conventions/new/", sent(PDF)).status_code == 302
    made = Convention.objects.get()
    told = words(own.get(f"/conventions/{made.pk}"))
    assert "95 % des locaux raccordables. Tenu" in told
    assert "Signée (PDF" in told
    document = Document.objects.get()
    assert own.get(f"/gestion/conventions/document/{document.pk}.pdf").content == PDF
    # Saved again without choosing a file: the one that is there stays.
    edit = own.get(f"/gestion/conventions/edit/{made.pk}/")
    assert edit.status_code == 200


def test_the_demonstration_has_conventions_kept_missed_and_going_and_networks(
    reading: Any, public_demo_home: Path
) -> None:
    site = reading(public_demo_home)
    told = words(site.get("/conventions"))
    for verdict in ("1 tenu", "1 manqué", "1 en cours"):
        assert verdict in told
    assert rows(site, "/conventions/sans.csv")
    assert "(fictif)" in words(site.get("/offres"))
    slipped = rows(site, "/engagements.csv?par=trimestre")
    assert len(slipped) == 4
    assert sum(int(row["repousses"] or 0) for row in slipped) > 0
    for page in ("/engagements", "/conventions", "/offres"):
        assert "Territoire fictif, données simulées" in words(site.get(page))


PARTS = (
    ("dates", "immeubles"),
    ("dates", "promis"),
    ("promis", "immeubles"),
    ("echus", "promis"),
    ("non_raccordables", "echus"),
    ("suivis", "dates"),
    ("nouveaux", "immeubles"),
)
"""Counts of the file of announced dates that are a part of another one of the same line."""


@pytest.mark.parametrize("group", ["operateur", "convention", "epci", "commune", "trimestre"])
def test_each_share_of_announced_dates_is_a_part_of_its_own_whole_in_the_page_and_the_file(
    reading: Any, demo_home: Path, group: str
) -> None:
    site = reading(demo_home)
    slips = door.current(demo_home).rollout.slips
    for period in slips.periods():
        address = f"par={group}&periode={period.code}"
        found = rows(site, f"/engagements.csv?{address}")
        assert found
        for row in found:
            count = {name: int(text) for name, text in row.items() if text.lstrip("-").isdigit()}
            where = (group, period.code, row["groupe"])
            for part, whole in PARTS:
                assert 0 <= count.get(part, 0) <= count[whole], (*where, part, whole)
            judged = ("tenus", "en_retard", "abandonnes", "indetermines")
            assert sum(count[name] for name in judged) == count["echus"], where
            assert count.get("repousses", 0) + count.get("avances", 0) <= count.get("suivis", 0), where
        page = words(site.get(f"/engagements?{address}"))
        shares = [float(text.replace(",", ".")) for text in re.findall(r"(-?[\d,]+)\s%", page)]
        assert all(0 <= share <= 100 for share in shares), (group, period.code)


def test_the_buildings_of_the_demonstration_are_each_counted_once_in_announced_dates(public_demo_home: Path) -> None:
    source = door.current(public_demo_home)
    communes = {one.ref.code for one in source.territories(Level.COMMUNE)}
    built = source.rollout
    for period in built.slips.periods():
        told = built.slips.counted(lambda *_: "all", communes, period)["all"]
        listed = built.counted(lambda *_: "all", communes, period)["all"]
        assert told.immeubles == sum(listed.buildings.values()) == 278_531
    assert (told.repousses, told.avances) == (2_100, 400)


def test_a_share_is_told_only_where_there_is_something_to_divide_by() -> None:
    one = Slipped(immeubles=3, dates=2, promis=2, echus=0)
    assert (one.kept, one.waiting) == (None, None)
