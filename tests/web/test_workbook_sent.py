"""A large workbook of actions is read, then written, behind: its page says how far it is, what it would do and did."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from maillage.directory.jobs.models import Job, State
from maillage.directory.joining import Described, describe, join
from maillage.directory.models import User
from maillage.steering.actions.models import Action
from maillage.steering.exchange import applying
from maillage.steering.strategies.models import Strategy
from maillage.web.lists import routes
from maillage.web.steer.actions import sent
from tests.web.light import flaws
from tests.web.signing import visitor
from tests.web.words import words
from tests.working import work

pytestmark = pytest.mark.django_db
FORM = "/piloter/actions/echange"


@pytest.fixture(autouse=True)
def own_home(site: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in settings.MAILLAGE_HOME.iterdir():
        if path.name != "jobs":
            (tmp_path / path.name).symlink_to(path)
    settings.MAILLAGE_HOME = tmp_path
    monkeypatch.setattr(sent, "SMALL", 0)


@pytest.fixture
def team(db: None) -> User:
    region, _ = describe("Région Essai", Described(territory="region:27"))
    plan = Strategy.objects.create(slug="essai", title="Essai", level="region", organisation=region)
    Action.objects.create(code="A1", title="Relier les écoles", strategy=plan, visibility="equipe")
    return join("equipe@exemple.fr", "Région Essai", "equipe").person


def signed_in(person: User) -> Client:
    client = visitor()
    client.force_login(person)
    return client


def upload(client: Client, **cells: str) -> str:
    """Sends the workbook of the actions with some cells typed anew; the page it leads to."""
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(f"{FORM}.xlsx").streaming_content)))
    heads = {cell.value: cell.column_letter for cell in book["Actions"][1]}
    for head, text in cells.items():
        book["Actions"][f"{heads[head]}2"] = text
    out = io.BytesIO()
    book.save(out)
    answer = client.post(FORM, {"fichier": SimpleUploadedFile("actions.xlsx", out.getvalue())})
    assert answer.status_code == 303, words(answer)
    return str(answer["Location"])


def test_a_large_workbook_is_read_behind_then_written_behind_and_told(team: User) -> None:
    mine = signed_in(team)
    page = upload(mine, Titre="Relier les collèges")
    waiting = mine.get(page)
    assert "Vous pouvez quitter cette page" in words(waiting)
    assert flaws(waiting.content.decode()) == []
    # While it waits, nothing is written by a second click.
    assert mine.post(page)["Location"] == page
    work()
    read = mine.get(page)
    assert "0 à créer, 1 à modifier, 0 sans changement" in words(read)
    assert "Relier les collèges" in words(read)
    assert flaws(read.content.decode()) == []
    assert Action.objects.get().title == "Relier les écoles"
    assert mine.post(page)["Location"] == page
    assert "Vous pouvez quitter cette page" in words(mine.get(page))
    work()
    assert "0 action créée, 1 modifiée" in words(mine.get(page))
    assert Action.objects.get().title == "Relier les collèges"
    # Sent again, the same workbook is read anew.
    job = Job.objects.latest("pk")
    assert mine.get(f"/piloter/travaux/{job.key}")["Location"] == page


def test_each_wrong_cell_of_a_large_workbook_is_named_and_nothing_is_written(team: User) -> None:
    mine = signed_in(team)
    page = upload(mine, État="En panne")
    work()
    read = mine.get(page)
    assert read.status_code == 200
    assert "Corrigez ces cellules" in words(read)
    assert "En panne" in words(read)
    assert "rien n’est à écrire" in words(mine.post(page))
    assert Job.objects.count() == 1


def test_a_workbook_of_another_is_nowhere_and_rights_are_those_of_when_it_is_written(team: User) -> None:
    page = upload(signed_in(team), Titre="Autre titre")
    other = signed_in(join("autre@exemple.fr", "Région Essai", "equipe").person)
    assert other.get(page).status_code == 404
    work()
    signed_in(team).post(page)
    team.memberships.update(role="lecteur")
    work()
    assert Job.objects.latest("pk").failure == sent.CLOSED
    assert Action.objects.get().title == "Relier les écoles"
    assert signed_in(team).get(page).status_code == 403


def test_an_action_written_meanwhile_stops_the_whole_workbook(team: User) -> None:
    mine = signed_in(team)
    page = upload(mine, Titre="Autre titre")
    work()
    Action.objects.update(version=7)
    mine.post(page)
    work()
    assert Job.objects.latest("pk").state == State.FAILED
    told = mine.get(page)
    assert told.status_code == 200
    assert "Rien n’a été écrit" in words(told)
    assert Action.objects.get().title == "Relier les écoles"


def test_an_action_of_the_same_code_made_meanwhile_stops_the_whole_workbook(
    team: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = signed_in(team)
    page = upload(mine, Code="A2")
    work()
    mine.post(page)
    apply = applying.apply

    def later(*given: Any) -> Any:
        Action.objects.create(code="A2", title="Plus rapide", strategy=Strategy.objects.get(), visibility="equipe")
        return apply(*given)

    monkeypatch.setattr(applying, "apply", later)
    work()
    assert "Une action du même code vient d’être créée" in Job.objects.latest("pk").failure
    assert sorted(Action.objects.values_list("code", flat=True)) == ["A1"]


def test_a_workbook_no_longer_kept_is_sent_again(team: User) -> None:
    mine = signed_in(team)
    page = upload(mine, Titre="Autre titre")
    work()
    Job.objects.get().path.unlink()
    for answer in (mine.get(page), mine.post(page), mine.get(f"{FORM}/{'a' * 22}")):
        assert answer.status_code == 404
        assert "Envoyez-le de nouveau" in words(answer)


def test_the_workbook_of_a_long_list_of_a_member_is_made_behind_as_they_may_read_it_then(
    team: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "AT_ONCE", 0)
    mine = signed_in(team)
    page = mine.get("/piloter/actions.xlsx?tri=titre")
    assert page.status_code == 303
    assert page["Location"].startswith("/piloter/travaux/")
    work()
    content = b"".join(mine.get(f"{page['Location']}/fichier").streaming_content)
    rows = [row[1].value for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].rows]
    assert rows[1:] == ["Relier les écoles"]
    assert mine.get("/piloter/actions.xlsx?tri=titre")["Location"] != page["Location"]
    team.memberships.all().delete()
    work()
    assert "n’est plus membre" in Job.objects.latest("pk").failure
