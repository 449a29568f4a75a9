"""Somebody is told once, at their desk and by mail as they chose; of nothing they did, or may read no more."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from maillage.directory.joining import Described, describe, join
from maillage.directory.models import Membership, User
from maillage.directory.notices import choosing, leaving, mailing, reading, telling
from maillage.directory.notices.models import Notice, Rhythm
from maillage.kernel.errors import UsageError
from maillage.steering.actions.models import Action
from maillage.steering.desk.kinds import DECIDED, PILOT
from maillage.steering.strategies.models import Strategy
from tests.commons.mails import DROPS, NAME, REFUSES, Server

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)


@pytest.fixture
def ada() -> User:
    describe("Doubs", Described(territory="departement:25"))
    return join("ada@exemple.fr", "Doubs", "equipe").person


@pytest.fixture
def action(ada: User) -> Action:
    strategy = Strategy.objects.create(
        slug="essai", title="Essai", level="region", organisation=Membership.objects.get().organisation
    )
    return Action.objects.create(code="A1", title="Guichet", strategy=strategy, visibility="equipe")


def tell(person: User, action: Action, key: str = "1", occasion: str = PILOT, **more: Any) -> Notice | None:
    about = ("action", str(action.pk))
    return telling.tell(person, occasion, f"Avis {key}", action.page, "Voici pourquoi.", about, key=key, **more)


@pytest.fixture
def at_once(django_capture_on_commit_callbacks: Any) -> Any:
    """Runs what follows a transaction, as when it is committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_somebody_is_told_at_their_desk_and_at_once_by_one_mail_that_leads_there(
    ada: User, action: Action, at_once: Any
) -> None:
    with at_once():
        tell(ada, action)
    assert [notice.subject for notice in reading.unread(ada)] == ["Avis 1"]
    (letter,) = mail.outbox
    assert letter.to == ["ada@exemple.fr"]
    assert letter.subject.endswith("Avis 1")
    assert "http://localhost:8000/piloter/actions/A1" in str(letter.body)
    assert "Voici pourquoi." in str(letter.body)
    assert mailing.send_due(MONDAY).gone == 0


def test_all_that_one_change_tells_leaves_in_one_mail(ada: User, action: Action, at_once: Any) -> None:
    with at_once():
        for key in "123":
            tell(ada, action, key)
    (letter,) = mail.outbox
    assert letter.subject.replace("\u00a0", " ").replace("\u202f", " ").endswith("3 avis pour vous")
    assert all(f"Avis {key}" in str(letter.body) for key in "123")


def test_the_same_fact_is_never_told_twice(ada: User, action: Action, at_once: Any) -> None:
    with at_once():
        assert tell(ada, action) is not None
        assert tell(ada, action) is None
    with at_once():
        assert tell(ada, action) is None
        assert tell(ada, action, occasion=DECIDED) is not None
    assert len(mail.outbox) == 2


def test_who_does_it_who_left_and_nobody_are_not_told(ada: User, action: Action) -> None:
    assert tell(ada, action, by=ada) is None
    ada.is_active = False
    assert tell(ada, action) is None
    assert telling.tell(None, PILOT, "x", "/", "", ("action", "1")) is None
    with telling.silent():
        assert tell(User.objects.get(), action) is None
    assert not Notice.objects.exists()


def test_a_notice_about_what_one_may_read_no_more_says_nothing_anywhere(
    ada: User, action: Action, at_once: Any
) -> None:
    choosing.choose(ada, rhythm=Rhythm.DAILY)
    tell(ada, action)
    assert len(reading.listed(ada)) == 1
    Membership.objects.update(role="lecteur")
    assert reading.listed(ada) == reading.unread(ada) == []
    assert mailing.send_due(MONDAY).gone == 0
    Membership.objects.update(role="equipe")
    assert mailing.send_due(MONDAY + timedelta(3)).gone == 0
    assert mail.outbox == []


def test_a_digest_gathers_a_day_or_a_week_and_leaves_once_in_it(ada: User, action: Action, at_once: Any) -> None:
    for rhythm, days in ((Rhythm.DAILY, [1, 1, 2]), (Rhythm.WEEKLY, [7, 9, 14])):
        mail.outbox.clear()
        choosing.choose(ada, rhythm=rhythm)
        gone = []
        for day in days:
            with at_once():
                tell(ada, action, f"{rhythm} {day} {len(gone)}")
                tell(ada, action, f"{rhythm} {day} {len(gone)} bis")
            assert len(mail.outbox) == sum(gone)
            gone.append(mailing.send_due(MONDAY + timedelta(day)).gone)
        assert gone == [1, 0, 1]
    assert "4" in mail.outbox[-1].subject


def test_who_wants_no_mail_reads_at_the_desk_only(ada: User, action: Action, at_once: Any) -> None:
    choosing.choose(ada, rhythm=Rhythm.NEVER)
    with at_once():
        tell(ada, action)
    assert mailing.send_due(MONDAY).gone == 0
    assert mail.outbox == []
    assert len(reading.unread(ada)) == 1


def test_what_was_read_at_the_desk_is_not_sent_in_a_digest(ada: User, action: Action) -> None:
    choosing.choose(ada, rhythm=Rhythm.DAILY)
    tell(ada, action)
    assert reading.mark_read(ada) == 1
    assert mailing.send_due(MONDAY).gone == 0


def test_nobody_marks_the_notice_of_another(ada: User, action: Action) -> None:
    notice = tell(ada, action)
    assert notice is not None
    other = join("bob@exemple.fr", "Doubs", "equipe").person
    assert reading.mark_read(other, notice.pk) == reading.mark_read(other) == 0
    assert len(reading.unread(ada)) == 1


@pytest.mark.parametrize("failure", [REFUSES])
def test_what_the_server_refuses_is_due_again_and_what_is_gone_perhaps_is_not(
    ada: User, action: Action, at_once: Any, settings: Any, failure: str
) -> None:
    settings.EMAIL_BACKEND = NAME
    Server.starts([failure])
    with at_once():
        tell(ada, action)
    assert Notice.objects.get().claimed_at is None
    assert mailing.send_due(MONDAY).gone == 1
    Server.starts([DROPS])
    with at_once():
        tell(ada, action, "2")
    assert mailing.send_due(MONDAY).gone == 0


def test_a_server_that_is_away_loses_nothing_and_stops_nobody(
    ada: User, action: Action, at_once: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 9
    monkeypatch.setitem(mailing._away, "until", 0.0)
    with at_once():
        tell(ada, action)
        tell(join("bob@exemple.fr", "Doubs", "equipe").person, action)
    assert mailing._away["until"] > 0
    with pytest.raises(OSError, match="refused"):
        mailing.send_due(MONDAY)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert mailing.send_due(MONDAY).gone == 2


def test_the_mail_says_how_to_be_left_and_the_link_leaves_then_joins_again(
    ada: User, action: Action, at_once: Any
) -> None:
    with at_once():
        tell(ada, action)
    headers: Any = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = leaving.path(ada, "avis")
    assert headers["List-Unsubscribe"] == f"<http://localhost:8000{path}>"
    left = leaving.read(path.removeprefix("/avis/quitter/"))
    assert not left.gone
    leaving.leave(left, True)
    assert (left.gone, choosing.choice(ada).rhythm) == (True, Rhythm.NEVER)
    leaving.leave(left, False)
    assert choosing.choice(ada).rhythm == Rhythm.AT_ONCE


@pytest.mark.parametrize("token", ["zzz", "WzEsImF2aXMiLCIiXQ:1x:abc", ""])
def test_a_link_that_was_not_signed_here_leaves_nothing(ada: User, token: str) -> None:
    with pytest.raises(UsageError):
        leaving.read(token)


def test_notices_of_six_months_ago_are_forgotten(ada: User, action: Action) -> None:
    tell(ada, action)
    assert telling.forget() == 0
    Notice.objects.update(made_at=MONDAY - timedelta(600))
    assert telling.forget() == 1
