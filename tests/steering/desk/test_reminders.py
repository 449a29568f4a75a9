"""The reminder: what is due, why, and where to say it; once a week at most, and the same thing never twice."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from maillage.directory.models import User
from maillage.steering.actions import updating
from maillage.steering.actions.models import Action, Step
from maillage.steering.committees.models import Decision, Item, Meeting
from maillage.steering.desk import answering, due, mails
from maillage.steering.desk.models import Reply, Sent
from maillage.steering.targets.models import Ask, Sheet
from tests.commons.mails import DROPS, LOSES, NAME, REFUSES, TAKES, Server
from tests.steering.actions.conftest import make

MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)


@pytest.fixture
def late(action: Action, people: dict[str, User]) -> Action:
    """A01, piloted, heard of this month, with a step that should be over."""
    Action.objects.filter(pk=action.pk).update(pilot=people["pilote"], heard_at=MONDAY - timedelta(3))
    Step.objects.create(action=action, title="Marché", due_on=date(2026, 10, 1))
    return Action.objects.get(pk=action.pk)


def links() -> list[str]:
    return re.findall(r"/repondre/action/\S+", str(mail.outbox[-1].body))


def test_who_has_nothing_due_is_left_alone(action: Action, people: dict[str, User]) -> None:
    assert mails.send_due(MONDAY).gone == 0
    assert mail.outbox == []


def test_one_mail_says_all_that_is_due_why_and_where_to_answer(
    late: Action, meeting: Meeting, people: dict[str, User]
) -> None:
    Meeting.objects.update(starts_at=MONDAY + timedelta(5), ends_at=MONDAY + timedelta(5, 3600))
    item = Item.objects.create(meeting=meeting, title="Le guichet des maires")
    Decision.objects.create(item=item, verdict="autre", person=people["pilote"], due_on=date(2026, 12, 1))
    Sheet.objects.create(
        code="pass", title="Pass distribués", person=people["pilote"], territories="region:27", frequency="annuelle"
    )
    assert mails.send_due(MONDAY).gone == 2
    told: Any = next(one for one in mail.outbox if one.to == ["pilote@exemple.fr"])
    for words in (
        "A01 Raccorder les écoles",
        "l’étape « Marché » devait être terminée le 1er octobre 2026",
        "Le guichet des maires",
        "elle doit être faite avant le 1er décembre 2026",
        "Comité d’essai, 28 novembre 2026",
        "Pass distribués",
        "la valeur de 2025 est attendue",
        "une fois par semaine au plus, parce que vous pilotez",
        "http://localhost:8000/repondre/action/",
    ):
        assert words in told.body, words
    html = told.alternatives[0][0]
    for link in re.findall(r"http://localhost:8000/\S+", told.body):
        assert link.rstrip(".") in html
    assert Ask.objects.get().person == people["pilote"]


def test_the_same_week_brings_no_second_mail_and_the_same_month_no_same_thing(late: Action) -> None:
    assert mails.send_due(MONDAY).gone == 1
    assert mails.send_due(MONDAY + timedelta(3)).gone == 0
    assert mails.send_due(MONDAY + timedelta(7)).gone == 0
    assert mails.send_due(MONDAY + timedelta(9)).gone == 1


def test_what_the_server_refuses_is_due_again(late: Action, settings: Any) -> None:
    settings.EMAIL_BACKEND = NAME
    Server.starts([REFUSES])
    assert mails.send_due(MONDAY).refused == 1
    assert not Sent.objects.exists()
    assert mails.send_due(MONDAY).gone == 1


@pytest.mark.more
@pytest.mark.django_db(transaction=False)
@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.lists(st.integers(0, 40), min_size=1, max_size=8).map(sorted),
    plan=st.lists(st.sampled_from([TAKES, REFUSES, LOSES, DROPS]), max_size=6),
)
def test_nothing_is_ever_told_twice(
    days: list[int], plan: list[str], late: Action, strategy: Any, people: dict[str, User], settings: Any
) -> None:
    settings.EMAIL_BACKEND = NAME
    Sent.objects.all().delete()
    Server.starts(plan)
    for day in days:
        mails.send_due(MONDAY + timedelta(day))
    moments = [MONDAY + timedelta(day) for day in days]
    weeks = {one.date().isocalendar()[:2] for one in moments}
    months = {(one.year, one.month) for one in moments}
    assert len(Server.arrived) <= min(len(weeks), len(months))


def test_the_link_updates_the_action_once_in_the_name_of_who_received_it(late: Action, people: dict[str, User]) -> None:
    token = answering.link(people["pilote"], late).removeprefix("/repondre/action/")
    reply = answering.read(token)
    answering.answer(reply, updating.News("en_cours", "soleil", done="Attribué"), late.version)
    told = Action.objects.get(pk=late.pk).syntheses.get()
    assert (told.done, told.author) == ("Attribué", people["pilote"])
    with pytest.raises(answering.Spent):
        answering.read(token)
    with pytest.raises(answering.Spent):
        answering.answer(reply, updating.News("en_cours", "orage"), late.version + 1)
    assert late.syntheses.count() == 1


def test_a_link_that_is_wrong_old_or_of_somebody_who_left_says_the_same(
    late: Action, people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = people["pilote"]
    token = answering.link(person, late).removeprefix("/repondre/action/")
    said = set()
    for wrong in ("x", f"{token}x", token[:-1], ""):
        with pytest.raises(answering.Spent) as told:
            answering.read(wrong)
        said.add(str(told.value))
    monkeypatch.setattr(answering, "DAYS", -1)
    with pytest.raises(answering.Spent):
        answering.read(token)
    monkeypatch.undo()
    Action.objects.filter(pk=late.pk).update(pilot=None)
    person.memberships.all().delete()
    with pytest.raises(answering.Spent) as told:
        answering.read(token)
    assert said == {str(told.value)}


def test_old_links_and_old_reminders_are_forgotten(late: Action, people: dict[str, User]) -> None:
    mails.send_due(MONDAY)
    Reply.objects.update(made_at=MONDAY - timedelta(60))
    Sent.objects.update(claimed_at=MONDAY - timedelta(800))
    assert (answering.forget(), mails.forget()) == (1, 2)


def test_the_desk_knows_what_is_mine(late: Action, people: dict[str, User], strategy: Any) -> None:
    orphan = make(strategy, "A02", lead=late.lead)
    assert [one.thing for one in due.actions(people["pilote"], date(2026, 11, 23))] == [late]
    assert list(due.orphans(people["contributeur"])) == [orphan]
    assert list(due.orphans(people["lecteur"])) == []
