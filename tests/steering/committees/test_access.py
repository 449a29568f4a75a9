"""Papers are for who sits there and who holds the strategy; a decision is answered for by who it names."""

from datetime import date

import pytest

from maillage.directory.models import Membership, Organisation, User
from maillage.steering.committees import access, following
from maillage.steering.committees.models import Body, Decision, Item, Meeting, Seat
from tests.steering.committees.conftest import meet


@pytest.fixture
def decision(body: Body) -> Decision:
    """Something decided in March 2026, that nobody answers for yet."""
    item = Item.objects.create(meeting=meet(body, 3, 10), title="Écrire au préfet")
    return Decision.objects.create(item=item, verdict="autre", text="Une lettre est envoyée.")


def test_who_sits_there_reads_the_papers_until_the_seat_is_left(body: Body, people: dict[str, User]) -> None:
    assert access.reads(people["pilote"], body)
    assert not access.runs(people["pilote"], body)
    Seat.objects.filter(person=people["pilote"]).update(left_on=date(2026, 1, 1))
    assert not access.reads(people["pilote"], body)


def test_a_seat_opens_nothing_once_the_last_role_is_taken_back(body: Body, people: dict[str, User]) -> None:
    Membership.objects.filter(person=people["pilote"]).delete()
    assert not access.reads(people["pilote"], body)


def test_the_secretary_holds_a_body_and_a_reader_does_not(body: Body, people: dict[str, User], secretary: User) -> None:
    assert access.reads(secretary, body)
    assert access.runs(secretary, body)
    assert not access.reads(people["lecteur"], body)
    assert not access.runs(people["lecteur"], body)
    assert list(Body.objects.filter(access.run_by(secretary))) == [body]
    assert not Body.objects.filter(access.run_by(people["lecteur"])).exists()


def test_the_dates_of_a_public_body_are_known_to_all_and_of_no_other(body: Body, people: dict[str, User]) -> None:
    def knows(person: User) -> bool:
        return Body.objects.filter(access.known(person)).exists()

    assert knows(people["lecteur"])
    Body.objects.update(shown=False)
    assert not knows(people["lecteur"])
    assert knows(people["pilote"])


def test_a_decision_is_answered_for_by_who_it_names(decision: Decision, people: dict[str, User]) -> None:
    assert not access.answers_for(people["lecteur"], decision)
    Decision.objects.update(person=people["lecteur"])
    assert access.answers_for(people["lecteur"], decision)
    assert list(Decision.objects.filter(access.decisions(people["lecteur"]))) == [decision]
    Membership.objects.filter(person=people["lecteur"]).delete()
    assert not access.answers_for(people["lecteur"], decision)


def test_a_decision_is_answered_for_by_the_organisation_that_owns_it_but_not_by_its_readers(
    decision: Decision, people: dict[str, User]
) -> None:
    Decision.objects.update(owner=Organisation.objects.get(name="Syndicat Essai"))
    assert access.answers_for(people["contributeur"], decision)
    Membership.objects.filter(person=people["contributeur"]).update(role="lecteur")
    assert not access.answers_for(people["contributeur"], decision)
    Membership.objects.filter(person=people["contributeur"]).update(role="contributeur", territories="departement:25")
    assert not access.answers_for(people["contributeur"], decision)


def test_the_secretary_answers_for_every_decision(decision: Decision, secretary: User) -> None:
    assert access.answers_for(secretary, decision)


def test_a_decision_is_late_the_day_after_its_term_unless_its_meeting_was_called_off(decision: Decision) -> None:
    Decision.objects.update(due_on=date(2026, 5, 1))
    late = Decision.objects.filter(following.late(date(2026, 5, 2)))
    assert late.exists()
    assert not Decision.objects.filter(following.late(date(2026, 5, 1))).exists()
    Meeting.objects.update(stage="annulee")
    assert not late.all().exists()


def test_a_decision_done_is_reopened_once(decision: Decision, secretary: User) -> None:
    following.tell(decision, "", date(2026, 3, 10), secretary)
    done = Decision.objects.get()
    assert done.done_on == date(2026, 3, 10)
    assert following.reopen(done, secretary).done_on is None
    before = done.history.count()
    following.reopen(done, secretary)
    assert done.history.count() == before


def test_only_an_abandon_stops_an_action(decision: Decision) -> None:
    assert following.to_drop(decision) is None
