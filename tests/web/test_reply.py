"""Answering a reminder on a telephone, and committees in a real browser: four gestures, both themes, 320 px wide."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from maillage.directory.joining import Described, describe, join
from maillage.directory.models import User
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action, Step
from maillage.steering.desk import answering
from maillage.steering.desk.models import Reply
from maillage.steering.strategies.models import Strategy
from tests.cli.terminal import plain
from tests.serving import answers, free_port, start
from tests.web.axe import faults
from tests.web.filling import refused, submits
from tests.web.signing import visitor

ROOT = Path(__file__).parents[2]
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ENTERED = """
import os, sys
from datetime import timedelta
from pathlib import Path
from maillage.config.serve import open_home
open_home(Path(sys.argv[1]))
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.utils import timezone
from maillage.directory.joining import Described, describe, join
from maillage.directory.notices import telling
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action, Step, Synthesis
from maillage.steering.committees.models import Body, Decision, Item, Meeting, Seat
from maillage.steering.desk import mails
from maillage.steering.strategies.models import Strategy
region, _ = describe("Région Essai", Described(territory="region:27"))
held = Strategy.objects.create(slug="essai", title="Essai", level="region", organisation=region, shown=True)
person = join("equipe@exemple.fr", "Région Essai", "equipe").person
usual = dict(status="en_cours", visibility="publique", lead=region)
for code in ("A01", "A02", "A03"):
    with telling.silent():
        one = saving.save(Action(strategy=held, code=code, title="Raccorder", pilot=person, **usual), None)
    Step.objects.create(action=one, title="Marché", due_on="2026-01-15")
    Synthesis.objects.create(action=one, weather="orage", to_settle="Que faire ?", written_at=timezone.now())
Action.objects.update(heard_at=timezone.now())
body = Body.objects.create(slug="copil", strategy=held, name="Comité", kind="pilotage", shown=True, mandate="Suivre.")
Seat.objects.create(body=body, organisation=region, person=person)
when = timezone.now() + timedelta(5)
meeting = Meeting.objects.create(body=body, starts_at=when, ends_at=when + timedelta(hours=1), place="Ici")
item = Item.objects.create(meeting=meeting, action=one, title="Raccorder", reasons=["Bloquée."])
Decision.objects.create(item=item, action=one, verdict="abandon", text="Stop", owner=region, due_on="2026-12-31")
Item.objects.create(meeting=meeting, title="Divers", rank=2)
settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
mail.outbox = []
mails.send_due()
session = SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session.save()
print(mail.outbox[0].body)
print(settings.SESSION_COOKIE_NAME, session.session_key)
"""
PAGES = (
    "/piloter",
    "/piloter/comites",
    "/piloter/comites/nouveau",
    "/piloter/comites/copil",
    "/piloter/comites/copil/modifier",
    "/piloter/comites/copil/membres",
    "/piloter/comites/copil/reunions/nouvelle",
    "/piloter/reunions/1",
    "/piloter/reunions/1/modifier",
    "/piloter/reunions/1/ordre-du-jour",
    "/piloter/reunions/1/inviter",
    "/piloter/reunions/1/compte-rendu",
    "/piloter/decisions",
    "/piloter/decisions/1",
    "/piloter/decisions/1/abandonner",
)


@pytest.fixture(scope="module")
def office(release_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str], str, str]]:
    """The address of a server, the links of the reminder its pilot received, and their cookie."""
    home = Path(shutil.copytree(release_home, tmp_path_factory.mktemp("reply") / "home", symlinks=True))
    program = [sys.executable, "-c", ENTERED, str(home)]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    links = re.findall(r"/repondre/action/\S+", done.stdout)
    name, key = done.stdout.split()[-2:]
    port = free_port()
    with start(home, port) as server:
        answers(f"http://localhost:{port}", server, home)
        yield f"http://localhost:{port}", links, name, key
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)


def opened(
    browser: Browser, office: tuple[str, list[str], str, str], width: int, scheme: Any = "light"
) -> BrowserContext:
    return browser.new_context(base_url=office[0], viewport={"width": width, "height": 800}, color_scheme=scheme)


@pytest.mark.more
@pytest.mark.browser
def test_an_action_is_updated_from_the_mail_in_four_gestures_without_signing_in(
    browser: Browser, office: tuple[str, list[str], str, str]
) -> None:
    with opened(browser, office, 390) as context:
        page = context.new_page()
        gestures = 0
        page.goto(office[1][0])
        gestures += 1
        page.get_by_label("Difficultés mineures").check()
        gestures += 1
        page.get_by_label("Marché").check()
        gestures += 1
        page.get_by_role("button", name="Enregistrer").click()
        gestures += 1
        page.get_by_role("heading", name="C’est noté, merci").wait_for()
        assert gestures <= 4
        assert page.goto(office[1][0]).status == 410  # type: ignore[union-attr]
        assert page.get_by_text("Ce lien ne sert plus").is_visible()
        assert [one["name"] for one in context.cookies()] == ["maillage_formulaire"]


@pytest.mark.more
@pytest.mark.browser
@submits("steer/actions/reply.html")
def test_a_wrong_answer_from_the_mail_is_said_near_its_field_and_the_link_still_serves(
    browser: Browser, office: tuple[str, list[str], str, str]
) -> None:
    with opened(browser, office, 390) as context:
        page = context.new_page()
        page.goto(office[1][2])
        page.get_by_label("Marché").check()
        page.get_by_label("Étape terminée le").fill("2999-01-01")
        page.get_by_label("Ce qui a été fait").fill("Le marché est attribué.")
        page.get_by_role("button", name="Enregistrer").click()
        refused(page, "Ce jour n’est pas encore venu.")
        assert page.get_by_label("Marché").is_checked()
        assert page.get_by_label("Ce qui a été fait").input_value() == "Le marché est attribué."
        page.get_by_label("Étape terminée le").fill("2026-01-20")
        page.get_by_role("button", name="Enregistrer").click()
        page.get_by_role("heading", name="C’est noté, merci").wait_for()


@pytest.mark.more
@pytest.mark.browser
def test_each_page_is_accessible_in_both_themes_and_fits_a_small_phone(
    browser: Browser, office: tuple[str, list[str], str, str]
) -> None:
    wrong: list[str] = []
    for scheme, width in (("light", 320), ("dark", 1280)):
        with opened(browser, office, width, scheme) as context:
            context.add_cookies([{"name": office[2], "value": office[3], "domain": "localhost", "path": "/piloter"}])
            page: Page = context.new_page()
            for address in (*PAGES, office[1][1]):
                answer = page.goto(address)
                assert answer is not None
                assert answer.status == 200, address
                wrong += [f"{address} {scheme}: {one}" for one in faults(page, colours=scheme == "dark")]
                if page.evaluate(TOO_WIDE) > 0:
                    wrong.append(f"{address}: wider than {width} px")
    assert wrong == []


@pytest.fixture
def link(site: Client, db: None) -> str:
    """The link that the pilot of A01 received."""
    region, _ = describe("Région Essai", Described(territory="region:27"))
    person = join("pilote@exemple.fr", "Région Essai", "pilote").person
    held = Strategy.objects.create(slug="essai", title="Essai", level="region", organisation=region)
    one = saving.save(Action(strategy=held, code="A01", title="Réservée", status="en_cours", pilot=person), None)
    Step.objects.create(action=one, title="Marché")
    return answering.link(person, one)


def test_opening_the_link_changes_nothing_and_an_incomplete_answer_does_not_spend_it(link: str) -> None:
    client = visitor()
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert client.post(link, {"version": "1", "status": "en_cours"}).status_code == 422
    assert client.post(link, {"version": "1", "weather": "soleil", "status": "suspendue"}).status_code == 422
    assert Reply.objects.get().used_at is None
    assert client.post(link, {"version": "9", "weather": "soleil", "status": "en_cours"}).status_code == 409
    done = client.post(link, {"version": "1", "weather": "soleil", "status": "en_cours", "done": "Fini"})
    assert done.status_code == 200
    assert Action.objects.get().syntheses.get().author == User.objects.get(email="pilote@exemple.fr")
    assert client.post(link, {"version": "2", "weather": "orage", "status": "en_cours"}).status_code == 410


def test_a_wrong_link_reveals_nothing(link: str) -> None:
    client = visitor()
    pages = {
        plain(client.get(one).content.decode()) for one in (f"{link}x", "/repondre/action/x", "/repondre/action/1:2:3")
    }
    assert len(pages) == 1
    assert "Réservée" not in pages.pop()
    Reply.objects.update(used_at="2026-01-01T00:00Z")
    assert "Réservée" not in client.get(link).content.decode()


def test_a_form_that_another_site_sends_is_refused(link: str) -> None:
    client = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    assert client.post(link, {"version": "1", "weather": "soleil", "status": "en_cours"}).status_code == 403
    assert Reply.objects.get().used_at is None
