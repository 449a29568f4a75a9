"""People and rights in a browser: signing in with a telephone, inviting, changing a role, accepting an invitation."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import stranger
from tests.serving import answers, free_port, said_by, start
from tests.web.axe import faults
from tests.web.signing import code

pytestmark = pytest.mark.more

ROOT = Path(__file__).parents[2]
ENTERED = """
import sys
from pathlib import Path
from maillage.config.serve import open_home
open_home(Path(sys.argv[1]))
from maillage.directory.models import User
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action
from maillage.steering.strategies.models import Strategy
held = Strategy.objects.create(slug="essai", title="Essai", level="region")
pilot = User.objects.get(email="ada@exemple.fr")
saving.save(Action(strategy=held, code="A01", title="Guichet", status="en_cours", pilot=pilot), None)
"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def team(release_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a server with an administrator and a pilot, and the file where it writes its mails."""
    home = tmp_path_factory.mktemp("team") / "home"
    shutil.copytree(release_home, home, symlinks=True)
    for arguments in (
        ("organisation", "Équipe", "--kind", "equipe", "--territory", "region:27"),
        ("member", "add", "chef@exemple.fr", "--organisation", "Équipe", "--role", "administrateur"),
        ("member", "add", "ada@exemple.fr", "--organisation", "Équipe", "--role", "pilote"),
    ):
        done = stranger(home, *arguments)
        assert (done.returncode, done.stderr) == (0, "")
    program = [sys.executable, "-c", ENTERED, str(home)]
    entered = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert entered.returncode == 0, entered.stderr
    port = free_port()
    with start(home, port) as server:
        answers(f"http://localhost:{port}", server, home)
        yield f"http://localhost:{port}", said_by(home)
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0


def clean(page: Page) -> None:
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert faults(page, colours=scheme == "dark") == []
        assert page.evaluate(TOO_WIDE) <= 0


def take_back(page: Page) -> None:
    """The role of ada is taken back: first without saying who takes over, then handed to nobody yet."""
    page.get_by_role("link", name="Changer le rôle de ada@exemple.fr").click()
    page.get_by_role("link", name="Reprendre ce rôle").click()
    expect(page.locator("main")).to_contain_text("A01 Guichet")
    clean(page)
    page.get_by_role("button", name="Reprendre ce rôle").click()
    expect(page).to_have_url(re.compile("/reprendre$"))
    page.get_by_label("À qui le remettre").fill("chef@")
    page.locator("#f-to-suggestions [role=option]").click()
    page.get_by_role("button", name="Reprendre ce rôle").click()
    expect(page.get_by_role("status")).to_contain_text("Le rôle est repris.")
    expect(page.get_by_role("link", name="Changer le rôle de ada@exemple.fr")).to_have_count(0)
    page.goto("/piloter/actions/A01")
    expect(page.locator("main")).to_contain_text("Pilote : chef@exemple.fr")


@pytest.mark.browser
def test_all_of_it_in_a_browser(browser: Browser, team: tuple[str, Path]) -> None:
    address, log = team
    with browser.new_context(base_url=address) as context:
        page = context.new_page()
        page.goto("/piloter/personnes")
        clean(page)
        page.get_by_label("adresse électronique professionnelle").fill("chef@exemple.fr")
        page.get_by_role("button", name="Recevoir le lien").click()
        page.goto(re.findall(r"/piloter/connexion/[^\s\"]+", log.read_text("utf-8"))[-1])
        page.get_by_role("button", name="Entrer").click()
        expect(page.get_by_role("heading", name="Ajouter un second facteur")).to_be_visible()
        clean(page)
        secret = page.locator(".key").inner_text().replace(" ", "")
        page.get_by_label("Votre code").fill(code(secret))
        page.get_by_role("button", name="Ajouter").click()
        expect(page.locator(".codes li")).to_have_count(10)
        clean(page)
        for path in ("", "/compte", "/personnes/organisations/nouvelle", "/journal"):
            page.goto(f"/piloter{path}")
            clean(page)
        page.goto("/piloter/personnes")
        page.get_by_role("link", name="Inviter quelqu’un").click()
        clean(page)
        page.get_by_label("Adresse électronique").fill("eve@exemple.fr")
        page.get_by_role("button", name="Envoyer").click()
        expect(page.get_by_role("status")).to_contain_text("L’invitation est partie.")
        clean(page)
        page.get_by_role("link", name="Changer le rôle de ada@exemple.fr").click()
        clean(page)
        page.get_by_label("Rôle", exact=True).select_option("secretaire")
        page.get_by_role("button", name="Changer", exact=True).click()
        take_back(page)
        page.goto("/piloter/journal?qui=chef")
        expect(page.get_by_role("table")).to_contain_text("Secrétaire de comité")
        clean(page)
    with browser.new_context(base_url=address) as context:
        page = context.new_page()
        page.goto(re.findall(r"/piloter/invitation/[^\s\"]+", log.read_text("utf-8"))[-1])
        clean(page)
        page.get_by_role("button", name="Oui, entrer").click()
        expect(page).to_have_url(f"{address}/piloter")
