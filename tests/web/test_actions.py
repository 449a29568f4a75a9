"""Actions on the site: found, updated in a minute, edited by two without loss, drawn, shown to all when public."""

import io
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from maillage.directory.joining import Described, describe, join
from maillage.directory.models import Organisation, User
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action, Effect, Risk, SavedView, Step, Synthesis
from maillage.steering.committees.models import Body, Decision, Item, Meeting
from maillage.steering.strategies.models import Edition, Node, State, Strategy
from maillage.web.steer import gantt
from tests.cli.terminal import plain
from tests.web.words import markup, visible, words

PAGES = (
    "/piloter/actions",
    "/piloter/actions/A01",
    "/piloter/actions/A01/historique",
    "/piloter/actions/A01/modifier",
    "/piloter/actions/A01/dupliquer",
    "/piloter/actions/A01/mettre-a-jour",
    "/piloter/actions/A01/etapes",
    "/piloter/actions/A01/risques",
    "/piloter/actions/A01/documents",
    "/piloter/actions/A01/effets",
    "/piloter/actions/nouvelle",
    "/piloter/actions/echange",
    "/piloter/actions/lot?a=A01&a=A02",
    "/piloter/calendrier",
    "/piloter/carte",
)


def made(strategy: Strategy, code: str, **more: Any) -> Action:
    usual: dict[str, Any] = {"title": f"Action {code}", "status": "en_cours", "visibility": "publique"}
    action = Action(strategy=strategy, code=code, **usual | more)
    return saving.save(action, None, many={"nodes": list(Node.objects.filter(key="o1"))})


@pytest.fixture
def strategy(db: None) -> Strategy:
    region, _ = describe("Région Essai", Described(territory="region:27"))
    describe("Syndicat Essai", Described(territory="departement:25"))
    found = Strategy.objects.create(
        slug="essai", title="Stratégie d’essai", level="region", organisation=region, shown=True
    )
    names = [["enjeu", "enjeux"], ["orientation", "orientations"], ["piste", "pistes"]]
    edition = Edition.objects.create(strategy=found, name="2026", state=State.IN_FORCE, level_names=names)
    top = Node.objects.create(edition=edition, key="e1", number="1", title="Couvrir", rank=1)
    one = Node.objects.create(edition=edition, key="o1", number="1.1", title="Fibre", parent=top, depth=1, rank=2)
    Node.objects.create(edition=edition, key="o1-p1", number="1.1.1", title="Suivre", parent=one, depth=2, rank=3)
    lead = Organisation.objects.get(name="Syndicat Essai")
    made(
        found,
        "A01",
        title="Raccorder les écoles",
        lead=lead,
        territories="commune:25056",
        starts_on="2026-01-01",
        ends_on="2026-02-01",
    )
    made(found, "A02", title="Former les agents", visibility="equipe", status="programmee")
    made(found, "A03", title="Un projet arrêté", status="abandonnee", status_reason="Plus de financement")
    return found


def member(site: Client, organisation: str, role: str) -> Client:
    person = join(f"{role}@exemple.fr", organisation, role).person
    site.force_login(person)
    return site


@pytest.fixture
def team(site: Client, strategy: Strategy) -> Client:
    return member(site, "Région Essai", "equipe")


def test_every_page_opens_for_the_team(team: Client) -> None:
    Step.objects.create(action=Action.objects.get(code="A01"), title="Marché", due_on="2026-01-15")
    for address in PAGES:
        answer = team.get(address)
        assert answer.status_code == 200, (address, answer.content[:500])
        assert "style=" not in answer.content.decode(), address


def test_a_partner_sees_neither_what_the_team_keeps_nor_its_buttons(site: Client, strategy: Strategy) -> None:
    partner = member(site, "Syndicat Essai", "contributeur")
    listed = words(partner.get("/piloter/actions"))
    assert "Raccorder les écoles" in listed
    assert "Former les agents" not in listed
    assert partner.get("/piloter/actions/A02").status_code == 404
    assert partner.get("/piloter/actions/A01/mettre-a-jour").status_code == 200
    assert partner.get("/piloter/actions/A01/modifier").status_code == 404
    assert partner.get("/piloter/actions/nouvelle").status_code == 403
    assert partner.get("/piloter/actions/lot?a=A01").status_code == 200
    edited = {"a": "A01:1", "priority": "haute", "appliquer": "1"}
    assert partner.post("/piloter/actions/lot", edited).status_code == 403


def test_nobody_unknown_opens_anything_below_the_area(site: Client, strategy: Strategy) -> None:
    for address in PAGES:
        answer = site.get(address)
        assert (answer.status_code, answer["Location"][:18]) == (302, "/piloter/connexion"), address


def test_the_list_is_filtered_searched_and_taken_away(team: Client) -> None:
    assert "Raccorder les écoles" in words(team.get("/piloter/actions?alerte=en-retard"))
    assert "Former les agents" not in words(team.get("/piloter/actions?alerte=en-retard"))
    assert "Raccorder les écoles" in words(team.get("/piloter/actions?q=ecole"))
    assert "Rien ne répond" in words(team.get("/piloter/actions?q=zzz"))
    assert "Raccorder les écoles" in words(team.get("/piloter/actions?territoire=commune:25056"))
    assert "Rien ne répond" in words(team.get("/piloter/actions?alerte=hors-budget"))
    assert team.get("/piloter/actions?etat=perdu").status_code == 404
    told = b"".join(team.get("/piloter/actions.csv?etat=abandonnee").streaming_content).decode()
    assert "A03,Un projet arrêté" in told
    assert "A01" not in told
    book = openpyxl.load_workbook(io.BytesIO(b"".join(team.get("/piloter/actions.xlsx").streaming_content)))
    assert [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)] == ["A01", "A02", "A03"]


def test_a_list_is_kept_under_a_name_and_forgotten(team: Client) -> None:
    team.post("/piloter/actions/vues", {"nom": "En retard", "filtres": "alerte=en-retard"})
    assert SavedView.objects.get().query == "alerte=en-retard"
    assert "En retard" in words(team.get("/piloter/actions"))
    team.post("/piloter/actions/vues", {"nom": "En retard", "oublier": "1"})
    assert not SavedView.objects.exists()


def test_an_update_takes_one_short_form(site: Client, strategy: Strategy) -> None:
    partner = member(site, "Syndicat Essai", "contributeur")
    step = Step.objects.create(action=Action.objects.get(code="A01"), title="Marché")
    sent = {"weather": "nuage", "status": "en_cours", "done": "Lot 1 livré", "etape": step.pk, "version": "1"}
    sent["steps_on"] = "2020-01-02"
    answer = partner.post("/piloter/actions/A01/mettre-a-jour", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/piloter/actions/A01?dit=oui")
    page = words(partner.get("/piloter/actions/A01"))
    assert "Lot 1 livré" in page
    assert "100 %" in page
    stopped = {"weather": "orage", "status": "abandonnee", "version": "2"}
    refused = partner.post("/piloter/actions/A01/mettre-a-jour", stopped)
    assert refused.status_code == 422
    assert "Dites pourquoi elle est suspendue ou abandonnée" in plain(refused.content.decode())


def test_dates_that_nobody_gave_are_said_unknown_and_never_drawn_until_today(team: Client) -> None:
    Action.objects.filter(code="A01").update(
        status="realisee", started_on=date(2020, 1, 15), ended_on=None, starts_on=None, ends_on=None
    )
    sheet_words = words(team.get("/piloter/actions/A01"))
    assert "Fin non fixée non renseignée" in sheet_words
    assert "fin réelle à renseigner" in words(team.get("/piloter/actions/A01/mettre-a-jour"))
    assert "non renseignée" in words(team.get("/piloter/calendrier"))
    drawing = gantt.drawn([Action.objects.get(code="A01")], ["/"], date(2026, 11, 22))
    assert re.findall(r'class="real"[^>]* width="(\d+)"', drawing) == ["3"]


def test_the_second_to_update_keeps_what_was_typed(team: Client) -> None:
    sent = {"weather": "soleil", "status": "en_cours", "done": "Le premier", "version": "1"}
    assert team.post("/piloter/actions/A01/mettre-a-jour", sent).status_code == 302
    answer = team.post("/piloter/actions/A01/mettre-a-jour", sent | {"done": "Le second"})
    assert answer.status_code == 409
    page = plain(answer.content.decode())
    assert "Le premier" in page
    assert "Le second" in page
    assert team.post("/piloter/actions/A01/mettre-a-jour", sent | {"version": "2"}).status_code == 302
    assert Synthesis.objects.count() == 2


def sheet(team: Client) -> dict[str, Any]:
    """What the form of a sheet would send back untouched."""
    page = team.get("/piloter/actions/A01/modifier").content.decode()
    sent: dict[str, Any] = {
        name: value for value, name in re.findall(r'<input type="[a-z]+" value="([^"]*)"[^>]*? name="([^"]+)"', page)
    }
    for name in ("version", "base"):
        sent[name] = re.findall(rf'name="{name}" value="([^"]+)"', page)[0]
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.findall(r'value="([^"]*)" selected', inside)
        sent[name] = chosen[0] if chosen else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.S):
        sent[name] = text
    sent["nodes"] = re.findall(r'name="nodes" value="(\d+)" checked', page)
    return sent


def test_two_who_edit_different_fields_both_keep_theirs(team: Client) -> None:
    mine, theirs = sheet(team), sheet(team)
    first = team.post("/piloter/actions/A01/modifier", theirs | {"audience": "Élèves"})
    assert first.status_code == 302, words(first)
    answer = team.post("/piloter/actions/A01/modifier", mine | {"elected": "Mme X"})
    assert answer.status_code == 409
    page = plain(answer.content.decode())
    assert "Vos changements ne se touchent pas" in page
    assert 'value="Élèves"' in page
    assert 'value="Mme X"' in page
    merged = mine | {"elected": "Mme X", "audience": "Élèves", "version": "2"}
    assert team.post("/piloter/actions/A01/modifier", merged).status_code == 302
    fresh = Action.objects.get(code="A01")
    assert (fresh.audience, fresh.elected, fresh.version) == ("Élèves", "Mme X", 3)


def test_two_who_edit_one_field_see_both_texts_and_who_wrote(team: Client) -> None:
    mine, theirs = sheet(team), sheet(team)
    team.post("/piloter/actions/A01/modifier", theirs | {"title": "Titre de l’autre"})
    answer = team.post("/piloter/actions/A01/modifier", mine | {"title": "Mon titre"})
    page = plain(answer.content.decode())
    assert 'value="Mon titre"' in page
    assert "Titre de l’autre" in page
    assert "equipe@exemple.fr" in page
    assert Action.objects.get(code="A01").title == "Titre de l’autre"


def test_a_sheet_refused_keeps_what_was_typed(team: Client) -> None:
    sent = sheet(team) | {"starts_on": "2026-05-01", "ends_on": "2026-04-01", "audience": "Tous"}
    answer = team.post("/piloter/actions/A01/modifier", sent)
    page = plain(answer.content.decode())
    assert answer.status_code == 422
    assert 'value="Tous"' in page
    assert "La fin prévue vient avant le début prévu" in page


def test_steps_are_typed_in_rows(team: Client) -> None:
    sent = {
        "version": "1",
        "steps-TOTAL_FORMS": "2",
        "steps-INITIAL_FORMS": "0",
        "steps-0-title": "Marché",
        "steps-0-weight": "2",
        "steps-0-rank": "1",
        "steps-1-weight": "1",
        "steps-1-rank": "0",
    }
    answer = team.post("/piloter/actions/A01/etapes", sent)
    assert answer.status_code == 302, plain(answer.content.decode())
    step = Step.objects.get()
    assert (step.title, step.weight, step.history.get().history_user.email) == ("Marché", 2, "equipe@exemple.fr")
    stale = team.post("/piloter/actions/A01/etapes", sent)
    assert stale.status_code == 409
    assert Step.objects.count() == 1


def test_several_are_changed_once_seen(team: Client) -> None:
    chosen = {"a": ["A01:1", "A02:1"], "priority": "haute"}
    page = words(team.post("/piloter/actions/lot", chosen))
    assert "Ce qui va changer" in page
    assert Action.objects.filter(priority="haute").count() == 0
    answer = team.post("/piloter/actions/lot", chosen | {"appliquer": "1"})
    assert answer.status_code == 302
    assert Action.objects.filter(priority="haute").count() == 2
    again = team.post("/piloter/actions/lot", chosen | {"priority": "basse", "appliquer": "1"})
    assert again.status_code == 422
    assert Action.objects.filter(priority="basse").count() == 0


def test_a_workbook_is_checked_then_written(team: Client) -> None:
    content = b"".join(team.get("/piloter/actions/echange.xlsx").streaming_content)
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["Actions"]["B2"] = "Raccorder écoles et collèges"
    book["Actions"]["K2"] = None
    out = io.BytesIO()
    book.save(out)
    sent = SimpleUploadedFile("a.xlsx", out.getvalue())
    page = markup(team.post("/piloter/actions/echange", {"fichier": sent}))
    assert "0 à créer, 1 à modifier, 2 sans changement" in page
    assert "B2 Titre Raccorder les écoles Raccorder écoles et collèges" in visible(page)
    erased = visible(page).partition("Ce qui s’efface")[2].partition("Ce qui s’écrit")[0]
    assert "K2 Territoires commune:25056 rien" in erased
    kept = re.findall(r'name="verifie" value="([^"]+)"', page)[0]
    done = team.post("/piloter/actions/echange", {"verifie": kept, "appliquer": "1"})
    assert "C’est écrit" in words(done)
    assert Action.objects.get(code="A01").title == "Raccorder écoles et collèges"


def test_everybody_reads_what_is_done_late_or_dropped_and_why(site: Client, strategy: Strategy) -> None:
    assert site.get("/suivi")["Location"] == "/strategies/essai/suivi"
    page = words(site.get("/strategies/essai/suivi"))
    assert "Plus de financement" in page
    assert "Raccorder les écoles" in page
    assert "Former les agents" not in page
    assert "2 actions publiques" in page
    told = b"".join(site.get("/strategies/essai/suivi/chiffres.csv").streaming_content).decode()
    assert "1.1 Fibre,0,1,0,0,0,1,2" in told
    told = b"".join(site.get("/strategies/essai/suivi.csv").streaming_content).decode()
    assert "exemple.fr" not in told
    assert "Raccorder les écoles" in words(site.get("/strategies/essai/actions/A01"))
    assert site.get("/strategies/essai/actions/A02").status_code == 404
    Strategy.objects.update(shown=False)
    assert site.get("/strategies/essai/suivi").status_code == 404
    assert site.get("/suivi")["Location"] == "/strategies"
    assert site.get("/strategies/essai/actions/A01").status_code == 404


def test_the_follow_up_of_a_territory_is_taken_away_as_its_page_says_it(site: Client, strategy: Strategy) -> None:
    page = site.get("/strategies/essai/suivi?territoire=commune:25056").content.decode()
    (led,) = re.findall(r'href="(/strategies/essai/suivi\.docx[^"]*)"', page)
    assert led == "/strategies/essai/suivi.docx?territoire=commune%3A25056"
    document = docx.Document(io.BytesIO(site.get(led).content))
    told = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "Raccorder les écoles" in told
    assert "qui concernent ce territoire : Besançon" in visible(" ".join(each.text for each in document.paragraphs))
    elsewhere = docx.Document(io.BytesIO(site.get("/strategies/essai/suivi.docx?territoire=commune:90097").content))
    assert "Raccorder les écoles" not in " ".join(cell.text for table in elsewhere.tables for cell in table._cells)


@pytest.mark.more
def test_a_list_of_two_thousand_asks_as_few_questions_as_one_of_three(
    team: Client, strategy: Strategy, django_assert_max_num_queries: Any
) -> None:
    person = User.objects.get()
    Action.objects.bulk_create(
        Action(strategy=strategy, code=f"B{rank}", title=f"Action {rank}", pilot=person) for rank in range(2000)
    )
    for address in ("/piloter/actions?q=action", "/piloter/calendrier", "/piloter/carte"):
        with django_assert_max_num_queries(18):
            assert team.get(address).status_code == 200


def test_the_drawing_says_itself_in_a_table_and_names_lead_to_sheets(team: Client) -> None:
    page = team.get("/piloter/calendrier").content.decode()
    assert '<svg class="gantt"' in page
    assert 'class="overdue"' in page
    assert '<a href="/piloter/actions/A01"><text' in page
    assert "Le calendrier en tableau" in page


def filled(action: Action) -> None:
    """Three of everything a sheet shows."""
    body = Body.objects.create(slug="copil", strategy=action.strategy, name="Comité", kind="pilotage")
    start = datetime(2026, 1, 5, 9, tzinfo=UTC)
    for rank in range(1, 4):
        Step.objects.create(action=action, title=f"Étape {rank}", due_on="2026-01-15", rank=rank)
        Risk.objects.create(action=action, title=f"Risque {rank}")
        Synthesis.objects.create(action=action, weather="soleil", done=f"Synthèse {rank}", written_at=start)
        Effect.objects.create(action=action, indicator=f"effet_{rank}", amount=rank)
        partner, _ = describe(f"Partenaire {rank}", Described(territory="departement:25"))
        action.partners.add(partner)
        meeting = Meeting.objects.create(
            body=body, starts_at=start + timedelta(days=rank), ends_at=start + timedelta(days=rank, hours=1)
        )
        item = Item.objects.create(meeting=meeting, action=action, title=f"Point {rank}")
        Decision.objects.create(item=item, action=action, verdict="abandon", text=f"Décision {rank}")


def test_a_full_sheet_reads_in_few_queries(team: Client, django_assert_max_num_queries: Any) -> None:
    filled(Action.objects.get(code="A01"))
    with django_assert_max_num_queries(18):
        page = words(team.get("/piloter/actions/A01"))
    for said in ("Étape 3", "Risque 3", "Synthèse 3", "Partenaire 3", "Décision 3"):
        assert said in page
