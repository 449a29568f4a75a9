"""Committees on the site: dates in a diary, an agenda from facts, minutes typed in the meeting, decisions followed."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from maillage.directory.joining import Described, describe, join
from maillage.directory.models import User
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action, Synthesis
from maillage.steering.committees import calendar
from maillage.steering.committees.models import Attendance, Body, Decision, Item, Meeting, Seat
from maillage.steering.strategies.models import Strategy
from maillage.web.steer.committees import bodies
from tests.cli.terminal import plain
from tests.web.signing import visitor
from tests.web.words import markup


@pytest.fixture
def strategy(site: Client, db: None) -> Strategy:
    region, _ = describe("Région Essai", Described(territory="region:27"))
    describe("Syndicat Essai", Described(territory="departement:25"))
    for role in ("secretaire", "equipe", "lecteur"):
        join(f"{role}@exemple.fr", "Région Essai", role)
    join("membre@exemple.fr", "Syndicat Essai", "contributeur")
    return Strategy.objects.create(
        slug="essai", title="Stratégie d’essai", level="region", organisation=region, shown=True
    )


@pytest.fixture
def body(strategy: Strategy) -> Body:
    made = Body.objects.create(slug="copil", strategy=strategy, name="Comité d’essai", kind="pilotage", shown=True)
    Seat.objects.create(body=made, organisation=strategy.organisation, part="president", rank=1)
    Seat.objects.create(body=made, name="Syndicat", person=User.objects.get(email="membre@exemple.fr"), rank=2)
    return made


@pytest.fixture
def meeting(body: Body) -> Meeting:
    start = timezone.now().replace(microsecond=0) + timedelta(10)
    return Meeting.objects.create(body=body, starts_at=start, ends_at=start + timedelta(hours=2), place="Salle bleue")


@pytest.fixture
def action(strategy: Strategy) -> Action:
    made = saving.save(
        Action(strategy=strategy, code="A01", title="Guichet des maires", status="en_cours", visibility="equipe"), None
    )
    now = timezone.now()
    Synthesis.objects.create(action=made, weather="orage", to_settle="Faut-il saisir le préfet ?", written_at=now)
    Action.objects.update(heard_at=now)
    return made


def entered(who: str) -> Client:
    client = visitor()
    client.force_login(User.objects.get(email=f"{who}@exemple.fr"))
    return client


def form_of(answer: Any) -> dict[str, str]:
    """What the main form of a page would send as it is."""
    text = answer.content.decode()
    found = dict(
        re.findall(
            r'<input type="(?:hidden|text|date|time|number|url|email)"[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', text
        )
    )
    for value, name in re.findall(
        r'<input type="(?:text|date|time|number|url|email)" value="([^"]*)"[^>]*?name="([^"]+)"', text
    ):
        found[name] = value
    for name, options in re.findall(r'<select[^>]*?name="([^"]+)"[^>]*>(.*?)</select>', text, re.S):
        chosen = re.findall(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[0] if chosen else ""
    for name, value in re.findall(r'<textarea[^>]*?name="([^"]+)"[^>]*>\n?(.*?)</textarea>', text, re.S):
        found[name] = value
    return {
        name: plain(value) if name != "base" else value.replace("&quot;", '"').replace("&#x27;", "'")
        for name, value in found.items()
    }


def test_the_secretary_convenes_takes_the_agenda_that_facts_propose_and_invites(
    strategy: Strategy, body: Body, action: Action
) -> None:
    desk = entered("secretaire")
    day = (timezone.localdate() + timedelta(20)).isoformat()
    sent = {"day": day, "start": "09:30", "end": "11:00", "place": "Salle bleue", "visio": ""}
    answer = desk.post("/piloter/comites/copil/reunions/nouvelle", sent)
    held = Meeting.objects.get()
    assert answer["Location"] == f"/piloter/reunions/{held.pk}/ordre-du-jour"
    page = desk.get(answer["Location"])
    assert "A01 Guichet des maires" in markup(page)
    assert "Arbitrage demandé" in markup(page)
    assert f'value="a{action.pk}" checked' in page.content.decode()
    sent = {"version": "1", "base": "{}", "ajouter": [f"a{action.pk}"], "n1-title": "Calendrier"}
    assert desk.post(answer["Location"], sent)["Location"] == held.page
    assert list(held.items.values_list("title", flat=True)) == ["A01 Guichet des maires", "Calendrier"]
    mail.outbox.clear()
    assert "membre@exemple.fr" in markup(desk.get(f"{held.page}/inviter"))
    assert mail.outbox == []
    assert "1 invitation est partie" in markup(desk.post(f"{held.page}/inviter"))
    assert "1. A01 Guichet des maires" in str(mail.outbox[0].body)
    assert "déjà invité" in markup(desk.get(f"{held.page}/inviter"))


def test_minutes_attendance_and_decision_are_typed_on_one_page(meeting: Meeting, action: Action) -> None:
    item = Item.objects.create(meeting=meeting, action=action, title=str(action), rank=1)
    desk = entered("secretaire")
    typed = form_of(desk.get(meeting.page))
    seat = meeting.body.seats.first()
    due = (timezone.localdate() + timedelta(90)).isoformat()
    typed |= {
        "stage": "ouverte",
        f"s{seat.pk}": "present",
        f"p{item.pk}-minutes": "On en parle.",
        f"p{item.pk}-verdict": "abandon",
        f"p{item.pk}-text": "Le guichet s’arrête.",
        f"p{item.pk}-due_on": due,
        "minutes": "Fin à 11 h.",
    }
    answer = desk.post(meeting.page, typed)
    assert (answer.status_code, answer["Location"]) == (302, f"{meeting.page}?dit=oui")
    decision = Decision.objects.get()
    assert (decision.verdict, decision.action, str(decision.due_on)) == ("abandon", action, due)
    assert Attendance.objects.get().presence == "present"
    read = markup(entered("membre").get(f"{meeting.page}/compte-rendu"))
    for words in ("Abandon.", "Le guichet s’arrête.", "Fin à 11 h.", "Présent", "pas définitif"):
        assert words in read
    assert Action.objects.get().status == "en_cours"
    assert "Passer l’action A01" in markup(desk.get(meeting.page))
    team = entered("equipe")
    answer = team.post(f"{decision.page}/abandonner", {"reason": "Trop peu d’appels."})
    assert (answer.status_code, Action.objects.get().status_reason) == (302, "Trop peu d’appels.")


def test_a_decision_reaches_the_sheet_of_its_action(meeting: Meeting, action: Action) -> None:
    item = Item.objects.create(meeting=meeting, action=action, title=str(action), rank=1)
    Decision.objects.create(item=item, action=action, verdict="abandon", text="Le guichet s’arrête.")
    team = entered("equipe")
    assert "Le guichet s’arrête." not in markup(team.get(action.page))
    past = timezone.now() - timedelta(3)
    Meeting.objects.update(starts_at=past, ends_at=past + timedelta(hours=1))
    page = markup(team.get(action.page))
    for words in ("Décisions des comités", "Abandon", "Le guichet s’arrête.", "pas encore clos", "pas encore arrêtée"):
        assert words in page, words
    Meeting.objects.update(stage="annulee")
    assert "Le guichet s’arrête." not in markup(team.get(action.page))


def test_a_meeting_to_come_is_not_closed_and_what_was_typed_stays(meeting: Meeting, action: Action) -> None:
    item = Item.objects.create(meeting=meeting, action=action, title=str(action), rank=1)
    desk = entered("secretaire")
    typed = form_of(desk.get(meeting.page)) | {"stage": "close", f"p{item.pk}-minutes": "Un long échange."}
    answer = desk.post(meeting.page, typed)
    assert answer.status_code == 422
    assert "ne peut pas être close avant" in markup(answer)
    assert "Un long échange." in markup(answer)
    assert Meeting.objects.get().stage == "prevue"


def test_a_wrong_date_is_told_beside_its_field_and_nothing_is_lost(meeting: Meeting) -> None:
    item = Item.objects.create(meeting=meeting, title="Un point", rank=1)
    desk = entered("secretaire")
    typed = form_of(desk.get(meeting.page))
    typed |= {
        f"p{item.pk}-minutes": "Un long échange.",
        f"p{item.pk}-verdict": "maintien",
        f"p{item.pk}-due_on": "2020-01-01",
    }
    answer = desk.post(meeting.page, typed)
    assert answer.status_code == 422
    assert "L’échéance vient avant la réunion." in markup(answer)
    assert "Un long échange." in markup(answer)
    assert not Decision.objects.exists()


def test_two_who_type_the_minutes_lose_nothing(meeting: Meeting) -> None:
    item = Item.objects.create(meeting=meeting, title="Un point", rank=1)
    one, two = entered("secretaire"), entered("equipe")
    first, second = form_of(one.get(meeting.page)), form_of(two.get(meeting.page))
    assert (
        one.post(
            meeting.page, first | {f"p{item.pk}-minutes": "Ce que j’entends.", "introduction": "Bonjour"}
        ).status_code
        == 302
    )
    mine = second | {f"p{item.pk}-minutes": "Autre chose.", "minutes": "Fin à midi."}
    answer = two.post(meeting.page, mine)
    assert answer.status_code == 409
    page = markup(answer)
    for words in (
        "secretaire@exemple.fr",
        "Rien n’est perdu",
        "Autre chose.",
        "Ce que j’entends.",
        "Bonjour",
        "Fin à midi.",
    ):
        assert words in page
    assert Meeting.objects.get().minutes == ""
    again = form_of(answer)
    assert (again["introduction"], again["minutes"]) == ("Bonjour", "Fin à midi.")
    assert two.post(meeting.page, again).status_code == 302
    item.refresh_from_db()
    assert (item.minutes, Meeting.objects.get().introduction) == ("Autre chose.", "Bonjour")


def test_what_was_typed_on_a_point_that_another_removed_is_shown(meeting: Meeting) -> None:
    item = Item.objects.create(meeting=meeting, title="Un point", rank=1)
    desk = entered("equipe")
    typed = form_of(desk.get(meeting.page)) | {f"p{item.pk}-minutes": "Ce que je viens d’entendre."}
    sent = {"version": "1", "base": "{}", f"i{item.pk}-title": "Un point", f"i{item.pk}-remove": "1"}
    assert entered("secretaire").post(f"{meeting.page}/ordre-du-jour", sent).status_code == 302
    answer = desk.post(meeting.page, typed)
    assert answer.status_code == 409
    assert "Ce que je viens d’entendre." in markup(answer)


def test_a_point_is_about_an_action_chosen_by_its_title(meeting: Meeting, action: Action) -> None:
    desk = entered("secretaire")
    page = f"{meeting.page}/ordre-du-jour"
    offered = desk.get("/piloter/choix/actions", {"q": "guichet"}).json()["choices"]
    assert [choice["label"] for choice in offered] == ["A01 Guichet des maires"]
    for written in ("A01 Guichet des maires", "a01", "guichet des MAIRES"):
        Item.objects.all().delete()
        version = str(Meeting.objects.get(pk=meeting.pk).version)
        assert desk.post(page, {"version": version, "base": "{}", "n1-code": written}).status_code == 302
        assert Item.objects.get().action == action
    wrong = desk.post(page, form_of(desk.get(page)) | {"n3-code": "Z99"})
    assert (wrong.status_code, 'id="f-n3-code-wrong"' in wrong.content.decode()) == (422, True)


def test_papers_are_for_who_sits_there_and_dates_for_all_members(meeting: Meeting, action: Action) -> None:
    reader = entered("lecteur")
    page = markup(reader.get("/piloter/comites"))
    assert meeting.day in page
    assert "dates seulement" in page
    assert reader.get(meeting.page).status_code == 404
    Item.objects.create(meeting=meeting, action=action, title="Réservé", rank=1)
    assert meeting.page not in markup(reader.get("/piloter/reunions"))
    seated = entered("membre")
    assert meeting.page in markup(seated.get("/piloter/reunions"))
    page = seated.get(meeting.page)
    assert "Réservé" in markup(page)
    # The action is the team's: its sheet is not theirs to open.
    assert action.page not in page.content.decode()
    assert seated.post(meeting.page, {"minutes": "À moi"}).status_code in (200, 403, 404)
    assert Meeting.objects.get().minutes == ""


def test_who_answers_for_a_decision_says_where_it_is_until_it_is_done(meeting: Meeting) -> None:
    item = Item.objects.create(meeting=meeting, title="Un point", rank=1)
    Meeting.objects.update(starts_at=datetime(2026, 3, 10, 8, tzinfo=UTC), ends_at=datetime(2026, 3, 10, 9, tzinfo=UTC))
    owner = User.objects.get(email="membre@exemple.fr")
    decision = Decision.objects.create(
        item=item, verdict="autre", text="Écrire.", person=owner, due_on=date(2026, 4, 1)
    )
    member = entered("membre")
    assert "en retard" in markup(member.get("/piloter/decisions"))
    assert "Un point" in markup(member.get("/piloter"))
    assert "pas encore venu" in markup(member.post(decision.page, {"text": "Bientôt", "done_on": "2999-01-01"}))
    assert member.post(decision.page, {"text": "Lettre partie.", "done_on": "2026-04-03"}).status_code == 302
    assert "Rien à suivre" in markup(member.get("/piloter/decisions"))
    assert "Lettre partie." in markup(member.get(decision.page))
    assert b"Un point" in b"".join(member.get("/piloter/decisions.csv?etat=faites").streaming_content)
    assert member.post(decision.page, {"rouvrir": "1"}).status_code == 302
    assert Decision.objects.get().open
    assert member.get("/piloter/decisions?etat=zzz").status_code == 404


def test_anybody_follows_the_public_calendar_and_no_other(meeting: Meeting, body: Body) -> None:
    address = calendar.feed(body)
    answer = visitor().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert b"Salle bleue" in answer.content
    assert not answer.cookies
    assert visitor().get(address.replace(".ics", "x.ics")).status_code == 404
    Body.objects.update(shown=False)
    assert visitor().get(address).status_code == 404


def test_members_of_a_body_are_written_together_and_by_one_at_a_time(body: Body) -> None:
    one, two = entered("secretaire"), entered("equipe")
    address = f"{body.page}/membres"
    first, second = form_of(one.get(address)), form_of(two.get(address))
    assert one.post(address, first | {"n1-who": "Préfecture"}).status_code == 302
    answer = two.post(address, second | {"n1-who": "Chambre"})
    assert answer.status_code == 409
    assert "Chambre" in markup(answer)
    again = form_of(answer)
    assert two.post(address, again).status_code == 302
    assert [str(seat) for seat in body.seats.all()] == ["Région Essai", "Syndicat", "Préfecture", "Chambre"]
    wrong = two.post(address, form_of(two.get(address)) | {"n1-who": "X", "n1-email": "zz@exemple.fr"})
    assert (wrong.status_code, "n’a pas de compte ici" in markup(wrong)) == (422, True)
    assert 'id="f-n1-email-wrong"' in wrong.content.decode()


def test_a_body_is_opened_and_changed_and_the_second_is_told(strategy: Strategy) -> None:
    desk = entered("secretaire")
    sent = {
        "slug": "donnees",
        "strategy": str(strategy.pk),
        "name": "Groupe données",
        "kind": "groupe",
        "months": "6",
        "shown": "oui",
    }
    assert desk.post("/piloter/comites/nouveau", sent)["Location"] == "/piloter/comites/donnees/membres"
    assert desk.post("/piloter/comites/nouveau", sent).status_code == 422
    body = Body.objects.get()
    one, two = form_of(desk.get(f"{body.page}/modifier")), form_of(desk.get(f"{body.page}/modifier"))
    assert desk.post(f"{body.page}/modifier", one | {"name": "Groupe de la donnée"}).status_code == 302
    answer = entered("equipe").post(f"{body.page}/modifier", two | {"mandate": "Ouvrir."})
    assert (answer.status_code, form_of(answer)["name"]) == (409, "Groupe de la donnée")
    assert "Ouvrir." in markup(answer)


def test_a_body_written_after_it_was_compared_is_not_written_over(body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, other, page = entered("secretaire"), entered("equipe"), f"{body.page}/modifier"
    theirs = iter([form_of(other.get(page)) | {"name": "Le leur"}])
    mine, usual = form_of(desk.get(page)) | {"mandate": "Le mien."}, bodies.Sheet.clean

    def clean(form: bodies.Sheet) -> Any:
        assert [other.post(page, sent).status_code for sent in theirs] in ([302], [])
        return usual(form)

    monkeypatch.setattr(bodies.Sheet, "clean", clean)
    answer = desk.post(page, mine)
    assert (answer.status_code, Body.objects.get().name) == (409, "Le leur")
    assert (form_of(answer)["name"], form_of(answer)["mandate"]) == ("Le leur", "Le mien.")


def test_lists_cost_the_same_few_queries_whatever_their_length(
    strategy: Strategy, body: Body, django_assert_max_num_queries: Any
) -> None:
    start = datetime(2027, 1, 4, 8, tzinfo=UTC)
    for number in range(30):
        other = Body.objects.create(slug=f"c{number}", strategy=strategy, name=f"Comité {number}", kind="suivi")
        for day in range(3):
            held = start + timedelta(number * 7 + day)
            one = Meeting.objects.create(body=other, starts_at=held, ends_at=held + timedelta(hours=1))
            item = Item.objects.create(meeting=one, title="Point", rank=1)
            Decision.objects.create(item=item, verdict="autre", due_on=date(2027, 9, 1))
    desk = entered("secretaire")
    with django_assert_max_num_queries(25):
        assert desk.get("/piloter/comites").status_code == 200
    with django_assert_max_num_queries(25):
        assert "Comité 29" in markup(desk.get("/piloter/decisions?page=2"))
    with django_assert_max_num_queries(40):
        assert desk.get("/piloter").status_code == 200


def test_a_body_that_is_over_says_what_came_after_and_takes_no_more_date(body: Body) -> None:
    secretary = entered("secretaire")
    assert "Fixer une réunion" in markup(secretary.get(body.page))
    Body.objects.update(ends_on=date(2017, 2, 17), replaced_by="la CRSN", months=3)
    Seat.objects.create(body=body, name="GIP Territoires Numériques", rank=3)
    told = markup(secretary.get(body.page))
    assert "Ce comité n’est plus." in told
    assert "En vigueur jusqu’au 17 février 2017 ; aujourd’hui : la CRSN" in told
    assert "Fixer une réunion" not in told
    assert "(ARNia), depuis le 1er janvier 2022" in told
    assert "à fixer" not in markup(secretary.get("/piloter/comites"))
