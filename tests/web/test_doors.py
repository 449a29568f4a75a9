"""The same act asks the same right through every door, and no door tells what another keeps: the workbook, changes made
to several, documents and their past, envelopes, papers, addresses of people, links of mails."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from maillage.directory.joining import Described, describe, join
from maillage.directory.models import Membership, Organisation, User
from maillage.kernel.errors import UsageError
from maillage.steering.actions.models import Action, Document, Risk, Step, Synthesis
from maillage.steering.committees.models import Body, Item, Meeting, Seat
from maillage.steering.desk import due
from maillage.steering.exchange import columns, writing
from maillage.steering.money.models import BudgetLine, Envelope, Funding
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets import asking
from maillage.steering.targets.models import Sheet
from tests.web.signing import visitor
from tests.web.words import markup

pytestmark = pytest.mark.django_db
HEADS = [column.head for column in columns.COLUMNS]
SECRET = "Ne pas montrer"


@pytest.fixture(autouse=True)
def world(site: Client, db: None) -> None:
    """« plan » is Doubs's, « cache » too and is not public; A1 public, A2 the team's, A3 Jura's for partners."""
    doubs, _ = describe("Doubs", Described(territory="departement:25"))
    jura, _ = describe("Jura", Described(territory="departement:39"))
    describe("Projet", Described(kind="equipe", territory="region:27"))
    for name, where, role in (
        ("equipe", "Doubs", "equipe"),
        ("pilote", "Doubs", "pilote"),
        ("lecteur", "Doubs", "lecteur"),
        ("porteur", "Jura", "pilote"),
        ("ailleurs", "Jura", "contributeur"),
    ):
        join(f"{name}@exemple.fr", where, role)
    plan = Strategy.objects.create(slug="plan", title="Plan", level="departement", organisation=doubs, shown=True)
    Strategy.objects.create(slug="cache", title="Cachée", level="departement", organisation=doubs)
    common: dict[str, Any] = {"strategy": plan, "starts_on": date(2026, 1, 5), "status": "programmee"}
    Action.objects.create(code="A1", title="Montrée", visibility="publique", **common)
    Action.objects.create(code="A2", title=SECRET, visibility="equipe", **common)
    Action.objects.create(code="A3", title="Du Jura", visibility="partenaires", lead=jura, **common)


def who(name: str) -> User:
    return User.objects.get(email=f"{name}@exemple.fr")


def entered(name: str) -> Client:
    client = visitor()
    client.force_login(who(name))
    return client


def workbook(*codes: str) -> openpyxl.Workbook:
    out = io.BytesIO()
    writing.write(columns.loaded(Action.objects.filter(code__in=codes).order_by("code")), out)
    return openpyxl.load_workbook(out)


def sent(name: str, book: openpyxl.Workbook, apply: bool = True) -> Any:
    """What somebody is answered who sends this workbook and, when it has no fault, has it written."""
    out = io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile("actions.xlsx", out.getvalue())
    return entered(name).post("/piloter/actions/echange", {"fichier": file, **({"appliquer": "1"} if apply else {})})


def typed(book: openpyxl.Workbook, head: str, value: Any, row: int = 2) -> openpyxl.Workbook:
    book["Actions"].cell(row, HEADS.index(head) + 1).value = value
    return book


def test_naming_oneself_pilot_in_a_workbook_takes_no_action() -> None:
    book = typed(typed(workbook("A2"), "Pilote", "porteur@exemple.fr"), "Porteur", "Jura")
    answer = sent("porteur", book)
    assert answer.status_code == 422
    assert "votre rôle ne permet pas d’écrire cette action" in markup(answer)
    assert SECRET not in markup(answer)
    kept = Action.objects.get(code="A2")
    assert (kept.pilot, kept.lead, kept.version) == (None, None, 1)


@pytest.mark.parametrize(
    "cells", [{"Visible par": "Publique"}, {"Partagée avec": "cache"}, {"Visible par": "Équipe projet"}]
)
def test_what_the_team_decides_is_not_changed_by_a_pilot_in_a_workbook(cells: dict[str, str]) -> None:
    Action.objects.filter(code="A3").update(pilot=who("pilote"))
    book = workbook("A3")
    for head, value in cells.items():
        typed(book, head, value)
    assert sent("pilote", book).status_code == 422
    kept = Action.objects.get(code="A3")
    assert (kept.visibility, list(kept.shared_with.all())) == ("partenaires", [])
    # The same workbook, sent by the team, is written.
    assert sent("equipe", book).status_code == 200


def test_who_may_update_an_action_types_in_a_workbook_what_the_short_update_writes_and_nothing_else() -> None:
    assert sent("lecteur", workbook("A1")).status_code == 403, "the page is for who updates at least one action"
    join("ailleurs@exemple.fr", "Doubs", "contributeur")
    book = workbook("A1")
    book["Étapes"].append(["A1", "Réunir les communes"])
    assert sent("ailleurs", book).status_code == 200
    assert Step.objects.get().title == "Réunir les communes"
    paused = typed(typed(workbook("A1"), "État", "Suspendue"), "Motif", "En attente du marché")
    assert sent("ailleurs", paused).status_code == 200
    assert Action.objects.get(code="A1").status == "suspendue"
    assert sent("lecteur", typed(workbook("A1"), "État", "Terminée")).status_code == 403
    assert sent("ailleurs", typed(workbook("A1"), "Titre", "Pris")).status_code == 422
    assert Action.objects.get(code="A1").title == "Montrée"
    book = workbook("A1")
    book["Étapes"].append(["A2", "Étape d’une action que je ne lis pas"])
    assert sent("ailleurs", book).status_code == 422


def test_a_workbook_names_no_stranger_and_no_hidden_strategy() -> None:
    join("loin@exemple.fr", "Projet", "lecteur")
    refused = sent("porteur", typed(workbook("A3"), "Pilote", "loin@exemple.fr"))
    assert refused.status_code == 422
    unknown = markup(sent("porteur", typed(workbook("A3"), "Stratégie", "zzz")))
    assert "Choisissez parmi : plan." in unknown


def test_several_at_once_asks_what_the_sheet_asks() -> None:
    def change(name: str, code: str, **asked: str) -> int:
        told = {"a": f"{code}:{Action.objects.get(code=code).version}", "appliquer": "1", **asked}
        return int(entered(name).post("/piloter/actions/lot", told).status_code)

    assert change("porteur", "A2", priority="haute") == 404
    assert change("porteur", "A1", priority="haute") == 403
    assert change("porteur", "A3", visibility="publique") == 403
    assert change("porteur", "A3", pilot=str(who("lecteur").pk)) == 422
    assert change("porteur", "A3", pilot=str(who("ailleurs").pk)) == 302
    assert change("equipe", "A3", visibility="publique") == 302


def test_the_state_of_several_at_once_asks_what_the_short_update_asks() -> None:
    """« ailleurs » updates A3, which Jura leads, and edits nothing; « porteur » edits it too; « lecteur » reads."""

    def change(name: str, code: str, **asked: str) -> int:
        told = {"a": f"{code}:{Action.objects.get(code=code).version}", "appliquer": "1", **asked}
        return int(entered(name).post("/piloter/actions/lot", told).status_code)

    for name, code, may in (("ailleurs", "A3", True), ("ailleurs", "A1", False), ("lecteur", "A1", False)):
        assert (entered(name).get(f"/piloter/actions/{code}/mettre-a-jour").status_code == 200) is may
        opened = entered(name).get(f"/piloter/actions/lot?a={code}")
        assert (opened.status_code == 200) is may
        assert (change(name, code, status="suspendue", reason="Marché à refaire") == 302) is may
    page = markup(entered("ailleurs").get("/piloter/actions/lot?a=A3"))
    assert ["f-status" in page, "f-reason" in page, "f-priority" in page, "f-days" in page] == [True] * 2 + [False] * 2
    for asked in ({"priority": "haute"}, {"days": "5"}, {"pilot": "0"}, {"visibility": "publique"}):
        assert change("ailleurs", "A3", **asked) == 403, asked
        assert change("ailleurs", "A3", status="programmee", **asked) == 403, asked
    kept = Action.objects.get(code="A3")
    assert (kept.status, kept.priority, kept.visibility) == ("suspendue", "normale", "partenaires")


def test_a_list_offers_to_choose_the_actions_one_may_update_and_no_other() -> None:
    for name, chosen, total in (("ailleurs", ["A3"], 1), ("equipe", ["A1", "A2", "A3"], 3), ("lecteur", [], 0)):
        page = markup(entered(name).get("/piloter/actions"))
        assert [code for code in ("A1", "A2", "A3") if f"Choisir {code}" in page] == chosen, name
        assert (f"({total})</a>" in page) is (total > 0), name
    page = markup(entered("ailleurs").get("/piloter/actions/lot?toutes=oui"))
    assert ["A3" in page, "Montrée" in page] == [True, False]


def test_addresses_are_offered_to_who_works_with_them_and_to_nobody_else() -> None:
    for address in ("/piloter/choix/personnes?q=exemple", "/piloter/choix/pilotes?q=exemple"):
        page = markup(entered("porteur").get(address))
        assert "ailleurs@exemple.fr" in page
        assert "lecteur@exemple.fr" not in page
        assert "lecteur@exemple.fr" in markup(entered("equipe").get(address))


def test_a_public_action_tells_other_members_what_it_tells_everybody() -> None:
    action = Action.objects.get(code="A1")
    Action.objects.filter(pk=action.pk).update(pilot=who("pilote"))
    Risk.objects.create(action=action, title=SECRET, likelihood=1, gravity=1)
    now = datetime(2026, 11, 1, tzinfo=UTC)
    Synthesis.objects.create(action=action, weather="soleil", hindered="Frein tu", written_at=now)
    for name, seen in (("ailleurs", False), ("lecteur", True)):
        page = markup(entered(name).get("/piloter/actions/A1"))
        assert [SECRET in page, "Frein tu" in page, "pilote@exemple.fr" in page] == [seen] * 3, name
        assert ("pilote@exemple.fr" in markup(entered(name).get("/piloter/actions.csv"))) is seen


def test_a_document_of_the_team_is_in_no_page_of_who_does_not_read_it() -> None:
    action = Action.objects.get(code="A3")
    kept = Document.objects.create(action=action, title=SECRET, address="https://exemple.fr/tu", visibility="equipe")
    open_one = Document.objects.create(
        action=action, title="Convention", address="https://exemple.fr/c", visibility="partenaires"
    )
    pages = ("", "/documents", "/historique")
    for page in pages:
        mine = markup(entered("porteur").get(f"/piloter/actions/A3{page}"))
        assert SECRET not in mine, page
        assert "Convention" in mine, page
        assert SECRET in markup(entered("equipe").get(f"/piloter/actions/A3{page}")), page
    form = {
        "version": "1",
        "documents-TOTAL_FORMS": "1",
        "documents-INITIAL_FORMS": "1",
        "documents-0-id": str(kept.pk),
        "documents-0-title": "Pris",
        "documents-0-address": "https://exemple.fr/p",
        "documents-0-visibility": "publique",
    }
    refused = entered("porteur").post("/piloter/actions/A3/documents", form)
    assert refused.status_code == 422
    assert "n’est pas de cette liste" in markup(refused)
    form["version"] = str(Action.objects.get(code="A3").version)
    form |= {"documents-0-id": str(open_one.pk), "documents-0-visibility": "equipe"}
    assert entered("porteur").post("/piloter/actions/A3/documents", form).status_code == 422
    kept.refresh_from_db()
    assert (kept.title, kept.visibility) == (SECRET, "equipe")
    assert not Document.objects.filter(title="Pris").exists()
    # A document that was shown, then kept to the team, takes its past with it.
    open_one.visibility = "equipe"
    open_one.save()
    past = markup(entered("porteur").get("/piloter/actions/A3/historique"))
    assert "Convention" not in past.partition("<main")[2].partition("</main>")[0]


def test_an_envelope_tells_the_amounts_one_may_read_and_says_that_others_are_left_out() -> None:
    plan = Strategy.objects.get(slug="plan")
    envelope = Envelope.objects.create(
        name="FEDER", programme="feder", strategy=plan, amount=100_000, first_year=2021, last_year=2027
    )
    for code, amount in (("A1", 10_000), ("A2", 70_000)):
        action = Action.objects.get(code=code)
        Funding.objects.create(action=action, envelope=envelope, amount=amount, state="notifie")
        BudgetLine.objects.create(action=action, year=2026, kind="fonctionnement", planned=amount)
    for name, left, partial in (("lecteur", "90 000", True), ("equipe", "20 000", False)):
        client = entered(name)
        for address in ("/piloter/enveloppes", f"/piloter/enveloppes/{envelope.pk}"):
            page = markup(client.get(address))
            assert left in page, (name, address)
            assert ("Chiffres partiels" in page) is partial, (name, address)
            assert (SECRET in page) is (not partial and address[-1].isdigit())
        file = markup(client.get("/piloter/enveloppes.csv"))
        assert ("les actions que vous pouvez lire" in file) is partial
        assert ("80000" in file) is not partial


def test_facts_about_an_action_are_in_the_papers_of_who_may_read_it() -> None:
    plan = Strategy.objects.get(slug="plan")
    body = Body.objects.create(slug="copil", strategy=plan, name="Comité", kind="pilotage", shown=True)
    start = datetime.now(UTC) + timedelta(days=3)
    meeting = Meeting.objects.create(body=body, starts_at=start, ends_at=start + timedelta(hours=2))
    Item.objects.create(
        meeting=meeting, action=Action.objects.get(code="A2"), title="Un point", reasons=["Hors budget : 12 euros"]
    )
    Seat.objects.create(body=body, name="Une élue", person=who("ailleurs"))
    for address in (meeting.page, f"{meeting.page}/compte-rendu"):
        page = markup(entered("ailleurs").get(address))
        assert "Un point" in page
        assert "Hors budget" not in page, address
    Seat.objects.update(left_on=date(2026, 1, 1))
    assert entered("ailleurs").get(meeting.page).status_code == 404


def test_an_agenda_proposes_no_action_that_another_strategy_keeps_to_its_team() -> None:
    jura = Organisation.objects.get(name="Jura")
    other = Strategy.objects.create(slug="jura", title="Jura", level="departement", organisation=jura)
    late = Action.objects.get(code="A2")
    late.shared_with.add(other)
    Action.objects.filter(code="A2").update(ends_on=date(2026, 2, 1))
    join("secretaire@exemple.fr", "Jura", "secretaire")
    body = Body.objects.create(slug="cj", strategy=other, name="Comité du Jura", kind="pilotage")
    start = datetime.now(UTC) + timedelta(days=3)
    meeting = Meeting.objects.create(body=body, starts_at=start, ends_at=start + timedelta(hours=2))
    page = markup(entered("secretaire").get(f"{meeting.page}/ordre-du-jour"))
    assert SECRET not in page
    added = {"version": "1", "ajouter": f"a{late.pk}"}
    assert entered("secretaire").post(f"{meeting.page}/ordre-du-jour", added).status_code == 422
    Action.objects.filter(code="A2").update(visibility="partenaires")
    assert SECRET in markup(entered("secretaire").get(f"{meeting.page}/ordre-du-jour"))


def test_the_desk_shows_no_action_that_one_may_not_read() -> None:
    jura = Organisation.objects.get(name="Jura")
    Action.objects.filter(code="A2").update(lead=jura)
    assert [one.code for one in due.orphans(who("ailleurs"))] == ["A3"]
    assert SECRET not in markup(entered("ailleurs").get("/piloter"))


def test_a_hidden_strategy_has_no_name_in_the_filters_of_a_stranger() -> None:
    assert "Cachée" not in markup(entered("ailleurs").get("/piloter/actions"))
    assert "Cachée" in markup(entered("lecteur").get("/piloter/actions"))


def test_the_link_of_a_mail_gives_no_value_once_its_holder_may_not() -> None:
    plan = Strategy.objects.get(slug="plan")
    sheet = Sheet.objects.create(code="visites", title="Visites", territories="departement:25", person=who("ailleurs"))
    sheet.strategies.add(plan)
    asked = asking.ask(asking.Due(sheet, "departement:25", "2025", who("ailleurs")))
    token = asking.link(asked).rpartition("/")[2]
    assert asking.read(token).pk == asked.pk
    Sheet.objects.update(person=None)
    with pytest.raises(UsageError):
        asking.read(token)
    Sheet.objects.update(person=who("ailleurs"))
    Membership.objects.filter(person=who("ailleurs")).delete()
    with pytest.raises(UsageError):
        asking.read(token)


def test_a_value_is_given_where_the_role_is_held_and_nowhere_else() -> None:
    plan, jura = Strategy.objects.get(slug="plan"), Organisation.objects.get(name="Jura")
    sheet = Sheet.objects.create(
        code="visites", title="Visites", territories="departement:25 departement:39", owner=jura
    )
    sheet.strategies.add(plan)
    Membership.objects.filter(person=who("ailleurs")).update(territories="departement:39")
    page = markup(entered("ailleurs").get("/piloter/indicateurs/visites/saisie"))
    assert "value-departement:39" in page
    assert "value-departement:25" not in page
    pasted = entered("ailleurs").post(
        "/piloter/indicateurs/visites/saisie", {"collage": "Territoire;Valeur\ndepartement:25;4"}
    )
    assert pasted.status_code == 422
    assert "ne permet pas de donner une valeur pour ce territoire" in markup(pasted)


def test_who_rules_for_a_strategy_sees_the_people_and_the_journal_of_that_strategy() -> None:
    join("regle@exemple.fr", "Doubs", "administrateur", "plan")
    join("projet@exemple.fr", "Projet", "administrateur", "plan")
    join("autre@exemple.fr", "Doubs", "lecteur", "cache")
    join("loin@exemple.fr", "Jura", "lecteur", "plan")
    for name, seen in (("regle", ["equipe"]), ("projet", ["loin"])):
        for address in ("/piloter/personnes", "/piloter/personnes.csv", "/piloter/journal?qui="):
            page = markup(entered(name).get(address))
            assert "autre@exemple.fr" not in page, (name, address)
        page = markup(entered(name).get("/piloter/personnes.csv"))
        assert [one for one in ("equipe", "loin", "ailleurs") if f"{one}@exemple.fr" in page] == seen
    # What the journal says of roles: those of « plan », and of all strategies in one's own organisation.
    for name, seen in (("regle", False), ("projet", True)):
        file = markup(entered(name).get("/piloter/journal.csv?quoi=directory.membership"))
        assert "regle@exemple.fr" in file
        assert ("loin@exemple.fr" in file) is seen, name
        assert "ailleurs@exemple.fr" not in file, name
