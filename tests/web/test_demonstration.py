"""The demonstration opens itself: six people to be, a mailbox, back to the beginning; and nowhere else."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, expect

from maillage.config import mailing
from maillage.directory import mailbox, playground
from maillage.directory.mail import letter, send_now
from maillage.directory.models import User
from maillage.kernel.errors import UsageError
from maillage.observatory import door
from maillage.steering.desk.demonstration import CARDS, enter
from tests.serving import answers, free_port, said_by, start
from tests.web.axe import faults
from tests.web.filling import submits

LOCAL = ["localhost", "127.0.0.1", "[::1]"]
BACKEND = "maillage.directory.mailbox.EmailBackend"


@pytest.fixture
def tried(reading: Any, demo_home: Path, settings: Any, db: None) -> Client:
    """A visitor of the demonstration, whose six people have their account."""
    client: Client = reading(demo_home)
    settings.MAILLAGE_DEMONSTRATION = True
    enter(door.current(demo_home), timezone.localdate())
    return client


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.key)
def test_one_click_makes_a_visitor_each_of_the_six(tried: Client, card: Any) -> None:
    answer = tried.post("/piloter/demonstration/entrer", {"role": card.key})
    assert (answer.status_code, answer["Location"]) == (302, reverse(card.route))
    assert card.email in tried.get("/piloter/compte").content.decode()


@pytest.mark.second_factor
def test_the_administrator_of_the_demonstration_gives_no_second_factor(tried: Client) -> None:
    tried.post("/piloter/demonstration/entrer", {"role": "administratrice"})
    assert tried.get("/piloter/personnes").status_code == 200


@pytest.mark.second_factor
def test_elsewhere_the_same_account_gives_one(tried: Client, settings: Any) -> None:
    tried.post("/piloter/demonstration/entrer", {"role": "administratrice"})
    settings.MAILLAGE_DEMONSTRATION = False
    assert tried.get("/piloter/personnes")["Location"].startswith("/piloter/compte/second-facteur")


def test_an_unknown_person_is_told_so(tried: Client) -> None:
    answer = tried.post("/piloter/demonstration/entrer", {"role": "présidente"})
    assert answer.status_code == 404
    assert "La démonstration n’a pas cette personne" in answer.content.decode()


def test_an_account_that_was_closed_has_no_card(tried: Client) -> None:
    User.objects.filter(email__startswith="claire.delmas").update(is_active=False)
    assert "Entrer comme animatrice" not in tried.get("/piloter/connexion").content.decode()
    assert tried.post("/piloter/demonstration/entrer", {"role": "animatrice"}).status_code == 404


PATHS = ("entrer", "courriels", "courriels/1.M1P1.x", "recommencer")


def shut(client: Client) -> None:
    """Nothing of the demonstration answers here."""
    for path in PATHS:
        for method in (client.get, client.post):
            assert method(f"/piloter/demonstration/{path}", {"role": "animatrice"}).status_code in (404, 405)
    assert "Entrer comme" not in client.get("/piloter/connexion").content.decode()


def test_a_site_that_answers_to_others_opens_nothing(tried: Client, settings: Any) -> None:
    settings.MAILLAGE_DEMONSTRATION = False
    shut(tried)


def test_a_real_territory_opens_nothing(reading: Any, bfc_home: Path, settings: Any, db: None) -> None:
    client = reading(bfc_home)
    settings.MAILLAGE_DEMONSTRATION = True
    enter(door.current(bfc_home), timezone.localdate())
    shut(client)


@pytest.mark.parametrize(
    ("said", "hosts", "server", "opens"),
    [
        ({}, LOCAL, "", True),
        ({"MAILLAGE_DEMO": "0"}, LOCAL, "", False),
        ({}, ["numerique.exemple.fr"], "", False),
        ({}, [*LOCAL, "192.168.1.5"], "", False),
        ({"MAILLAGE_PROXIES": "1"}, LOCAL, "", False),
        ({"MAILLAGE_DEMO": "1"}, ["essai.exemple.fr"], "", True),
        ({"MAILLAGE_DEMO": "1"}, LOCAL, "smtp.exemple.fr", False),
    ],
)
def test_it_opens_on_this_machine_or_when_the_operator_says_so(
    said: dict[str, str], hosts: list[str], server: str, opens: bool
) -> None:
    assert mailing.demonstrates(said, hosts, mailing.Mails(host=server)) is opens


def test_another_word_is_refused() -> None:
    with pytest.raises(UsageError, match="MAILLAGE_DEMO vaut 1"):
        mailing.demonstrates({"MAILLAGE_DEMO": "oui"}, LOCAL, mailing.Mails())


def test_mails_are_kept_to_be_read_and_still_said(tried: Client, settings: Any, tmp_path: Path, capsys: Any) -> None:
    settings.EMAIL_BACKEND = BACKEND
    tried.post("/piloter/connexion", {"email": CARDS[0].email})
    assert f"To: {CARDS[0].email}" in capsys.readouterr().out
    page = tried.get("/piloter/demonstration/courriels").content.decode()
    assert "votre lien de connexion" in page
    assert CARDS[0].email in page
    key = mailbox.letters()[0].key
    words = tried.get(f"/piloter/demonstration/courriels/{key}").content.decode()
    assert 'href="http://localhost:8000/piloter/connexion/' in words
    mailbox.empty()
    assert tried.get(f"/piloter/demonstration/courriels/{key}").status_code == 404


def test_the_last_hundred_mails_only(tried: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = BACKEND
    for number in range(mailbox.KEPT + 2):
        words = {"link": f"http://localhost/{number}", "minutes": 15}
        send_now(letter("members/sign_in/mail_sign_in", f"n{number}@brumes.example", "essai", words))
    kept = mailbox.letters()
    assert [one.to for one in kept] == [f"n{number}@brumes.example" for number in range(101, 1, -1)]
    mailbox.empty()


def test_where_nothing_is_a_demonstration_no_mail_is_kept(tried: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.MAILLAGE_DEMONSTRATION = BACKEND, False
    tried.post("/piloter/connexion", {"email": CARDS[0].email})
    assert mailbox.letters() == []


@pytest.fixture(scope="module")
def demonstration_served(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a server of the demonstration, as it is served, and its home."""
    home = tmp_path_factory.mktemp("tried") / "home"
    shutil.copytree(demo_home, home, symlinks=True)
    port = free_port()
    with start(home, port) as server:
        answers(f"http://localhost:{port}", server, home)
        yield f"http://localhost:{port}", home
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0


@pytest.mark.more
@pytest.mark.browser
@submits("members/parts/cards.html", "members/demonstration/restart.html")
def test_a_stranger_tries_it_and_puts_it_back(browser: Browser, demonstration_served: tuple[str, Path]) -> None:
    address, home = demonstration_served
    with browser.new_context(base_url=address) as context:
        page = context.new_page()
        for card in CARDS:
            page.goto("/piloter/connexion")
            assert faults(page) == []
            page.get_by_role("button", name=f"Entrer comme {card.role}").click()
            page.wait_for_url(f"**{reverse(card.route)}")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            assert "Accès fermé" not in page.title()
        page.goto("/piloter/connexion")
        page.locator("button[value=pilote]").evaluate("button => button.value = 'présidente'")
        page.get_by_role("button", name="Entrer comme pilote d’EPCI").click()
        expect(page.get_by_text("La démonstration n’a pas cette personne")).to_be_visible()
        page.goto("/piloter/connexion")
        page.get_by_role("button", name="Entrer comme administratrice").click()
        page.get_by_role("link", name="Inviter quelqu’un").click()
        page.get_by_label("Adresse électronique").fill("essai@exemple.fr")
        page.get_by_role("button", name="Envoyer").click()
        expect(page.get_by_role("status")).to_contain_text("L’invitation est partie.")
        page.goto("/piloter/demonstration/courriels")
        assert faults(page) == []
        page.locator(".mailbox a").first.click()
        assert faults(page) == []
        # The link follows the port the site is served at, and is still written to the server's output.
        link = page.locator(".letter a[href^=http]").first.get_attribute("href") or ""
        assert link.startswith(f"{address}/piloter/invitation/")
        assert link in said_by(home).read_text("utf-8")
        page.goto("/piloter/demonstration/recommencer")
        assert faults(page) == []
        page.get_by_role("link", name="Ne rien changer").click()
        page.get_by_role("link", name="Tout remettre comme au départ").click()
        again = context.new_page()
        again.goto(page.url)
        for window in (page, again):
            window.get_by_role("button", name="Tout remettre comme au départ").click()
            expect(window.get_by_role("status")).to_have_text("Tout est remis comme au départ.")
        expect(page.get_by_role("link", name="La boîte aux lettres : vide")).to_be_visible()
        page.get_by_role("button", name="Entrer comme administratrice").click()
        expect(page.get_by_text("essai@exemple.fr")).to_have_count(0)
        assert page.goto("/territoires/region/99").status == 200  # type: ignore[union-attr]


def test_a_home_built_before_says_how_to_have_a_new_one(tried: Client, demo_home: Path) -> None:
    kept = playground.beginning()
    aside = kept.rename(kept.with_suffix(".aside"))
    try:
        page = tried.get("/piloter/demonstration/recommencer").content.decode()
        assert "lancez <code>maillage up</code>" in page
        assert "Tout remettre comme au départ</a>" not in tried.get("/piloter/connexion").content.decode()
    finally:
        aside.rename(kept)
