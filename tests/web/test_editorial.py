"""The pages of text and the back office: anybody reads, an editor who signs in changes them."""

import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from maillage.config.urls import urlpatterns
from maillage.web.declared import doors
from maillage.web.gate.access import Access, declared, walk
from tests.cli.terminal import plain
from tests.serving import answers, free_port, start
from tests.web.signing import code

PAGES = {
    "/a-propos": "À propos",
    "/aide": "Aide",
    "/mentions-legales": "Mentions légales",
    "/accessibilite": "Accessibilité : non conforme",
    "/donnees-personnelles": "Données personnelles",
}
ADDRESS, PASSWORD = "ada@exemple.fr", "une phrase bien longue"
ROOT = Path(__file__).parents[2]
# Wagtail's editor looks for a list of children that these pages have not; it keeps a draft by itself, which is refused
# while the page has no title.
HARMLESS = ("The provided selector is empty", "status of 400 (Bad Request)")


def editor(home: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run `maillage editor` as a stranger would, the password on its standard input."""
    return subprocess.run(
        [sys.executable, "-m", "maillage.cli", "editor", *arguments],
        input=typed,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"MAILLAGE_HOME": str(home), "PATH": "/usr/bin"},
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def written_home(release_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of its own, where Ada may write."""
    home = tmp_path_factory.mktemp("written") / "home"
    shutil.copytree(release_home, home, symlinks=True)
    done = editor(home, "add", "Ada@Exemple.fr", typed=f"{PASSWORD}\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert plain(done.stdout) == f"Compte ouvert : {ADDRESS}. Connectez-vous à l’adresse /gestion/ du site.\n"
    return home


@pytest.fixture(scope="module")
def written(written_home: Path) -> Iterator[str]:
    """The address of its server."""
    port = free_port()
    with start(written_home, port) as server:
        answers(f"http://localhost:{port}", server, written_home)
        yield f"http://localhost:{port}"
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0


@pytest.mark.parametrize(("address", "title"), PAGES.items())
def test_a_reader_opens_each_page_of_text_which_has_one_title(site: Client, address: str, title: str) -> None:
    answer = site.get(address)
    assert answer.status_code == 200
    body = plain(answer.content.decode())
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", body) == [title]
    assert f"<title>{title} — " in body
    assert "<h2>" in body
    assert not answer.cookies
    assert "Cookie" not in answer["Vary"]
    assert site.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_a_reader_is_told_how_to_write_or_that_nobody_said_how(site: Client, settings: Any) -> None:
    def told() -> str:
        return plain(site.get("/aide").content.decode())

    unsaid = site.get("/aide")["ETag"]
    assert "n’a pas encore donné d’adresse de contact." in told()
    settings.MAILLAGE_CONTACT = "contact@exemple.fr"
    assert site.get("/aide")["ETag"] != unsaid
    assert 'Pour nous écrire : <a href="mailto:contact@exemple.fr">contact@exemple.fr</a>.' in told()
    settings.MAILLAGE_CONTACT = "https://exemple.fr/contact/"
    assert '<a href="https://exemple.fr/contact/">exemple.fr/contact</a>.' in told()
    settings.MAILLAGE_CONTACT = "3, place <Verte>"
    assert "Pour nous écrire : 3, place &lt;Verte&gt;." in told()


def test_a_reader_is_told_who_holds_the_site_or_that_nobody_said_who(site: Client, settings: Any) -> None:
    assert "n’a pas encore donné son nom." in site.get("/mentions-legales").content.decode()
    settings.MAILLAGE_OPERATOR = "Région d'Essai"
    assert "Ce site est exploité par Région d’Essai." in site.get("/mentions-legales").content.decode()


@pytest.mark.django_db
def test_every_address_of_the_back_office_asks_for_an_account_or_is_closed(site: Client) -> None:
    seen = {Access.STAFF: 0, Access.NOBODY: 0}
    for pattern, view in walk(urlpatterns):
        if not pattern.startswith("gestion") or declared(view) is Access.SIGN_IN:
            continue
        address = re.sub(r"<(int|path):\w+>", "1", re.sub(r"<(str|slug):\w+>|<\w+>", "x", pattern))
        address = re.sub(r"\(\?P<\w+>.*?\)", "1", address).replace(r"\.", ".").strip("$").replace("^", "")
        answer = site.get(f"/{address}")
        rule = declared(view)
        assert rule is not None
        seen[rule] += 1
        if rule is Access.NOBODY:
            assert answer.status_code == 403, pattern
        else:
            assert (answer.status_code, answer.headers.get("Location", "").split("?")[0]) == (302, "/gestion/login/"), (
                pattern
            )
        assert "ETag" not in answer
    assert seen[Access.STAFF] > 60
    assert seen[Access.NOBODY] > 60


@pytest.mark.django_db
def test_a_visitor_gets_a_way_in_which_caches_do_not_keep(site: Client, settings: Any) -> None:
    assert site.get("/gestion")["Location"] == "/gestion/"
    answer = site.get("/gestion/", follow=True)
    assert answer.redirect_chain == [("/gestion/login/?next=/gestion/", 302)]
    assert "Mot de passe" in answer.content.decode()
    assert "private" in answer["Cache-Control"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert {cookie["path"] for cookie in answer.cookies.values()} == {"/gestion/"}
    assert not any(cookie["secure"] for cookie in answer.cookies.values())
    settings.MAILLAGE_ADDRESS = "https://localhost"
    safe = Client().get("/gestion/login/")
    assert {cookie["path"] for cookie in safe.cookies.values() if cookie["secure"]} == {"/gestion/"}
    refused = site.post("/gestion/login/", {"username": ADDRESS, "password": "autre chose"})
    assert refused.status_code == 200
    assert "sessionid" not in refused.cookies


@pytest.mark.django_db
def test_a_form_that_another_site_sends_is_refused(reading: Any, release_home: Path) -> None:
    reading(release_home)
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    answer = strict.post("/gestion/login/", {"username": ADDRESS, "password": PASSWORD})
    assert answer.status_code == 403
    assert "Formulaire refusé" in answer.content.decode()


def test_public_pages_keep_their_strict_rules_of_content(site: Client) -> None:
    answer = site.get("/aide")
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def enter(page: Page, address: str) -> None:
    """In by a password, wrong then right, and by the telephone that the back office asks for the first time."""
    page.goto("/gestion/")
    page.get_by_label("Adresse électronique").fill(address)
    for password in ("une autre phrase", PASSWORD):
        page.get_by_label("Mot de passe").fill(password)
        page.locator("button[type=submit]").click()
        page.locator(".messages, .key").first.wait_for()
    page.get_by_label("Votre code").fill(code(page.locator(".key").inner_text().replace(" ", "")))
    page.get_by_role("button", name="Ajouter").click()
    page.locator(".codes li").first.wait_for()
    page.goto("/gestion/")


def publish(page: Page, title: str) -> None:
    """Publish the page that is edited, under this title."""
    page.get_by_placeholder("Titre de la page").fill(title)
    page.get_by_role("button", name="Plus d'actions").click()
    page.get_by_role("button", name="Publier", exact=True).click()


def sent(page: Page, button: str, **typed: str) -> None:
    """Fill in a form of the back office, and send it."""
    for name, text in typed.items():
        page.locator(f"#id_{name}").fill(text)
    # By keyboard: a calendar opens over the button, some time after its field is reached.
    page.get_by_role("button", name=button, exact=True).press("Enter")


@pytest.mark.more
@pytest.mark.browser
def test_offers_and_conventions_are_entered_and_what_is_wrong_is_said_beside_its_field(
    browser: Browser, written: str, written_home: Path
) -> None:
    address = "saisie@exemple.fr"
    for action in ("add", "offers", "conventions"):
        done = editor(written_home, action, address, typed=f"{PASSWORD}\n")
        assert (done.returncode, done.stderr) == (0, "")
    with browser.new_context(base_url=written, viewport={"width": 1400, "height": 1000}) as context:
        page = context.new_page()
        enter(page, address)
        page.goto("/gestion/offres/new/")
        typed = {"name": "Réseau d’essai", "operators": "Orange-SA", "territories": "departement:75"}
        sent(page, "Créer", **typed, checked_on="2026-01-05")
        for words in ("n’est pas un code d’opérateur", "departement:75"):
            expect(page.locator("main")).to_contain_text(words)
        expect(page.locator("#id_name")).to_have_value("Réseau d’essai")
        page.get_by_role("button", name="Ajouter un(e) Offre").click()
        page.locator("#id_offers-0-kind").select_option("ftto")
        sent(page, "Créer", operators="FRTE", territories="departement:25")
        expect(page.locator(".messages")).to_contain_text("Réseau d’essai")
        page.goto("/gestion/conventions/new/")
        page.locator("#id_kind").select_option("amii")
        typed = {"title": "Convention d’essai", "signed_on": "2026-01-05", "ends_on": "2025-01-05"}
        sent(page, "Créer", **typed, territories="departement:25")
        expect(page.locator("main")).to_contain_text("Une convention prend fin après avoir été signée.")
        sent(page, "Créer", ends_on="2030-01-05")
        expect(page.locator(".messages")).to_contain_text("Convention d’essai")
        page.goto("/gestion/conventions/")
        expect(page.get_by_role("link", name="Convention d’essai", exact=True)).to_be_visible()


@pytest.mark.more
@pytest.mark.browser
def test_an_editor_signs_in_changes_the_help_page_and_readers_see_it(browser: Browser, written: str) -> None:
    before = tag(f"{written}/aide")
    errors: list[str] = []
    with browser.new_context(base_url=written, viewport={"width": 1400, "height": 1000}) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
        page.goto("/aide")
        assert context.cookies() == []
        enter(page, ADDRESS)
        page.get_by_role("link", name="6 Pages").click()
        page.get_by_role("link", name="Aide", exact=True).first.click()
        publish(page, "")
        expect(page.locator(".messages")).to_contain_text("erreurs de validation")
        page.get_by_placeholder("Titre de la page").fill("Comment s’en servir")
        page.get_by_role("textbox", name="Introduction").fill("Trois gestes suffisent.")
        page.get_by_role("button", name="Afficher/masquer la prévisualisation").click()
        shown = page.frame_locator("#w-preview-iframe")
        expect(shown.locator("h1")).to_have_text("Comment s’en servir", timeout=20_000)
        publish(page, "Comment s’en servir")
        expect(page.locator(".messages")).to_contain_text("publiée")
        reader = context.new_page()
        reader.goto("/aide")
        expect(reader.get_by_role("heading", level=1)).to_have_text("Comment s’en servir")
        expect(reader.locator(".lead")).to_have_text("Trois gestes suffisent.")
        assert {cookie["path"] for cookie in context.cookies()} == {"/gestion/", *(one.path for one in doors())}
    assert [error for error in errors if not any(one in error for one in HARMLESS)] == []
    # Several processes answer: each of them sees it.
    assert {tag(f"{written}/aide") for _ in range(12)} != {before}
    assert len({tag(f"{written}/aide") for _ in range(12)}) == 1


def tag(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        return str(answer.headers["ETag"])


@pytest.mark.more
def test_the_password_of_an_editor_is_changed_and_the_account_closed(written_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(written_home, home, symlinks=True)
    done = editor(home, "password", ADDRESS, typed="une autre phrase longue\n")
    assert (done.returncode, plain(done.stdout)) == (0, f"Mot de passe changé : {ADDRESS}.\n")
    done = editor(home, "remove", ADDRESS)
    assert (done.returncode, plain(done.stdout)) == (0, f"Compte supprimé : {ADDRESS}. Ce qui a été publié le reste.\n")
    done = editor(home, "remove", ADDRESS)
    assert done.returncode == 2
    assert "n’a pas de compte" in done.stderr


@pytest.mark.more
@pytest.mark.parametrize(
    ("action", "address", "typed", "told"),
    [
        ("add", ADDRESS, PASSWORD, "ada@exemple.fr a déjà un compte."),
        ("add", "ada", PASSWORD, "« ada » n’est pas une adresse électronique."),
        ("add", "b@exemple.fr", "court", "Mot de passe refusé. Ce mot de passe est trop court."),
        ("add", "b@exemple.fr", "1234567890123", "Mot de passe refusé."),
        ("add", "b@exemple.fr", "", "Aucun mot de passe reçu."),
        ("password", "b@exemple.fr", PASSWORD, "b@exemple.fr n’a pas de compte."),
    ],
)
def test_an_account_that_cannot_be_is_told_in_a_sentence(
    written_home: Path, action: str, address: str, typed: str, told: str
) -> None:
    done = editor(written_home, action, address, typed=typed)
    assert (done.returncode, done.stdout) == (2, "")
    assert plain(done.stderr).startswith(f"maillage : {told}")
    assert "Traceback" not in done.stderr
