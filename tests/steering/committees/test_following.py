"""What became of a decision: told on a day that can be, by who answers for it; what it stops."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.directory.models import User
from maillage.steering.actions.models import Action
from maillage.steering.committees import access, following
from maillage.steering.committees.models import Body, Decision, Note
from maillage.steering.strategies.models import Strategy
from tests.steering.committees.conftest import meet
from tests.steering.committees.test_agenda import decided


@pytest.fixture
def decision(body: Body, action: Action) -> Decision:
    """To stop A01, decided on the 10th of March 2026."""
    return decided(meet(body, 3, 10), action, verdict="abandon", text="Trop cher.")


def test_a_decision_is_done_today_and_not_tomorrow(decision: Decision) -> None:
    today = timezone.localdate()
    with pytest.raises(ValidationError, match="pas encore venu"):
        following.tell(decision, "", today + timedelta(days=1), None)
    assert following.tell(decision, "", today, None).done_on == today


def test_a_decision_done_without_a_word_has_no_note_and_one_told_without_a_day_is_not_done(
    decision: Decision, secretary: User
) -> None:
    written = following.tell(decision, "Le courrier est parti. ", None, secretary)
    assert written.done_on is None
    note = Note.objects.get()
    assert (note.text, note.author) == ("Le courrier est parti.", secretary)
    following.tell(decision, "", date(2026, 3, 12), secretary)
    assert Note.objects.count() == 1
    assert Decision.objects.get().done_on == date(2026, 3, 12)


def test_saying_it_is_done_is_signed_and_a_word_alone_changes_nothing_of_the_decision(
    decision: Decision, secretary: User
) -> None:
    before = decision.history.count()
    following.tell(decision, "En cours.", None, secretary)
    assert decision.history.count() == before
    following.tell(decision, "", date(2026, 3, 10), secretary)
    assert decision.history.first().history_user == secretary


@pytest.mark.parametrize("verdict", ["maintien", "diffusion", "autre"])
def test_what_is_no_abandon_stops_no_action(decision: Decision, people: dict[str, User], verdict: str) -> None:
    decision.verdict = verdict
    assert following.to_drop(decision) is None
    with pytest.raises(ValidationError, match="n’est pas un abandon"):
        following.drop(decision, "Trop cher.", people["equipe"])


def test_an_abandon_of_no_action_stops_none(decision: Decision) -> None:
    decision.action = None
    assert following.to_drop(decision) is None


@pytest.mark.parametrize(
    ("change", "open_one"),
    [
        ({}, False),
        ({"due_on": date(2030, 1, 1)}, True),
        ({"due_on": date(2030, 1, 1), "done_on": date(2026, 3, 12)}, False),
    ],
)
def test_a_decision_is_followed_when_it_has_a_term_until_it_is_done(
    body: Body, decision: Decision, change: dict[str, date], open_one: bool
) -> None:
    Decision.objects.update(**change)
    assert following.of_body(body).exists() is open_one
    assert Decision.objects.get().open is open_one


def test_a_decision_that_somebody_is_in_charge_of_is_followed_without_a_term(
    body: Body, decision: Decision, strategy: Strategy, people: dict[str, User]
) -> None:
    for charged in ({"person": people["pilote"]}, {"person": None, "owner": strategy.organisation}):
        Decision.objects.update(**charged)
        assert following.of_body(body).exists()


def test_decisions_on_an_action_are_those_of_meetings_that_began_the_last_first(
    body: Body, decision: Decision, action: Action
) -> None:
    begun = datetime(2026, 4, 8, 8, tzinfo=UTC)
    second = decided(meet(body, 4, 8), action, verdict="abandon")
    assert list(following.on_action(action, begun)) == [second, decision]
    assert list(following.on_action(action, begun - timedelta(seconds=1))) == [decision]


def test_somebody_answers_for_a_decision_of_theirs_and_of_no_other(
    body: Body, decision: Decision, people: dict[str, User]
) -> None:
    other = decided(meet(body, 4, 8), None, verdict="autre", text="Écrire.")
    Decision.objects.filter(pk=other.pk).update(person=people["lecteur"])
    assert access.answers_for(people["lecteur"], other)
    assert not access.answers_for(people["lecteur"], decision)


def test_the_dates_of_a_body_of_a_strategy_that_is_not_public_are_for_its_members(
    body: Body, people: dict[str, User]
) -> None:
    Strategy.objects.update(shown=False)
    assert not Body.objects.filter(access.known(people["lecteur"])).exists()
    assert Body.objects.filter(access.known(people["pilote"])).exists()
    assert not Body.objects.filter(access.known(None)).exists()


def test_papers_are_opened_to_nobody_who_is_not_signed_in(body: Body) -> None:
    assert not Body.objects.filter(access.papers(None)).exists()
    assert not Decision.objects.filter(access.mine(None)).exists()
    assert not Body.objects.filter(access.run_by(None)).exists()


def test_who_sits_in_another_body_reads_no_papers_of_this_one(
    body: Body, strategy: Strategy, people: dict[str, User]
) -> None:
    other = Body.objects.create(slug="autre", strategy=strategy, name="Autre", kind="suivi")
    assert not access.reads(people["pilote"], other)
