"""Who may open what: every address below /piloter and /strategies, for everybody, in one table.

Roles are held in Doubs, which holds the strategy; the stranger contributes to another organisation. A letter an answer:
« . » shown or done, « c » led to sign in, « > » led further, « x » refused, « ? » not found, « w » says what is wrong.
The rows are in rights_rows.py. An address that is missing there fails the last test: its row is for who adds it.
Another table asks the same of roles limited to a strategy or to territories, held in two organisations, of partners, of
seats left, and posts forms.
"""

import re
from copy import copy
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from maillage.commons.challenges.models import Challenge
from maillage.commons.reports.models import Report
from maillage.directory.discussion import talking
from maillage.directory.jobs.models import Job
from maillage.directory.joining import Described, describe, join
from maillage.directory.links import tying
from maillage.directory.models import Membership, Organisation, User
from maillage.steering.actions.models import Action, Visibility
from maillage.steering.committees.models import Body, Decision, Item, Meeting, Seat
from maillage.steering.money.models import Envelope
from maillage.steering.strategies.models import Edition, Node, State, Strategy
from maillage.steering.targets.models import Sheet
from maillage.web.gate.access import walk
from maillage.web.urls import urlpatterns
from tests.web.rights_of_documents import DOCUMENTS
from tests.web.rights_rows import NARROW_TABLE, TABLE
from tests.web.signing import visitor
from tests.web.words import words

WHO = "anonymous nobody lecteur contributeur pilote secretaire equipe administrateur stranger".split()
LETTERS = {200: ".", 302: ">", 403: "x", 404: "?", 410: "?", 422: "w"}


@pytest.fixture(scope="module")
def written(written_once: Any) -> dict[str, Any]:
    named: dict[str, Any] = written_once(_write)
    return named


@pytest.fixture
def names(site: Client, db: None, written: dict[str, Any]) -> dict[str, Any]:
    """What the addresses of the table name."""
    return written


def _write() -> dict[str, Any]:
    """The strategy of Doubs, what is in it, and an account for each column."""
    doubs, _ = describe("Doubs", Described(territory="departement:25"))
    other, _ = describe("Jura", Described(territory="departement:39"))
    for role in WHO[2:-1]:
        join(f"{role}@exemple.fr", "Doubs", role)
    join("stranger@exemple.fr", "Jura", "contributeur")
    User.objects.create_user("nobody@exemple.fr")
    plan = Strategy.objects.create(slug="plan", title="Plan", level="departement", organisation=doubs, shown=True)
    Strategy.objects.create(slug="cache", title="Caché", level="departement", organisation=doubs)
    edition = Edition.objects.create(strategy=plan, name="2026", state=State.IN_FORCE)
    node = Node.objects.create(edition=edition, key="axe", title="Un axe")
    Action.objects.create(code="A1", title="Montrée", strategy=plan, visibility=Visibility.PUBLIC)
    Action.objects.create(code="A2", title="Réservée", strategy=plan, visibility=Visibility.TEAM)
    copil = Body.objects.create(slug="copil", strategy=plan, name="Comité", kind="pilotage", shown=True)
    Body.objects.create(slug="huis-clos", strategy=plan, name="À huis clos", kind="groupe")
    start = datetime(2026, 12, 8, 8, tzinfo=UTC)
    meeting = Meeting.objects.create(body=copil, starts_at=start, ends_at=start + timedelta(hours=2))
    stopped = Action.objects.get(code="A1")
    item = Item.objects.create(meeting=meeting, action=stopped, title="Un point")
    decision = Decision.objects.create(item=item, action=stopped, verdict="abandon")
    envelope = Envelope.objects.create(
        name="FEDER", programme="feder", strategy=plan, amount=10, first_year=2021, last_year=2027
    )
    Sheet.objects.create(code="visites", title="Visites", territories="departement:25").strategies.add(plan)
    reader = User.objects.get(email="lecteur@exemple.fr")
    job = Job.objects.create(work="actions.workbook", title="Classeur", asked="x", back="/", by=reader, state="failed")
    a2 = Action.objects.get(code="A2")
    author = User.objects.get(email="equipe@exemple.fr")
    return {
        "job": job.key,
        "a1": stopped.pk,
        "a2": a2.pk,
        "message": talking.post(author, ("action", str(a2.pk)), "Entre nous.").pk,
        **_linked(a2, author),
        "envelope": envelope.pk,
        "meeting": meeting.pk,
        "decision": decision.pk,
        "role": Membership.objects.get(person__email="lecteur@exemple.fr").pk,
        "elsewhere": Membership.objects.get(person__email="stranger@exemple.fr").pk,
        "own": doubs.pk,
        "other": other.pk,
        "node": node.pk,
        "edition": edition.pk,
    }


def _linked(action: Action, author: User) -> dict[str, int]:
    """A report that an action answers, and a challenge of an organisation that nobody here is of."""
    when = datetime(2026, 1, 1, tzinfo=UTC)
    place = {"commune": "25056", "commune_name": "Besançon", "year": 2026, "rank": 1}
    report = Report.objects.create(told_at=when, category="fibre", **place)
    away, _ = describe("Ailleurs", Described(territory="departement:90"))
    operator, _ = describe("Opérateur", Described(kind="operateur"))
    challenge = Challenge.objects.create(
        organisation=away, operator=operator, observation="Rien", filed_at=when, **place
    )
    link = tying.tie(author, ("action", str(action.pk)), "repond", ("signalement", str(report.pk)))
    return {"report": report.pk, "challenge": challenge.pk, "link": link.pk}


def entered(who: str) -> Client:
    client = visitor()
    if who != "anonymous":
        client.force_login(User.objects.get(email=f"{who}@exemple.fr"))
    return client


def letter(method: str, address: str, client: Client, body: Any = None) -> str:
    """What one of them is answered. Nothing of it lasts."""
    cookies = copy(client.cookies)
    with transaction.atomic():
        answer: Any = getattr(client, method.lower())(address, body)
        answer.close()
        transaction.set_rollback(True)
    client.cookies = cookies
    if answer.status_code == 302 and "/connexion?suite=" in answer["Location"]:
        return "c"
    return LETTERS.get(answer.status_code, str(answer.status_code))


ROWS = [line.split(None, 2) for line in f"{TABLE.rstrip()}{DOCUMENTS}".strip().splitlines()]


def area(address: str) -> str:
    return "/".join(address.split("/")[1:3])


@pytest.mark.parametrize("where", sorted({area(address) for _, address, _ in ROWS}))
def test_each_is_answered_what_the_table_says(names: dict[str, Any], where: str) -> None:
    wrong, clients = [], [entered(who) for who in WHO]
    for method, address, expected in ROWS:
        if area(address) == where:
            found = [letter(method, address.format_map(names), client) for client in clients]
            if found != expected.split():
                wrong.append(f"{method} {address} {expected}\n{' '.join(found)}")
    assert not wrong, "\n".join(wrong)


def test_no_address_is_missing_from_the_table() -> None:
    told = {resolve(re.sub(r"{\w+}", "1", address)).route for _, address, _ in ROWS}
    known = {
        route
        for route, _ in walk(urlpatterns)
        if re.match(r"\^?(piloter|strategies|deposer(?!/(connexion|deconnexion)))\b", route)
    }
    assert sorted(known - told) == []


def kinds(client: Client, words: str, door: str = "/piloter/recherche.json") -> dict[str, list[str]]:
    """What a search answers: the names found, by kind."""
    groups = client.get(door, {"q": words}).json()["groups"]
    return {group["kind"]: [answer["name"] for answer in group["answers"]] for group in groups}


def test_a_search_finds_what_each_may_read_and_nothing_else(names: dict[str, Any]) -> None:
    team, reader, stranger = entered("equipe"), entered("lecteur"), entered("stranger")
    assert kinds(team, "reservee")["Actions"] == ["A2 Réservée"]
    assert kinds(reader, "reservee").get("Actions", []) == []
    assert kinds(stranger, "reservee").get("Actions", []) == []
    assert kinds(stranger, "montree")["Actions"] == ["A1 Montrée"]
    assert kinds(team, "un point")["Décisions"] == ["Un point"]
    assert "Réunions" in kinds(team, "un point")
    assert {"Décisions", "Réunions"} & set(kinds(stranger, "un point")) == set()
    assert kinds(team, "huis clos")["Comités"] == ["À huis clos"]
    assert "Comités" not in kinds(stranger, "huis clos")
    assert kinds(stranger, "visites")["Indicateurs des stratégies"] == ["Visites"]
    assert kinds(team, "plan")["Stratégies"] == ["Plan"]
    assert "Personnes" in kinds(team, "lecteur exemple")
    assert "Personnes" not in kinds(stranger, "lecteur exemple")
    assert "Doubs" in kinds(team, "doubs")["Organisations"]


def test_everybody_finds_public_actions_and_orientations_only(names: dict[str, Any]) -> None:
    anybody = visitor()
    assert kinds(anybody, "montree", "/recherche.json")["Actions"] == ["Montrée"]
    assert kinds(anybody, "reservee", "/recherche.json").get("Actions", []) == []
    assert kinds(anybody, "un axe", "/recherche.json")["Orientations et pistes"] == ["Un axe"]
    assert "Cherchez aussi dans votre espace" in words(anybody.get("/recherche?q=axe"))
    for hidden in ("cache", "un point", "huis clos", "lecteur exemple", "visites"):
        assert {"Décisions", "Réunions", "Comités", "Personnes", "Organisations"} & set(
            kinds(anybody, hidden, "/recherche.json")
        ) == set()
    page = entered("equipe").get("/piloter/recherche?q=reservee")
    assert page.status_code == 302
    assert page["Location"] == "/piloter/actions/A2"


# --- Roles that are limited, in several organisations, partners, seats: what is typed as well as addresses.
NARROW = "autre projet placed both partner seated left pilot ruler".split()


def _narrow_people(doubs: Any, plan: Strategy) -> None:
    describe("Projet", Described(kind="equipe", territory="region:27"))
    describe("Nièvre", Described(territory="departement:58"))
    for who, where, role, limits in (
        ("autre", "Doubs", "equipe", {"strategy": "autre"}),
        ("projet", "Projet", "equipe", {"strategy": "plan"}),
        ("placed", "Doubs", "equipe", {"territories": "departement:25"}),
        ("both", "Doubs", "lecteur", {}),
        ("both", "Jura", "pilote", {}),
        ("partner", "Nièvre", "pilote", {}),
        ("seated", "Jura", "contributeur", {}),
        ("left", "Jura", "contributeur", {}),
        ("pilot", "Nièvre", "lecteur", {}),
        ("ruler", "Doubs", "administrateur", {"strategy": "plan"}),
    ):
        person, _ = User.objects.get_or_create(email=f"{who}@exemple.fr")
        organisation = Organisation.objects.get(name=where)
        Membership.objects.create(person=person, organisation=organisation, role=role, **limits)


@pytest.fixture
def narrow(names: dict[str, Any]) -> dict[str, Any]:
    """The same strategy and another of Doubs, actions of every kind, and the people of NARROW."""
    doubs, plan = Organisation.objects.get(name="Doubs"), Strategy.objects.get(slug="plan")
    other = Strategy.objects.create(slug="autre", title="Autre", level="departement", organisation=doubs)
    _narrow_people(doubs, plan)
    people = {one.email.partition("@")[0]: one for one in User.objects.all()}
    jura, nievre = Organisation.objects.get(name="Jura"), Organisation.objects.get(name="Nièvre")
    Action.objects.filter(code="A2").update(pilot=people["pilot"])
    a3 = Action.objects.create(
        code="A3", title="Partagée", strategy=plan, visibility="partenaires", lead=jura, territories="departement:25"
    )
    a3.partners.add(nievre)
    a4 = Action.objects.create(code="A4", title="Commune", strategy=plan, visibility="equipe")
    a4.shared_with.add(other)
    Action.objects.create(code="A5", title="Du Doubs", strategy=plan, visibility="equipe", territories="departement:25")
    Action.objects.create(code="A6", title="D’autre part", strategy=other, visibility="partenaires")
    copil = Body.objects.get(slug="copil")
    Seat.objects.create(body=copil, name="Une élue", person=people["seated"])
    Seat.objects.create(body=copil, name="Un ancien élu", person=people["left"], left_on=date(2026, 1, 1))
    Decision.objects.filter(pk=names["decision"]).update(owner=nievre, person=people["pilot"])
    Sheet.objects.update(owner=jura)
    roles = Membership.objects.filter(person__email="autre@exemple.fr")
    plan_role = join("zoe@exemple.fr", "Doubs", "lecteur", "plan")
    return names | {"a3": a3.pk, "autre_role": roles.get().pk, "plan_role": plan_role.pk}


def _told(row: str, names: dict[str, Any]) -> tuple[str, str, dict[str, list[str]], list[str]]:
    """A row of NARROW_TABLE: method, address, what is typed, the letters."""
    parts = row.split()
    method, address, letters = parts[0], parts[1].format_map(names), parts[-len(NARROW) :]
    typed = " ".join(parts[2 : -len(NARROW)]).format_map(names)
    body = parse_qs(typed, keep_blank_values=True)
    if method == "POST" and re.match(r"/piloter/actions/A\d", address):
        body.setdefault("version", ["1"])
    return method, address, body, letters


NARROW_ROWS = NARROW_TABLE.strip().splitlines()


def test_limited_roles_partners_and_seats_are_answered_what_the_table_says(narrow: dict[str, Any]) -> None:
    wrong, clients = [], [entered(who) for who in NARROW]
    for row in NARROW_ROWS:
        method, address, body, letters = _told(row, narrow)
        found = [letter(method, address, client, body) for client in clients]
        if found != letters:
            wrong.append(f"{row}\n{' ' * 60}{' '.join(found)}")
    assert not wrong, "\n".join(wrong)
