"""A discussion: who takes part, who is told, what is corrected, withdrawn, hidden; the mail holds the whole text."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from maillage.directory import things
from maillage.directory.discussion import following, talking
from maillage.directory.discussion.models import LONGEST, Follow, Message
from maillage.directory.discussion.thread import thread
from maillage.directory.joining import Described, describe, join
from maillage.directory.models import Membership, Organisation, User
from maillage.directory.notices import leaving, reading, telling
from maillage.directory.notices.models import Notice
from maillage.kernel.errors import UsageError
from maillage.steering.actions.models import Action
from maillage.steering.strategies.models import Strategy

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[str, User]:
    """Ada shapes the strategy; Bob pilots the action for the syndicat, Eve reads there; Zoé is of elsewhere."""
    for name, where in (("Doubs", "departement:25"), ("Syndicat", "departement:25"), ("Jura", "departement:39")):
        describe(name, Described(territory=where))
    rows = (
        ("ada", "Ada Brun", "Doubs", "equipe"),
        ("bob", "Bob Roy", "Syndicat", "pilote"),
        ("eve", "Ève Roy", "Syndicat", "lecteur"),
        ("zoe", "Zoé Petit", "Jura", "administrateur"),
    )
    known = {}
    for key, name, organisation, role in rows:
        known[key] = join(f"{key}@exemple.fr", organisation, role).person
        known[key].name = name
        known[key].save()
    return known


@pytest.fixture
def action(people: dict[str, User]) -> Action:
    doubs = Organisation.objects.get(name="Doubs")
    strategy = Strategy.objects.create(slug="plan", title="Plan", level="departement", organisation=doubs, shown=True)
    lead = Organisation.objects.get(name="Syndicat")
    with telling.silent():
        return Action.objects.create(
            code="A1", title="Guichet", strategy=strategy, visibility="partenaires", lead=lead, pilot=people["bob"]
        )


@pytest.fixture
def about(action: Action) -> things.About:
    return "action", str(action.pk)


@pytest.fixture
def at_once(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def told() -> set[tuple[str, str]]:
    return {(notice.person.email.partition("@")[0], notice.occasion) for notice in Notice.objects.all()}


def test_the_pilot_is_told_with_the_whole_text_and_the_author_is_not(
    people: dict[str, User], about: things.About, at_once: Any
) -> None:
    text = "Une question.\n\n" + "Un long détail. " * 200
    with at_once():
        message = talking.post(people["ada"], about, text)
    assert told() == {("bob", "discussion.message")}
    (letter,) = mail.outbox
    assert letter.to == ["bob@exemple.fr"]
    assert text.strip() in str(letter.body)
    assert "Ada Brun a écrit : A1 Guichet" in letter.subject
    assert f"/piloter/actions/A1#m{message.pk}" in str(letter.body)


def test_who_wrote_follows_and_is_told_of_the_answer(people: dict[str, User], about: things.About) -> None:
    talking.post(people["eve"], about, "Une question.")
    Notice.objects.all().delete()
    talking.post(people["ada"], about, "Une réponse.")
    assert told() == {("bob", "discussion.message"), ("eve", "discussion.message")}


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("Qu’en penses-tu, @Ève Roy ?", ""),
        ("Et @eve roy, puis une suite", ""),
        ("Un mot.", "Ève Roy"),
        ("Un mot.", "Ève Roy (eve@exemple.fr)"),
        ("Un mot à @Ève Roy.", " eve@exemple.fr , Ève Roy"),
    ],
)
def test_somebody_called_by_name_is_told_once_and_follows(
    people: dict[str, User], about: things.About, at_once: Any, text: str, called: str
) -> None:
    Membership.objects.filter(person=people["ada"]).update(role="administrateur")
    with at_once():
        talking.post(people["ada"], about, text, called)
    assert told() == {("bob", "discussion.message"), ("eve", "discussion.appel")}
    assert sorted(letter.to[0] for letter in mail.outbox) == ["bob@exemple.fr", "eve@exemple.fr"]
    Notice.objects.all().delete()
    talking.post(people["ada"], about, "La suite.")
    assert ("eve", "discussion.message") in told()


@pytest.mark.parametrize("called", ["Personne d’ici", "zoe@exemple.fr", "Zoé Petit"])
def test_who_is_unknown_here_is_not_called_and_nothing_is_written(
    people: dict[str, User], about: things.About, called: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        talking.post(people["ada"], about, "Un mot.", called)
    assert [*refused.value.message_dict] == ["called"]
    assert not Message.objects.exists()


def test_who_may_not_read_the_thing_is_never_called_to_it(
    people: dict[str, User], action: Action, about: things.About
) -> None:
    Action.objects.update(visibility="equipe", pilot=people["bob"])
    with pytest.raises(ValidationError, match="ne permet pas de lire cette fiche"):
        talking.post(people["bob"], about, "Un mot.", "Ève Roy")
    assert not Notice.objects.exists()


def test_a_name_in_the_text_that_two_people_have_or_inside_an_address_calls_nobody(
    people: dict[str, User], about: things.About
) -> None:
    User.objects.filter(pk=people["eve"].pk).update(name="Bob Roy")
    talking.post(people["ada"], about, "Écrire à contact@bob roy, ou @Bob Roy.")
    assert told() == {("bob", "discussion.message")}


def test_another_organisation_and_who_lost_its_role_take_no_part_at_any_door(
    people: dict[str, User], about: things.About
) -> None:
    message = talking.post(people["ada"], about, "Un mot.")
    Membership.objects.filter(person=people["eve"]).delete()
    for person in (people["zoe"], people["eve"]):
        thing = things.read(person, about)
        assert thing is None or thread(person, thing) is None
        for door in (
            lambda: talking.post(person, about, "Moi."),  # noqa: B023
            lambda: talking.correct(person, message.pk, "Moi."),  # noqa: B023
            lambda: talking.withdraw(person, message.pk),  # noqa: B023
            lambda: talking.hide(person, message.pk, "Non"),  # noqa: B023
            lambda: talking.show_again(person, message.pk),  # noqa: B023
            lambda: talking.follow(person, about, True),  # noqa: B023
        ):
            with pytest.raises(UsageError):
                door()
    assert Message.objects.get().text == "Un mot."


def test_a_reader_of_a_public_action_who_is_no_partner_reads_no_discussion_nor_its_notices(
    people: dict[str, User], about: things.About
) -> None:
    talking.post(people["eve"], about, "Entre nous.")
    talking.post(people["ada"], about, "Une réponse.")
    Action.objects.update(visibility="publique", lead=None)
    for who in ("zoe", "eve"):
        thing = things.read(people[who], about)
        assert thing is not None
        assert thread(people[who], thing) is None
        assert reading.listed(people[who]) == []


def test_an_author_corrects_for_a_quarter_of_an_hour_and_nobody_else(
    people: dict[str, User], about: things.About
) -> None:
    message = talking.post(people["ada"], about, "Une faute.")
    with pytest.raises(PermissionDenied):
        talking.correct(people["eve"], message.pk, "Autre chose.")
    corrected = talking.correct(people["ada"], message.pk, "Sans faute, @Ève Roy.")
    assert (corrected.text, corrected.corrected_at is None) == ("Sans faute, @Ève Roy.", False)
    assert told() == {("bob", "discussion.message"), ("eve", "discussion.appel")}
    assert "Sans faute" in Notice.objects.get(person=people["bob"]).words
    Message.objects.update(written_at=timezone.now() - timedelta(minutes=16))
    with pytest.raises(UsageError, match="15 minutes"):
        talking.correct(people["ada"], message.pk, "Trop tard.")


def test_a_message_taken_back_is_erased_and_its_notices_with_it(people: dict[str, User], about: things.About) -> None:
    message = talking.post(people["ada"], about, "Trop vite.")
    with pytest.raises(PermissionDenied):
        talking.withdraw(people["bob"], message.pk)
    Message.objects.update(written_at=timezone.now() - timedelta(days=30))
    talking.withdraw(people["ada"], message.pk)
    assert Message.objects.get().text == ""
    assert not Notice.objects.exists()
    with pytest.raises(UsageError):
        talking.withdraw(people["ada"], message.pk)


def test_who_shapes_the_strategy_hides_with_a_reason_and_shows_again(
    people: dict[str, User], about: things.About, action: Action
) -> None:
    message = talking.post(people["eve"], about, "Des mots déplacés.")
    for who in ("bob", "eve"):
        with pytest.raises(UsageError):
            talking.hide(people[who], message.pk, "Non")
    with pytest.raises(ValidationError, match="pourquoi"):
        talking.hide(people["ada"], message.pk, "  ")
    talking.hide(people["ada"], message.pk, "Attaque une personne")

    def texts(who: str) -> list[str]:
        seen = thread(people[who], things.Thing(things.kinds()["action"], action, action.page))
        assert seen is not None
        return [line.text for line in seen.lines]

    assert (texts("bob"), texts("eve"), texts("ada")) == ([""], [""], ["Des mots déplacés."])
    assert told() == {("eve", "discussion.masque")}
    assert "Attaque une personne" in Notice.objects.get().words
    talking.show_again(people["ada"], message.pk)
    assert texts("bob") == ["Des mots déplacés."]


def test_a_role_held_for_some_territories_hides_nothing(people: dict[str, User], about: things.About) -> None:
    message = talking.post(people["eve"], about, "Un mot.")
    Action.objects.update(territories="departement:25")
    Membership.objects.filter(person=people["ada"]).update(territories="departement:25")
    with pytest.raises(UsageError):
        talking.hide(people["ada"], message.pk, "Non")


def test_the_thread_is_left_by_the_link_of_its_mail_and_a_call_by_name_still_comes(
    people: dict[str, User], about: things.About, at_once: Any
) -> None:
    with at_once():
        talking.post(people["ada"], about, "Un mot.")
    headers: Any = mail.outbox[0].extra_headers
    path = headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000/avis/quitter/")
    left = leaving.read(path)
    assert (left.person, left.words) == (people["bob"], "les messages de cette discussion")
    leaving.leave(left, True)
    Notice.objects.all().delete()
    talking.post(people["ada"], about, "Un autre.")
    assert told() == set()
    talking.post(people["ada"], about, "Pour @Bob Roy.")
    assert told() == {("bob", "discussion.appel")}
    assert following.has_left(people["bob"], about)
    leaving.leave(left, False)
    assert not following.has_left(people["bob"], about)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (LONGEST + 1)])
def test_an_empty_or_too_long_message_is_refused(people: dict[str, User], about: things.About, text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        talking.post(people["ada"], about, text)
    assert [*refused.value.message_dict] == ["text"]


@pytest.mark.parametrize("about", [("action", "999"), ("action", "zzz"), ("rien", "1"), ("", "")])
def test_nothing_is_said_of_what_is_not_there(people: dict[str, User], about: things.About) -> None:
    with pytest.raises(UsageError):
        talking.post(people["ada"], about, "Un mot.")


def test_all_is_forgotten_with_the_thing(people: dict[str, User], about: things.About, action: Action) -> None:
    talking.post(people["ada"], about, "Un mot.")
    action.delete()
    assert (Message.objects.count(), Follow.objects.count(), Notice.objects.count()) == (0, 0, 0)
