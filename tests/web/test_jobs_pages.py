"""A large file is made behind: its page says how far it is, gives it, or says what failed; to who asked alone."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from maillage.directory.jobs import asking
from maillage.directory.jobs.models import Job, State
from maillage.directory.joining import Described, describe, join
from maillage.directory.models import User
from maillage.steering.actions.models import Action
from maillage.steering.strategies.models import Strategy
from maillage.web.lists import routes
from maillage.web.steer.actions import exchange
from tests.web.light import flaws
from tests.web.signing import visitor
from tests.web.words import words
from tests.working import work

pytestmark = pytest.mark.django_db
LINES = "/sources/arcep_ftth_2018/lignes.xlsx"


@pytest.fixture(autouse=True)
def own_home(site: Client, settings: Any, tmp_path: Path) -> None:
    """The release of the samples, and files of jobs that no other test sees."""
    for path in settings.MAILLAGE_HOME.iterdir():
        if path.name != "jobs":
            (tmp_path / path.name).symlink_to(path)
    settings.MAILLAGE_HOME = tmp_path


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are large from their first row."""
    monkeypatch.setattr(routes, "AT_ONCE", 0)
    monkeypatch.setattr(exchange, "AT_ONCE", 0)


@pytest.fixture
def team(db: None) -> User:
    """Somebody of the team of a strategy that has an action."""
    region, _ = describe("Région Essai", Described(territory="region:27"))
    plan = Strategy.objects.create(slug="essai", title="Essai", level="region", organisation=region)
    Action.objects.create(code="A1", title="Relier les écoles", strategy=plan, visibility="equipe")
    return join("equipe@exemple.fr", "Région Essai", "equipe").person


def signed_in(person: User) -> Client:
    client = visitor()
    client.force_login(person)
    return client


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_small_workbook_is_given_at_once_and_starts_nothing(site: Client) -> None:
    assert body(site.get(LINES))
    assert Job.objects.count() == 0


@pytest.mark.usefixtures("large")
def test_a_large_workbook_leads_to_its_page_then_is_given_at_its_own_address(site: Client) -> None:
    at_once = openpyxl.load_workbook(io.BytesIO(body(_at_once(site))))
    asked = site.get(LINES)
    job = Job.objects.get()
    assert (asked.status_code, asked["Location"]) == (303, f"/travaux/{job.key}")
    assert "no-store" in asked["Cache-Control"]
    page = site.get(asked["Location"])
    assert "no-store" in page["Cache-Control"]
    assert flaws(page.content.decode()) == []
    said = words(page)
    assert "Vous pouvez quitter cette page" in said
    assert "0 %" in said
    assert b'http-equiv="refresh"' in page.content
    assert b'http-equiv="refresh"' not in site.get(f"{asked['Location']}?actualiser=non").content
    assert "mailto" not in said
    # The same asked again leads to the same page.
    assert site.get(LINES)["Location"] == asked["Location"]
    work()
    page = site.get(asked["Location"])
    assert flaws(page.content.decode()) == []
    for text in ("Le fichier est prêt.", "maillage-arcep_ftth_2018-lignes.xlsx", "Il est gardé jusqu’au"):
        assert text in words(page)
    by_page = site.get(f"{asked['Location']}/fichier")
    assert by_page["Content-Disposition"] == 'attachment; filename="maillage-arcep_ftth_2018-lignes.xlsx"'
    made = openpyxl.load_workbook(io.BytesIO(body(by_page)))
    assert made.sheetnames == at_once.sheetnames
    sheets = [[[cell.value for cell in row] for row in book.worksheets[0].rows] for book in (made, at_once)]
    assert sheets[0] == sheets[1]
    at_its_address = site.get(LINES)
    assert at_its_address.status_code == 200
    assert at_its_address["ETag"]
    assert len(body(at_its_address)) == Job.objects.get().file_size


def _at_once(site: Client) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(routes, "AT_ONCE", 1000)
        return site.get(LINES)


@pytest.mark.usefixtures("large")
def test_rows_of_another_effect_are_another_file_and_the_csv_is_given_as_ever(site: Client) -> None:
    first, second = site.get(LINES), site.get(f"{LINES}?effet=refusees")
    assert first["Location"] != second["Location"]
    assert site.get(LINES.replace("xlsx", "csv")).status_code == 200
    assert site.get(f"{LINES}?effet=nimporte").status_code == 404


@pytest.mark.usefixtures("large")
def test_a_question_about_the_file_starts_nothing(site: Client) -> None:
    assert site.head(LINES).status_code == 200
    assert Job.objects.count() == 0


@pytest.mark.usefixtures("large")
def test_who_starts_too_many_is_told_to_wait(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_PUBLIC", 0)
    busy = site.get(LINES)
    assert (busy.status_code, busy["Retry-After"]) == (503, "60")
    assert "prenez le CSV" in words(busy)


@pytest.mark.usefixtures("large")
def test_what_failed_is_said_and_begins_again_by_a_button(site: Client) -> None:
    page = site.get(LINES)["Location"]
    Job.objects.update(state=State.FAILED, failure="Le disque est plein.", ended_at=timezone.now())
    said = words(site.get(page))
    assert "n’a pas pu être préparé" in said
    assert "Le disque est plein." in said
    again = site.post(f"{page}/recommencer")
    assert again.status_code == 302
    assert again["Location"] != page
    work()
    assert "prêt" in words(site.get(again["Location"]))
    forged = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    assert forged.post(f"{page}/recommencer").status_code == 403


@pytest.mark.usefixtures("large")
def test_a_file_no_longer_kept_says_so_and_is_made_again(site: Client) -> None:
    page = site.get(LINES)["Location"]
    work()
    Job.objects.update(kept_until=timezone.now() - timedelta(minutes=1))
    assert "n’est plus gardé" in words(site.get(page))
    assert site.get(f"{page}/fichier").status_code == 302
    assert site.get(LINES)["Location"] != page


def test_an_address_of_nothing_is_said_in_french(site: Client) -> None:
    nowhere = site.get(f"/travaux/{'a' * 22}")
    assert nowhere.status_code == 404
    assert "Aucun travail à cette adresse" in words(nowhere)
    assert site.get("/travaux/court").status_code == 404


@pytest.mark.usefixtures("large")
def test_a_job_of_a_member_is_read_by_this_member_alone(team: User) -> None:
    mine = signed_in(team)
    asked = mine.get("/piloter/actions/echange.xlsx")
    key = Job.objects.get().key
    assert (asked.status_code, asked["Location"]) == (303, f"/piloter/travaux/{key}")
    page = words(mine.get(asked["Location"]))
    assert "un courriel vous dira" in page
    work()
    made = openpyxl.load_workbook(io.BytesIO(body(mine.get(f"/piloter/travaux/{key}/fichier"))))
    assert made["Actions"]["B2"].value == "Relier les écoles"
    other = signed_in(join("autre@exemple.fr", "Région Essai", "equipe").person)
    stranger = visitor()
    for path in ("", "/fichier"):
        assert other.get(f"/piloter/travaux/{key}{path}").status_code == 404
        assert "connexion" in stranger.get(f"/piloter/travaux/{key}{path}")["Location"]
        # Nor by the address of the public, whoever asks.
        assert [who.get(f"/travaux/{key}{path}").status_code for who in (mine, other, stranger)] == [404] * 3
    assert other.post(f"/piloter/travaux/{key}/recommencer").status_code == 404
    assert stranger.post(f"/travaux/{key}/recommencer").status_code == 404
    assert "Classeur des actions" not in words(other.get("/piloter/travaux"))
    assert "Classeur des actions" in words(mine.get("/piloter/travaux"))
    assert 'href="/piloter/travaux"' in mine.get("/piloter").content.decode()


@pytest.mark.usefixtures("large")
def test_the_workbook_of_a_member_holds_what_they_may_update_when_it_is_made(team: User) -> None:
    signed_in(team).get("/piloter/actions/echange.xlsx?q=ecoles")
    Action.objects.create(code="A2", title="Autre chose", strategy=Strategy.objects.get(), visibility="equipe")
    team.memberships.all().delete()
    work()
    made = openpyxl.load_workbook(io.BytesIO(Job.objects.get().path.read_bytes()))
    assert [row[0].value for row in made["Actions"].rows] == ["Code"]


def test_the_list_of_a_member_who_asked_for_nothing_says_what_comes_there(team: User) -> None:
    page = signed_in(team).get("/piloter/travaux")
    assert "Aucun travail" in words(page)
    assert flaws(page.content.decode()) == []


@pytest.mark.usefixtures("large")
def test_the_page_open_at_the_end_tells_that_it_was_seen(team: User) -> None:
    mine = signed_in(team)
    page = mine.get("/piloter/actions/echange.xlsx")["Location"]
    mine.get(page)
    work()
    assert Job.objects.get().seen_at is None
    mine.get(page)
    assert Job.objects.get().seen_at is not None


def test_health_tells_that_long_work_waits_and_no_worker_takes_it(site: Client) -> None:
    assert site.get("/sante").json()["travaux_arretes"] is False
    Job.objects.create(work="essai", title="Essai", asked="1", back="/")
    assert site.get("/sante").json()["travaux_arretes"] is False
    Job.objects.update(asked_at=timezone.now() - timedelta(minutes=3))
    answer = site.get("/sante")
    assert (answer.status_code, answer.json()["travaux_arretes"]) == (200, True)
    # A worker is there, at something else.
    Job.objects.create(work="essai", title="Essai", asked="2", back="/", state="running", heard_at=timezone.now())
    assert site.get("/sante").json()["travaux_arretes"] is False
