"""Saying that something is wrong, on the site: a form, a number, an answer, read before it is shown."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, expect

from maillage.commons.reports.models import Report, State
from maillage.commons.reports.people import let_answer
from maillage.directory.models import Kind, Organisation, User
from maillage.kernel.errors import UsageError
from maillage.web.forms.sender import REPORT
from tests.commons.test_reports import picture
from tests.web.axe import faults
from tests.web.words import markup

FTTH = "taux_locaux_raccordables_ftth"
ADA = "ada@exemple.fr"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def tell(site: Client, **given: Any) -> Any:
    form = {"commune": "25547", "motif": "offres", "texte": "Il manque un opérateur", "ou": "", "email": ""}
    return site.post("/signaler", form | given)


@pytest.mark.django_db
def test_a_reader_tells_and_comes_back_with_the_number(site: Client) -> None:
    answer = tell(site, email=ADA, ou="3 rue Neuve", photo=SimpleUploadedFile("x.jpg", picture()))
    number = f"{timezone.localdate().year}-000001"
    assert (answer.status_code, answer["Location"]) == (302, f"/signaler/{number}?recu")
    page = markup(site.get(answer["Location"]))
    assert f"Signalement {number}" in page
    assert "Gardez ce numéro" in page
    assert "Reçu" in page
    for hidden in (ADA, "Il manque un opérateur", "3 rue Neuve", ".jpg"):
        assert hidden not in page
    assert site.get(f"/signaler/{number}.jpg").status_code == 404
    found = site.get("/signaler", {"numero": f" {number} "})
    assert (found.status_code, found["Location"]) == (302, f"/signaler/{number}")
    report = Report.objects.get()
    report.text_shown, report.state, report.answer = True, State.CORRECTED, "C’est corrigé."
    report.save()
    page = markup(site.get(f"/signaler/{number}"))
    for shown in ("Il manque un opérateur", "3 rue Neuve", f"/signaler/{number}.jpg", "Corrigé", "C’est corrigé."):
        assert shown in page
    assert ADA not in page
    assert site.get(f"/signaler/{number}.jpg")["Content-Type"] == "image/jpeg"


@pytest.mark.django_db
def test_a_missing_address_is_the_communes_to_correct(site: Client) -> None:
    wrong = tell(site, motif="adresse_absente", texte="")
    assert wrong.status_code == 422
    assert "Écrivez l’adresse qui n’existe pas." in markup(wrong)
    told = tell(site, motif="adresse_absente", texte="", ou="3 bis rue Neuve")
    assert "écrivez aussi à votre mairie" in markup(site.get(told["Location"]))
    town = Organisation.objects.create(
        name="Sochaux", kind=Kind.COLLECTIVITE, level="commune", code="25547", email="mairie@exemple.fr"
    )
    told = tell(site, motif="adresse_absente", ou="3 bis rue Neuve")
    assert "Votre signalement lui est transmis." in markup(site.get(told["Location"]))
    assert Report.objects.filter(routed_to=town).count() == 1


@pytest.mark.django_db
def test_a_report_may_be_about_a_figure_or_an_address(site: Client) -> None:
    form = markup(site.get(f"/signaler?commune=25547&indicateur={FTTH}"))
    assert '<option value="chiffre" selected>' in form
    told = tell(site, motif="chiffre", indicateur=FTTH)
    assert "Locaux raccordables à la fibre (FttH)" in markup(site.get(told["Location"]))
    assert site.get("/signaler?commune=25547&indicateur=rien").status_code == 404
    here = markup(site.get("/signaler?adresse=25056_1001_00012&motif=fibre"))
    assert 'value="12 rue de la Gare, Besançon"' in here
    assert '<option value="fibre" selected>' in here


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"motif": ""}, "Choisissez ce qui ne va pas dans la liste."),
        ({"motif": "inventé"}, "choix"),
        ({"texte": ""}, "Dites en quelques mots ce que vous constatez."),
        ({"texte": "x" * 2001}, "au plus 2000 caractères"),
        ({"email": "ada"}, "adresse"),
        ({"photo": SimpleUploadedFile("x.jpg", b"<svg/>")}, "n’est pas une photo JPEG ou PNG entière"),
        ({"photo": SimpleUploadedFile("x.jpg", b"")}, "Ce fichier est vide"),
    ],
)
def test_what_is_wrong_in_the_form_is_told_beside_its_field(site: Client, given: dict[str, Any], message: str) -> None:
    answer = tell(site, **given)
    assert answer.status_code == 422
    assert message in markup(answer)
    assert not Report.objects.exists()


@pytest.mark.django_db
def test_hostile_words_are_shown_as_words(site: Client) -> None:
    hostile = "<script>alert(1)</script> '; DROP TABLE reports_report; -- \u202e💥"
    told = tell(site, texte=hostile, ou=hostile)
    Report.objects.update(text_shown=True)
    page = site.get(told["Location"]).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert tell(site, commune="<script>").status_code == 404
    assert site.get("/signaler?numero=<b>").status_code == 404
    assert site.get("/signaler/2026-999999999").status_code == 404


@pytest.mark.django_db
def test_machines_and_too_many_reports_are_stopped(site: Client) -> None:
    assert tell(site, site_web="x")["Location"] == "/signaler"
    assert not Report.objects.exists()
    most = REPORT.address.times
    assert {tell(site).status_code for _ in range(most - 1)} == {302}
    assert tell(site).status_code == 429
    heavy = tell(site, photo=SimpleUploadedFile("x.jpg", b"x" * 6_100_000))
    assert heavy.status_code == 413


@pytest.mark.django_db
def test_only_who_was_let_answer_reads_and_answers_in_the_back_office(site: Client) -> None:
    told = tell(site, email=ADA, photo=SimpleUploadedFile("x.jpg", picture()))
    report = Report.objects.get()
    edit, shot = f"/gestion/signalements/edit/{report.pk}/", f"/gestion/signalements/photo/{report.pk}.jpg"
    answers = ("/gestion/signalements/", edit, shot)
    from maillage.commons.editorial.first import install

    install()
    from maillage.commons.editorial.people import add

    editor, agent = (add(f"{name}@exemple.fr", "une phrase bien longue") for name in ("redac", "agent"))
    with pytest.raises(UsageError, match="n’a pas de compte"):
        let_answer("personne@exemple.fr")
    let_answer("agent@exemple.fr")
    for person, allowed in ((None, False), (editor, False), (agent, True)):
        site.cookies.clear()
        if person:
            site.force_login(person)
        for address in answers:
            assert (site.get(address).status_code == 200) is allowed, (person, address)
    assert site.get("/gestion/signalements/new/").status_code in (302, 403, 404)
    assert site.get(f"/gestion/signalements/delete/{report.pk}/").status_code in (302, 403, 404)
    page = markup(site.get(edit))
    assert "Il manque un opérateur" in page
    assert ADA not in page, "who answers does not need to know who told"
    form = {"state": "corrige", "answer": "C’est corrigé.", "routed_to": "", "text_shown": "on"}
    assert site.post(edit, form).status_code == 302
    assert "C’est corrigé." in markup(site.get(told["Location"]))
    assert User.objects.count() == 2


@pytest.mark.more
@pytest.mark.browser
def test_all_of_it_in_a_browser(browser: Browser, served: str, tmp_path: Path) -> None:
    shot = tmp_path / "mur.jpg"
    shot.write_bytes(picture())
    with browser.new_context(base_url=served) as context:
        page = context.new_page()
        page.goto("/signaler?commune=25547")
        page.get_by_role("button", name="Envoyer").click()
        page.get_by_label("Qu’est-ce qui ne va pas").select_option("Autre chose")
        page.get_by_role("button", name="Envoyer").click()
        expect(page.get_by_role("alert")).to_contain_text("Dites en quelques mots")
        assert faults(page) == []
        page.get_by_label("Ce que vous constatez").fill("Le poteau est tombé")
        page.get_by_label("Une photo").set_input_files(shot)
        page.get_by_role("button", name="Envoyer").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Signalement \d{4}-\d{6}$"))
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                assert faults(page, colours=scheme == "dark") == []
            assert page.evaluate(TOO_WIDE) <= 0
