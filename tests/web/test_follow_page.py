"""Following a place on the site: asked on a page, confirmed by a mail, ended in one click."""

import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from maillage.commons.following import asking
from maillage.commons.following.models import Follower, Subscription
from maillage.web.forms.sender import FOLLOW
from tests.cli.terminal import plain
from tests.serving import answers, free_port, said_by, start
from tests.web.axe import faults
from tests.web.words import markup

ADA = "ada@exemple.fr"
HERE = "25056_1001_00012"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def ask(site: Client, email: str = ADA, **given: str) -> Any:
    return site.post("/suivre", {"commune": "25547", "email": email, "site_web": "", **given})


def link(of: str) -> str:
    """The path of the last mail's link that does this."""
    found = re.findall(rf"http://localhost:8000(/suivre/{of}/\S+)", str(mail.outbox[-1].body))
    assert len(found) == 1
    return str(found[0])


@pytest.mark.django_db
def test_somebody_asks_confirms_and_stops(site: Client) -> None:
    assert "Suivre Sochaux" in markup(site.get("/suivre?commune=25547"))
    answer = ask(site)
    assert (answer.status_code, answer["Location"]) == (302, "/suivre/envoye?commune=25547")
    assert "Ouvrez le lien de ce message dans les 3 jours" in markup(site.get(answer["Location"]))
    yes = link("confirmer")
    for _ in range(2):
        assert "Oui, suivre ce lieu" in markup(site.get(yes))
    assert Subscription.objects.get().confirmed_at is None, "opening a link is no yes"
    assert "Vous suivez Sochaux" in markup(site.post(yes))
    assert Subscription.objects.get().confirmed_at is not None
    stop = asking.link(asking.STOP, Follower.objects.get().pk)
    assert "Tout arrêter" in markup(site.get(stop))
    assert Follower.objects.exists(), "programs that check mails open every link"
    one_click = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    assert "C’est arrêté" in markup(one_click.post(stop, {"List-Unsubscribe": "One-Click"}))
    assert not Follower.objects.exists()
    assert "C’est arrêté" in markup(site.get(stop))


@pytest.mark.django_db
def test_an_address_is_followed_as_a_commune_is(site: Client) -> None:
    page = markup(site.get(f"/suivre?adresse={HERE}"))
    assert "Suivre 12 rue de la Gare, Besançon" in page
    ask(site, commune="", adresse=HERE)
    assert "demande à suivre : 12 rue de la Gare, Besançon." in plain(str(mail.outbox[0].body))
    site.post(link("confirmer"))
    told = Subscription.objects.get().told
    assert told["fibre"]["words"] == "Raccordable"
    # samples/arcep_mci_eligibilite.csv: fibre by FRTE at THD1G, the satellite at THD100.
    assert plain(told["offre FRTE FO"]["words"]) == "1 000 ou plus Mbit/s"
    assert plain(told["offre NORN SAT"]["words"]) == "100 ou plus Mbit/s"
    assert site.get("/suivre?adresse=25056_9999_00012").status_code == 404


@pytest.mark.django_db
def test_each_place_can_be_ended_alone(site: Client) -> None:
    ask(site)
    site.post(link("confirmer"))
    ask(site, commune="25056")
    site.post(link("confirmer"))
    stop = asking.link(asking.STOP, Follower.objects.get().pk)
    page = markup(site.get(stop))
    assert "Sochaux" in page
    assert "Besançon" in page
    first = Subscription.objects.get(commune="25547").pk
    page = markup(site.post(stop, {"suivi": str(first)}))
    assert "Il vous reste ceci" in page
    assert "Sochaux" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["", "ada", "ada@", "a" * 300 + "@exemple.fr", "ada@exemple.fr\nBcc: x@y.fr", "💥"])
def test_a_wrong_address_is_told_beside_its_field(site: Client, email: str) -> None:
    answer = ask(site, email)
    assert answer.status_code == 422
    assert "À corriger avant d’envoyer" in markup(answer)
    assert 'aria-invalid="true"' in markup(answer)
    assert mail.outbox == []


@pytest.mark.more
@pytest.mark.django_db
def test_who_asks_twice_is_answered_alike_and_too_often_is_asked_to_wait(site: Client) -> None:
    places = [ask(site)["Location"] for _ in range(5)]
    assert len(set(places)) == 1
    late = ask(site)
    assert late.status_code == 429
    assert "Recommencez demain." in markup(late)
    assert len(mail.outbox) == 5
    # A whole Région may be behind one address: others still ask, until it is a machine.
    for rank in range(FOLLOW.address.times - 5):
        assert ask(site, f"autre{rank}@exemple.fr").status_code == 302
    assert "Recommencez dans une heure." in markup(ask(site, "encore@exemple.fr"))


@pytest.mark.more
@pytest.mark.django_db
def test_behind_a_proxy_each_visitor_has_its_own_count(site: Client, settings: Any) -> None:
    def asked(told: str, rank: int) -> int:
        email = f"a{rank}@exemple.fr"
        form = {"commune": "25547", "email": email}
        return int(site.post("/suivre", form, headers={"x-forwarded-for": told}).status_code)

    settings.MAILLAGE_PROXIES = 1
    most = FOLLOW.address.times
    mine = [asked(f"203.0.113.{rank % 250}, 192.0.2.1", rank) for rank in range(most + 1)]
    assert mine == [302] * most + [429], "what a visitor claims is not believed"
    assert asked("192.0.2.2", 900) == 302
    wide = [asked(f"2001:db8::{rank}", 1000 + rank) for rank in range(most + 1)]
    assert wide[-1] == 429, "one subscriber of IPv6 has many addresses"


@pytest.mark.django_db
def test_a_machine_that_fills_every_field_is_thanked_and_forgotten(site: Client) -> None:
    assert ask(site, site_web="https://exemple.com").status_code == 302
    assert mail.outbox == []
    assert not Follower.objects.exists()


@pytest.mark.django_db
def test_a_form_sets_its_cookie_for_itself_alone_and_refuses_what_another_site_sends(site: Client) -> None:
    assert not site.get("/suivre").cookies
    cookies = site.get("/suivre?commune=25547").cookies
    assert {(name, one["path"], one["samesite"], one["max-age"]) for name, one in cookies.items()} == {
        ("maillage_formulaire", "/suivre", "Lax", "")
    }
    assert site.get("/suivre?commune=25547")["Cache-Control"].endswith("no-store, must-revalidate, private")
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    refused = ask(strict)
    assert refused.status_code == 403
    assert "Les cookies doivent être acceptés pour /suivre." in markup(refused)
    page = strict.get("/suivre?commune=25547").content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]
    assert ask(strict, csrfmiddlewaretoken=token).status_code == 302


@pytest.mark.django_db
def test_what_is_too_heavy_is_refused_before_it_is_read(site: Client) -> None:
    heavy = ask(site, "x" * 30_000)
    assert heavy.status_code == 413
    assert "20 ko au plus" in markup(heavy)


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["confirmer", "prolonger", "arreter"])
@pytest.mark.parametrize("token", ["x", "MQ:1xV5B9:zzzz", "-" * 200])
def test_a_link_that_is_worth_nothing_says_so(site: Client, action: str, token: str) -> None:
    answer = site.get(f"/suivre/{action}/{token}")
    assert answer.status_code == 410
    assert "Ce lien ne sert plus" in markup(answer)


@pytest.fixture(scope="module")
def followed(release_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a server whose mails are written where it speaks, and that file."""
    home = tmp_path_factory.mktemp("followed") / "home"
    shutil.copytree(release_home, home, symlinks=True)
    port = free_port()
    with start(home, port) as server:
        answers(f"http://localhost:{port}", server, home)
        yield f"http://localhost:{port}", said_by(home)
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0


def clean(page: Page) -> None:
    """What every page is held to."""
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert faults(page, colours=scheme == "dark") == []
        assert page.evaluate(TOO_WIDE) <= 0


@pytest.mark.more
@pytest.mark.browser
def test_all_of_it_in_a_browser_without_script(browser: Browser, followed: tuple[str, Path]) -> None:
    address, log = followed
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/suivre")
        page.get_by_label("Votre commune").fill("sochaux")
        page.locator("main").get_by_role("button", name="Chercher").click()
        page.get_by_role("link", name="Sochaux").click()
        page.get_by_label("Votre adresse électronique").fill(ADA)
        page.get_by_role("button", name="Recevoir le lien").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Regardez vos messages")
        expect(page.get_by_role("note")).to_contain_text("Aucun courriel ne part encore.")
        path = re.findall(r"/suivre/confirmer/[\w:-]+", log.read_text("utf-8"))[0]
        page.goto(path)
        page.get_by_role("button", name="Oui, suivre ce lieu").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Vous suivez Sochaux")
        page.get_by_role("link", name="Arrêter").click()
        stop = page.url
        assert context.cookies(f"{address}/suivre")[0]["path"] == "/suivre"
        assert context.cookies(f"{address}/carte") == []
    with browser.new_context(base_url=address) as context:
        page = context.new_page()
        for one in (path, stop):
            page.goto(one)
            clean(page)
        page.get_by_role("button", name="Tout arrêter").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("C’est arrêté")
        clean(page)
