"""The formal channel on the site: a link by mail opens it, a file fills it, and each sees what is theirs."""

import re
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from maillage.commons.challenges import handling
from maillage.commons.challenges.models import Challenge
from maillage.config.urls import urlpatterns
from maillage.directory.joining import Described, describe, join
from maillage.directory.models import User
from maillage.web.declared import doors
from maillage.web.forms.sender import SIGN_IN
from maillage.web.gate.access import Access, declared, walk
from tests.conftest import stranger
from tests.serving import answers, free_port, said_by, start
from tests.web.axe import faults
from tests.web.filling import refused, submits
from tests.web.words import markup

HEAD = "commune;adresse;cle;operateur;constat;piece\n"
ADA, OP = "ada@exemple.fr", "op@exemple.fr"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def people(db: None) -> None:
    describe("Doubs", Described(territory="departement:25"))
    describe("Fibre & Co", Described(kind="operateur", email="reponses@exemple.fr"))
    join(ADA, "Doubs", "contributeur")
    join(OP, "Fibre & Co", "contributeur")


def enter(site: Client, email: str) -> Client:
    """Sign in by the link of a mail."""
    visitor = Client(headers={"host": "localhost"})
    mail.outbox.clear()
    assert "Regardez vos messages" in markup(visitor.post("/contestations/connexion", {"email": email}))
    link = re.findall(r"http://localhost:8000(/contestations/connexion/\S+)", str(mail.outbox[-1].body))[0]
    assert "Vous allez vous connecter avec" in markup(visitor.get(link))
    answer = visitor.post(link, {"suite": "/contestations/espace"})
    assert (answer.status_code, answer["Location"]) == (302, "/contestations/espace")
    return visitor


def deposit(visitor: Client, text: str) -> Any:
    page = markup(visitor.get("/contestations/deposer"))
    mine = re.findall(r'<option value="(\d+)"', page)[0]
    sent = SimpleUploadedFile("c.csv", text.encode())
    return visitor.post("/contestations/deposer", {"collectivite": mine, "fichier": sent})


@pytest.mark.django_db
def test_everybody_sees_how_operators_answer_and_nobody_the_challenges(site: Client, people: None) -> None:
    page = site.get("/contestations")
    assert "Aucune contestation transmise" in markup(page)
    assert not page.cookies
    assert site.get("/contestations/operateurs.csv").status_code == 200
    closed = [
        re.sub(r"\(\?P<number>.*?\)", "2026-C1", address).replace(r"\.(?P<form>csv|xlsx|json)", ".csv").strip("^$")
        for address, view in walk(urlpatterns)
        if declared(view) is Access.MEMBER and "contestations" in address
    ]
    assert len(closed) == 4
    for address in closed:
        answer = site.get(f"/{address}")
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/contestations/connexion?suite=%2Fcontestations%2F")


@pytest.mark.django_db
def test_a_link_enters_once_and_is_sent_to_members_only(site: Client, people: None) -> None:
    stranger = User.objects.create_user("x@exemple.fr")
    for email in ("nobody@exemple.fr", stranger.email):
        answer = markup(site.post("/contestations/connexion", {"email": email}))
        assert "Si cette adresse a un compte ici" in answer
    assert mail.outbox == []
    visitor = enter(site, ADA)
    assert {one["path"] for one in visitor.cookies.values() if one.value} == {one.path for one in doors()}
    assert "Doubs" in markup(visitor.get("/contestations/espace"))
    link = re.findall(r"(/contestations/connexion/\S+)", str(mail.outbox[-1].body))[0]
    for again in (site.get(link), site.post(link)):
        assert again.status_code == 410
    assert site.get("/contestations/connexion/zzz").status_code == 410
    visitor.post("/contestations/deconnexion")
    assert visitor.get("/contestations/espace").status_code == 302
    late = [site.post("/contestations/connexion", {"email": ADA}).status_code for _ in range(SIGN_IN.here.times)]
    assert late[-1] == 429


@pytest.mark.django_db
@pytest.mark.parametrize("after", ["https://exemple.com/", "//exemple.com", "/gestion/", "/contestations/\\x"])
def test_a_link_leads_nowhere_else(site: Client, people: None, after: str) -> None:
    site.post("/contestations/connexion", {"email": ADA, "suite": after})
    link = re.findall(r"http://localhost:8000(/contestations/connexion/\S+)", str(mail.outbox[-1].body))[0]
    assert site.post(link, {"suite": after})["Location"].startswith("/contestations/")


@pytest.mark.django_db
def test_an_account_that_is_nobodys_member_stays_at_the_door(site: Client, people: None) -> None:
    site.force_login(User.objects.create_superuser("root@exemple.fr"))
    answer = site.get("/contestations/espace")
    assert answer.status_code == 403
    assert "n’est membre d’aucune organisation" in markup(answer)


@pytest.mark.django_db
def test_a_file_is_filed_sent_answered_and_closed(site: Client, people: None) -> None:
    ada = enter(site, ADA)
    wrong = deposit(ada, HEAD + "90010;;;Fibre & Co;Aucun boîtier dans la rue;\n25056;;;Lui;<b>court;\n")
    assert wrong.status_code == 422
    page = markup(wrong)
    assert "Rien n’a été déposé" in page
    assert page.count('<th scope="row"') == 3
    assert "&lt;b&gt;court" in page
    assert not Challenge.objects.exists()
    done = deposit(ada, HEAD + "25056;;25056_1001_00012;Fibre & Co;=2+2 déclaré raccordable à tort;\n")
    assert done["Location"] == "/contestations/espace?deposees=1"
    assert "déposé : 1 en tout." in markup(ada.get(done["Location"]))
    handling.transmit_due()
    challenge = Challenge.objects.get()
    op = enter(site, OP)
    assert op.get("/contestations/deposer").status_code == 403
    assert "12 rue de la Gare, Besançon" in markup(op.get("/contestations/espace?etat=transmise"))
    assert ada.post(challenge.page, {"reponse": "concedee"}).status_code == 403
    silent = op.post(challenge.page, {"reponse": "contestee", "motif": ""})
    assert silent.status_code == 422
    assert "Dites pourquoi vous contestez." in markup(silent)
    op.post(challenge.page, {"reponse": "concedee", "motif": "Corrigé au prochain trimestre."})
    assert "Corrigé au prochain trimestre." in markup(ada.get(challenge.page))
    ada.post(challenge.page, {"reglement": "Vérifié."})
    assert Challenge.objects.get().state == "reglee"
    lines = b"".join(ada.get("/contestations/espace.csv")).decode().splitlines()  # type: ignore[arg-type]
    assert lines[0].startswith("numero,collectivite,operateur,commune,")
    assert "'=2+2 déclaré raccordable à tort" in lines[1]
    shown = markup(site.get("/contestations"))
    assert "Fibre &amp; Co" in shown
    for address in ("/contestations/espace?etat=x", "/contestations/espace?page=0", "/contestations/2026-C99"):
        assert ada.get(address).status_code == 404


@pytest.mark.django_db
def test_a_challenge_is_shown_to_the_two_it_is_between_only(site: Client, people: None) -> None:
    ada = enter(site, ADA)
    deposit(ada, HEAD + "25056;;;Fibre & Co;Aucun boîtier dans la rue;\n")
    describe("Jura", Described(territory="departement:39"))
    join("blaise@exemple.fr", "Jura", "administrateur")
    blaise = enter(site, "blaise@exemple.fr")
    assert blaise.get(Challenge.objects.get().page).status_code == 404
    assert "n’en ont déposé ni reçu aucune" in markup(blaise.get("/contestations/espace"))
    assert len(b"".join(blaise.get("/contestations/espace.csv")).splitlines()) == 1  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def formal(release_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a server where Ada may file, and the file where it writes its mails."""
    home = tmp_path_factory.mktemp("formal") / "home"
    shutil.copytree(release_home, home, symlinks=True)
    for arguments in (
        ("organisation", "Doubs", "--territory", "departement:25"),
        ("organisation", "Fibre & Co", "--kind", "operateur"),
        ("member", "add", ADA, "--organisation", "Doubs"),
    ):
        done = stranger(home, *arguments)
        assert (done.returncode, done.stderr) == (0, "")
    port = free_port()
    with start(home, port) as server:
        answers(f"http://localhost:{port}", server, home)
        yield f"http://localhost:{port}", said_by(home)
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0


@pytest.mark.more
@pytest.mark.browser
def test_all_of_it_in_a_browser(browser: Browser, formal: tuple[str, Path], tmp_path: Path) -> None:
    address, log = formal
    typed = tmp_path / "c.csv"
    with browser.new_context(base_url=address) as context:
        page = context.new_page()

        def clean() -> None:
            for width in (1280, 320):
                page.set_viewport_size({"width": width, "height": 900})
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                    assert faults(page, colours=scheme == "dark") == []
                assert page.evaluate(TOO_WIDE) <= 0

        page.goto("/contestations")
        clean()
        page.get_by_role("link", name="Votre espace").click()
        page.get_by_label("adresse électronique professionnelle").fill(ADA)
        page.get_by_role("button", name="Recevoir le lien").click()
        clean()
        page.goto(re.findall(r"/contestations/connexion/[^\s\"]+", log.read_text("utf-8"))[-1])
        clean()
        page.get_by_role("button", name="Entrer").click()
        clean()
        page.get_by_role("link", name="Déposer un fichier").click()
        typed.write_text(HEAD + "25056;;;Autre;court;\n", "utf-8")
        page.get_by_label("Le fichier CSV").set_input_files(typed)
        page.get_by_role("button", name="Vérifier et déposer").click()
        expect(page.get_by_role("heading", name="Ligne par ligne")).to_be_visible()
        clean()
        typed.write_text(HEAD + "25056;;;Fibre & Co;Aucun boîtier dans la rue;\n", "utf-8")
        page.get_by_label("Le fichier CSV").set_input_files(typed)
        page.get_by_role("button", name="Vérifier et déposer").click()
        clean()
        page.get_by_role("link", name=re.compile(r"\d{4}-C\d{5}")).click()
        expect(page.get_by_role("note")).to_contain_text("n’a pas encore d’adresse")
        clean()


@contextmanager
def signed_in(browser: Browser, address: str, log: Path, email: str) -> Iterator[Page]:
    """The space of somebody who opened the link of a mail."""
    with browser.new_context(base_url=address) as context:
        page = context.new_page()
        page.goto("/contestations/espace")
        page.get_by_label("adresse électronique professionnelle").fill(email)
        page.get_by_role("button", name="Recevoir le lien").click()
        page.goto(re.findall(r"/contestations/connexion/[^\s\"]+", log.read_text("utf-8"))[-1])
        page.get_by_role("button", name="Entrer").click()
        yield page


def file_away(page: Page, typed: Path, line: str) -> None:
    """Send a file of one challenge."""
    typed.write_text(HEAD + line, "utf-8")
    page.get_by_label("Le fichier CSV").set_input_files(typed)
    page.get_by_role("button", name="Vérifier et déposer").click()


@pytest.mark.more
@pytest.mark.browser
@submits("share/challenge/deposit.html", "share/challenge/challenge.html", "share/challenge/space.html")
def test_a_challenge_is_filed_answered_and_closed_in_a_browser(
    browser: Browser, formal: tuple[str, Path], tmp_path: Path
) -> None:
    address, log = formal
    home = log.with_suffix("")
    for arguments in (
        ("organisation", "Réseau d’essai", "--kind", "operateur", "--email", "reseau@exemple.fr"),
        ("member", "add", OP, "--organisation", "Réseau d’essai", "--role", "contributeur"),
        ("member", "add", "eve@exemple.fr", "--organisation", "Doubs", "--role", "contributeur"),
    ):
        done = stranger(home, *arguments)
        assert (done.returncode, done.stderr) == (0, "")
    with signed_in(browser, address, log, "eve@exemple.fr") as eve, signed_in(browser, address, log, OP) as op:
        eve.goto("/contestations/deposer")
        file_away(eve, tmp_path / "c.csv", "25056;;;Réseau d’essai;court;\n")
        refused(eve, "Rien n’a été déposé", "constat")
        file_away(eve, tmp_path / "c.csv", "25056;;;Réseau d’essai;Aucun boîtier dans la rue;\n")
        expect(eve.get_by_role("status")).to_contain_text("C’est déposé")
        assert stranger(home, "mail").returncode == 0
        op.reload()
        op.get_by_role("row", name="Réseau d’essai").get_by_role("link").click()
        op.get_by_label("Votre réponse").select_option("contestee")
        op.get_by_role("button", name="Répondre").click()
        refused(op, "Dites pourquoi vous contestez.")
        late = op.context.new_page()
        late.goto(op.url)
        op.get_by_label("Pourquoi").fill("Le boîtier est dans la cour.")
        op.get_by_role("button", name="Répondre").click()
        expect(op.locator("#reponse + p")).to_contain_text("Le boîtier est dans la cour.")
        late.get_by_label("Votre réponse").select_option("concedee")
        late.get_by_role("button", name="Répondre").click()
        expect(late.locator("main")).to_contain_text("Cette étape n’est pas à vous, ou elle est déjà franchie.")
        eve.goto(op.url)
        eve.get_by_label("Comment c’est réglé").fill("   ")
        eve.get_by_role("button", name="Clore").click()
        refused(eve, "Champ requis")
        eve.get_by_label("Comment c’est réglé").fill("Vu sur place.")
        eve.get_by_role("button", name="Clore").click()
        expect(eve.get_by_text("Vu sur place.")).to_be_visible()
        for page in (eve, late):
            page.goto("/contestations/espace")
        op.goto("/contestations/espace")
        for page in (eve, op, late):
            page.get_by_role("button", name="Se déconnecter").click()
            expect(page).to_have_url(f"{address}/contestations")
