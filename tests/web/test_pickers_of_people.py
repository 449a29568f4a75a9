"""Wherever somebody or an organisation is asked: by a name, by an address or a SIREN, by the key that programs send;
only among those whom the reader may choose there, and nobody else is proposed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maillage.directory.joining import Described, describe, join
from maillage.directory.models import Invitation, Membership, Organisation, User
from maillage.steering.actions.models import Action
from maillage.steering.committees.models import Body, Decision, Item, Meeting, Seat
from maillage.steering.money.models import Envelope, Funding
from maillage.steering.strategies.models import Strategy
from tests.web.signing import visitor
from tests.web.words import markup, words

SIREN = "223900010"
IN_CHARGE = ('SELECT DISTINCT "directory_organisation"', '"directory_user"."id" IN (SELECT')
"""What the two queries say that read who may be in charge of a decision."""


@pytest.fixture(scope="module")
def written(written_once: Any) -> dict[str, int]:
    named: dict[str, int] = written_once(_write)
    return named


def _write() -> dict[str, int]:
    """Doubs, which holds a strategy and its committee, where Nièvre sits; Jura, of another strategy; the project
    team."""
    doubs, _ = describe("Doubs", Described(territory="departement:25"))
    nievre, _ = describe("Nièvre", Described(territory="departement:58"))
    describe("Jura", Described(territory="departement:39", siren=SIREN))
    describe("Équipe", Described(kind="equipe", territory="region:27"))
    for role in ("equipe", "contributeur", "administrateur", "secretaire"):
        join(f"{role}@exemple.fr", "Doubs", role)
    join("ailleurs@exemple.fr", "Jura", "equipe")
    join("tout@exemple.fr", "Équipe", "administrateur")
    seated = join("siege@exemple.fr", "Nièvre", "lecteur").person
    User.objects.filter(email="contributeur@exemple.fr").update(name="Claire Morel")
    User.objects.filter(email="ailleurs@exemple.fr").update(name="Paul Ailleurs")
    plan = Strategy.objects.create(slug="plan", title="Plan", level="departement", organisation=doubs, shown=True)
    action = Action.objects.create(
        code="A1", title="Semaine", strategy=plan, pilot=User.objects.get(name="Claire Morel")
    )
    body = Body.objects.create(slug="copil", strategy=plan, name="Comité", kind="pilotage", shown=True)
    Seat.objects.create(body=body, organisation=nievre, person=seated)
    start = datetime(2026, 1, 8, 8, tzinfo=UTC)
    meeting = Meeting.objects.create(body=body, starts_at=start, ends_at=start + timedelta(hours=2))
    item = Item.objects.create(meeting=meeting, action=action, title="Un point", rank=1)
    return {"meeting": meeting.pk, "item": item.pk, "doubs": doubs.pk, "nievre": nievre.pk}


def entered(who: str) -> Client:
    client = visitor()
    client.force_login(User.objects.get(email=f"{who}@exemple.fr"))
    return client


@pytest.fixture
def team(site: Client, db: None, written: dict[str, int]) -> Client:
    return entered("equipe")


def key(name: str) -> str:
    return str(Organisation.objects.get(name=name).pk)


def person(who: str) -> str:
    return str(User.objects.get(email=f"{who}@exemple.fr").pk)


def labels(client: Client, address: str, text: str) -> list[str]:
    return [choice["label"] for choice in client.get(address, {"q": text}).json()["choices"]]


BUDGET = "/piloter/actions/A1/budget"


def funded(client: Client, **typed: str) -> Any:
    row = {f"n1-{name}": text for name, text in {"amount": "60 000", "state": "notifie", **typed}.items()}
    return client.post(BUDGET, {"version": client.get(BUDGET).context["version"], **row})


@pytest.mark.parametrize("text", ["jura", SIREN, "key"])
def test_a_funder_is_understood_by_its_name_its_siren_and_its_key(team: Client, text: str) -> None:
    assert funded(team, funder=key("Jura") if text == "key" else text).status_code == 302
    assert str(Funding.objects.get().funder) == "Jura"
    assert 'value="Jura"' in markup(team.get(BUDGET))


def test_a_funder_that_is_no_organisation_is_refused_once_and_the_near_ones_shown(team: Client) -> None:
    answer = funded(team, funder="Le Jurra")
    assert answer.status_code == 422
    assert "Aucune organisation ne s’appelle « Le Jurra »" in words(answer)
    assert "Dites qui finance" not in words(answer)
    assert 'name="n1-funder_choix0"' in answer.content.decode()
    assert "Dites qui finance" in words(funded(team, funder=""))
    assert not Funding.objects.exists()


def test_a_plan_of_many_fundings_reads_organisations_once_and_weighs_no_list_of_them(
    team: Client, written: dict[str, int]
) -> None:
    action, jura = Action.objects.get(), Organisation.objects.get(name="Jura")
    Organisation.objects.bulk_create(
        Organisation(name=f"Commune numéro {number}", kind="collectivite") for number in range(500)
    )

    def asked(fundings: int) -> tuple[int, int]:
        Funding.objects.bulk_create(
            Funding(action=action, funder=jura, amount=1, state="notifie") for _ in range(fundings)
        )
        with CaptureQueriesContext(connection) as made:
            page = team.get(BUDGET)
        return len(made), len(page.content)

    (few, light), (many, heavy) = asked(1), asked(39)
    assert many == few
    assert heavy < light + 39 * 6_000
    assert "Commune numéro 77" not in team.get(BUDGET).content.decode()


def test_an_envelope_is_of_an_organisation_by_its_name_or_of_none(team: Client) -> None:
    typed = {"name": "FEDER", "programme": "feder", "strategy": str(Strategy.objects.get().pk), "amount": "10"}
    typed |= {"first_year": "2021", "last_year": "2027"}
    assert team.post("/piloter/enveloppes/nouvelle", typed | {"funder": "Atlantide"}).status_code == 422
    assert team.post("/piloter/enveloppes/nouvelle", typed | {"funder": "JURA"}).status_code == 302
    assert str(Envelope.objects.get().funder) == "Jura"
    page = f"/piloter/enveloppes/{Envelope.objects.get().pk}"
    emptied = typed | {"funder": "", "funder_name": "UE", "version": team.get(page).context["version"]}
    assert team.post(page, emptied).status_code == 302
    assert Envelope.objects.get().funder is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("secretaire@exemple.fr", "secretaire@exemple.fr"),
        ("claire morel", "contributeur@exemple.fr"),
        ("Personne", None),
        ("0", None),
    ],
)
def test_several_actions_are_given_a_pilot_by_name_or_none(team: Client, text: str, expected: str | None) -> None:
    Action.objects.update(pilot=User.objects.get(email="equipe@exemple.fr"))
    typed = {"a": "A1:1", "pilot": text, "appliquer": "1"}
    assert team.post("/piloter/actions/lot", typed).status_code == 302
    pilot = Action.objects.get().pilot
    assert (pilot.email if pilot else None) == expected


def test_several_actions_keep_their_pilot_when_none_is_typed_and_take_no_stranger(team: Client) -> None:
    typed = {"a": "A1:1", "pilot": "", "priority": "haute", "appliquer": "1"}
    assert team.post("/piloter/actions/lot", typed).status_code == 302
    assert str(Action.objects.get().pilot) == "Claire Morel"
    for text in ("Paul Ailleurs", "ailleurs@exemple.fr", person("ailleurs")):
        answer = team.post("/piloter/actions/lot", {"a": "A1:2", "pilot": text, "appliquer": "1"})
        assert answer.status_code == 422
        assert "Aucune personne que vous puissiez nommer ne s’appelle" in words(answer)
    assert labels(team, "/piloter/choix/pilotes", "pers") == ["Personne"]
    assert labels(team, "/piloter/choix/pilotes", "ailleurs") == []


def held(client: Client, written: dict[str, int], **typed: str) -> Any:
    page = f"/piloter/reunions/{written['meeting']}"
    start = f"p{written['item']}-"
    base = {"stage": "ouverte", f"{start}verdict": "autre", f"{start}text": "On écrit."}
    seen = client.get(page).context["version"]
    return client.post(page, base | {f"{start}{name}": text for name, text in typed.items()} | {"version": seen})


def test_a_decision_is_given_by_name_to_who_sits_or_works_for_it(team: Client, written: dict[str, int]) -> None:
    assert held(team, written, owner="nièvre", person="Claire Morel").status_code == 302
    made: Any = Decision.objects.get()
    assert (made.owner.name, made.person.email) == ("Nièvre", "contributeur@exemple.fr")
    assert 'value="Claire Morel"' in markup(team.get(f"/piloter/reunions/{written['meeting']}"))
    assert held(team, written, owner=key("Doubs"), person=person("siege")).status_code == 302
    made = Decision.objects.get()
    assert (made.owner.name, made.person.email) == ("Doubs", "siege@exemple.fr")
    assert held(team, written, owner="", person="").status_code == 302
    made = Decision.objects.get()
    assert (made.owner, made.person) == (None, None)


def test_a_decision_is_not_given_to_who_has_no_part_in_it(team: Client, written: dict[str, int]) -> None:
    for typed in (
        {"owner": "Jura"},
        {"owner": key("Jura")},
        {"person": "Paul Ailleurs"},
        {"person": person("ailleurs")},
    ):
        assert held(team, written, **typed).status_code == 422
    page = f"/piloter/choix/reunions/{written['meeting']}"
    assert labels(team, f"{page}/organisations", "niev") == ["Nièvre"]
    assert labels(team, f"{page}/organisations", "jura") == []
    assert labels(team, f"{page}/personnes", "claire") == ["Claire Morel"]
    assert labels(team, f"{page}/personnes", "ailleurs") == []
    for who in ("siege", "ailleurs", "contributeur"):
        assert entered(who).get(f"{page}/personnes?q=claire").status_code == 404


def test_a_meeting_of_many_points_reads_who_may_be_in_charge_once(team: Client, written: dict[str, int]) -> None:
    meeting = Meeting.objects.get()
    team.get(meeting.page)

    def asked(points: int) -> int:
        for rank in range(points):
            item = Item.objects.create(meeting=meeting, title=f"Point {rank}", rank=10 + rank)
            named = {"owner_id": written["nievre"], "person_id": int(person("siege"))}
            Decision.objects.create(item=item, verdict="autre", text="Fait.", **named)
        with CaptureQueriesContext(connection) as made:
            team.get(meeting.page)
        return sum(mark in query["sql"] for query in made for mark in IN_CHARGE)

    assert asked(1) == asked(12) == 2


def test_a_strategy_is_held_by_an_organisation_of_its_team(team: Client, written: dict[str, int]) -> None:
    typed = {"title": "Autre", "level": "epci", "framework": "non", "shown": "non", "slug": "autre"}
    typed |= {"edition": "2026", "levels": "axe, axes"}
    page = "/piloter/strategies/nouvelle"
    chief = entered("administrateur")
    assert 'value="Doubs"' in markup(chief.get(page))
    for text in ("Jura", key("Jura"), ""):
        assert chief.post(page, typed | {"organisation": text}).status_code == 422
    assert labels(chief, "/piloter/choix/porteurs", "jura") == []
    whole = entered("tout")
    assert labels(whole, "/piloter/choix/porteurs", "jura") == ["Jura"]
    assert whole.post(page, typed | {"organisation": "jura"}).status_code == 302
    assert str(Strategy.objects.get(slug="autre").organisation) == "Jura"
    assert whole.post(page, typed | {"slug": "libre", "organisation": ""}).status_code == 302
    assert Strategy.objects.get(slug="libre").organisation is None
    assert chief.post(page, typed | {"slug": "doubs", "organisation": key("Doubs")}).status_code == 302


def test_somebody_is_invited_where_one_governs_and_nowhere_else(team: Client) -> None:
    page = "/piloter/personnes/inviter"
    typed = {"email": "neuve@exemple.fr", "role": "lecteur"}
    chief = entered("administrateur")
    assert 'value="Doubs"' in markup(chief.get(page))
    for text in ("Jura", key("Jura"), SIREN, ""):
        assert chief.post(page, typed | {"organisation": text}).status_code == 422
    assert chief.post(page, typed | {"organisation": key("Doubs")}).status_code == 302
    assert labels(chief, "/piloter/personnes/choix/organisations", "jura") == []
    whole = entered("tout")
    assert 'value="Jura"' in markup(whole.get(page, {"organisation": key("Jura")}))
    assert labels(whole, "/piloter/personnes/choix/organisations", "jura") == ["Jura"]
    assert whole.post(page, typed | {"organisation": SIREN}).status_code == 302
    assert sorted(Invitation.objects.values_list("organisation__name", flat=True)) == ["Doubs", "Jura"]


def test_what_somebody_answers_for_is_handed_by_name_to_who_one_governs(team: Client) -> None:
    chief, role = entered("administrateur"), Membership.objects.get(person__email="contributeur@exemple.fr")
    page = f"/piloter/personnes/roles/{role.pk}"
    for text in ("Paul Ailleurs", person("ailleurs"), "contributeur@exemple.fr", "Elle le garde", "garder"):
        assert chief.post(f"{page}/reprendre", {"to": text}).status_code == 422, text
    assert labels(chief, f"{page}/choix", "ailleurs") == []
    assert labels(chief, f"{page}/choix", "pers") == ["Personne encore"]
    assert labels(chief, f"{page}/choix", "secr") == ["secretaire@exemple.fr"]
    assert entered("equipe").get(f"{page}/choix?q=secr").status_code == 403
    elsewhere = Membership.objects.get(person__email="ailleurs@exemple.fr")
    assert chief.get(f"/piloter/personnes/roles/{elsewhere.pk}/choix?q=paul").status_code == 403
    assert chief.post(f"{page}/reprendre", {"to": "Secretaire@exemple.fr"}).status_code == 302
    assert str(Action.objects.get().pilot) == "secretaire@exemple.fr"
