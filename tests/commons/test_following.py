"""Following a place: one mail a release, what changed and nothing else, and nothing kept of who stopped."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import signing
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.commons import places
from maillage.commons.following import asking, purge, sending
from maillage.commons.following.facts import Fact, as_told, changes, facts
from maillage.commons.following.models import Follower, Mailing, Subscription
from maillage.kernel.errors import UsageError
from maillage.observatory import door
from maillage.observatory.door import Observatory
from tests.cli.terminal import plain
from tests.commons.mails import DROPS, LOSES, NAME, REFUSES, TAKES, Server

pytestmark = pytest.mark.django_db
FTTH = "taux_locaux_raccordables_ftth"
ADA, BLAISE = "ada@exemple.fr", "blaise@exemple.fr"


@pytest.fixture
def source(release_home: Path, settings: Any) -> Iterator[Observatory]:
    settings.MAILLAGE_HOME = release_home
    settings.EMAIL_BACKEND = NAME
    settings.MAILLAGE_ADDRESS = "https://numerique.exemple.fr"
    Server.starts()
    yield door.current(release_home)
    Server.starts()


def follows(source: Observatory, email: str, *codes: str, told: dict[str, Any] | None = None) -> Follower:
    """Somebody who said yes, before the figures changed: all they were told of FttH is « 1 % »."""
    follower, _ = Follower.objects.get_or_create(email=email)
    for code in codes:
        known = as_told(facts(source, places.commune(source, code)))
        known[FTTH] = {"title": "Fibre", "words": "1 %"}
        now = timezone.now()
        Subscription.objects.create(
            follower=follower, commune=code, asked_at=now, confirmed_at=now, told=known if told is None else told
        )
    return follower


def body(message: EmailMessage) -> str:
    return plain(str(message.body))


def test_who_asks_is_written_to_and_follows_only_once_they_said_yes(source: Observatory) -> None:
    place = places.commune(source, "25547")
    asking.ask(place, " Ada@Exemple.FR ")
    (mail,) = Server.arrived
    assert mail.to == [ADA]
    assert "demande à suivre : Sochaux." in body(mail)
    link = re.search(r"https://numerique\.exemple\.fr/suivre/confirmer/(\S+)", body(mail))
    assert link is not None
    assert Subscription.objects.get().confirmed_at is None
    assert sending.send_due(source, "1").mails == 0
    asking.confirm(asking.asked(asking.CONFIRM, link[1]), source, place)
    told = Subscription.objects.get()
    assert told.confirmed_at is not None
    assert set(told.told) == {one.name for one in facts(source, place)}
    assert sending.send_due(source, "1").mails == 0, "nothing changed since the yes"


def test_the_link_that_says_yes_serves_three_days_and_cannot_be_made_up(source: Observatory) -> None:
    asking.ask(places.commune(source, "25547"), ADA)
    pk = Subscription.objects.get().pk
    late = (timezone.now() - timedelta(days=3, minutes=1)).timestamp()

    class Then(signing.TimestampSigner):
        def timestamp(self) -> str:
            return signing.b62_encode(int(late))

    old = Then(salt=asking.CONFIRM).sign_object(pk)
    with pytest.raises(UsageError, match="plus de 3 jours"):
        asking.asked(asking.CONFIRM, old)
    stop = asking.link(asking.STOP, pk).rpartition("/")[2]
    for wrong in ("", "x", old[:-1] + "x", stop):
        with pytest.raises(UsageError, match="pas complet"):
            asking.asked(asking.CONFIRM, wrong)


def test_asking_twice_is_one_subscription_and_nobody_follows_a_list(source: Observatory) -> None:
    place = places.commune(source, "25547")
    asking.ask(place, ADA)
    asking.ask(place, ADA.upper())
    assert Subscription.objects.count() == 1
    ada = Follower.objects.get()
    now = timezone.now()
    for rank in range(asking.MOST_PLACES):
        Subscription.objects.create(follower=ada, commune=f"{rank:05}", asked_at=now)
    with pytest.raises(UsageError, match="30 lieux au plus"):
        asking.ask(places.commune(source, "25056"), ADA)


def test_a_change_is_told_once_with_what_it_was_and_the_way_to_it(source: Observatory) -> None:
    follows(source, ADA, "25547")
    done = sending.send_due(source, "1")
    assert (done.mails, done.refused, done.unsure, done.unknown) == (1, 0, 0, [])
    (mail,) = Server.arrived
    assert mail.to == [ADA]
    text = body(mail)
    # Typed in the samples: 670 connectable premises out of 660 (more lines than premises, kept as published).
    assert "101,5 % (avant : 1 %)" in text
    assert f"https://numerique.exemple.fr/territoires/commune/25547/{FTTH}" in text
    assert text.count("(avant") + text.count("(nouveau)") == 1
    assert "parce que vous avez confirmé ce suivi" in text
    stop = str(mail.extra_headers["List-Unsubscribe"]).strip("<>")
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop in text
    assert isinstance(mail, EmailMultiAlternatives)
    (page,) = mail.alternatives
    html = str(page.content)
    assert page.mimetype == "text/html"
    assert stop in html
    assert "<strong>101,5\u202f%</strong> (avant&#8239;:\n1 %)" in html
    for release in ("1", "1", "2"):
        assert sending.send_due(source, release).mails == 0
    assert len(Server.arrived) == 1


def test_several_places_are_one_mail(source: Observatory) -> None:
    follows(source, ADA, "25547", "25056")
    follows(source, BLAISE, "25547")
    assert sending.send_due(source, "1").mails == 2
    assert sorted(mail.to[0] for mail in Server.arrived) == [ADA, BLAISE]
    (both,) = [mail for mail in Server.arrived if mail.to == [ADA]]
    assert "Sochaux" in body(both)
    assert "Besançon" in body(both)


def test_a_refused_mail_is_due_again_and_one_that_left_perhaps_is_not(source: Observatory) -> None:
    follows(source, ADA, "25547")
    follows(source, BLAISE, "25547")
    Server.starts([REFUSES, DROPS])
    done = sending.send_due(source, "1")
    assert (done.mails, done.refused, done.unsure) == (0, 1, 1)
    assert sending.send_due(source, "1").mails == 1
    assert sending.send_due(source, "1").mails == 0
    assert sorted(mail.to[0] for mail in Server.arrived) == [ADA, BLAISE]


def test_a_place_that_is_nowhere_any_more_stops_nobody(source: Observatory) -> None:
    follows(source, ADA, "25547")
    lost = follows(source, BLAISE, "25056")
    Subscription.objects.filter(follower=lost).update(commune="99998")
    done = sending.send_due(source, "1")
    assert (done.mails, done.unknown) == (1, ["99998"])


@pytest.mark.more
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1", "2", "3"]), st.lists(st.sampled_from([TAKES, REFUSES, LOSES, DROPS]), max_size=4)
        ),
        min_size=1,
        max_size=8,
    )
)
def test_the_same_release_never_reaches_anybody_twice_whatever_the_server_does(
    source: Observatory, runs: list[tuple[str, list[str]]]
) -> None:
    with transaction.atomic():
        follows(source, ADA, "25547", "25056")
        follows(source, BLAISE, "25547")
        reached: Counter[tuple[str, str]] = Counter()
        for release, plan in runs:
            Server.starts(plan)
            # As if the figures had changed again.
            for one in Subscription.objects.all():
                one.told[FTTH] = {"title": "Fibre", "words": "1 %"}
                one.save()
            sending.send_due(source, release)
            reached.update((mail.to[0], release) for mail in Server.arrived)
        assert all(times == 1 for times in reached.values())
        gone = Mailing.objects.filter(sent_at__isnull=False)
        assert {(one.subscription.follower.email, one.release) for one in gone} <= set(reached)
        transaction.set_rollback(True)


def test_the_database_refuses_the_same_mailing_twice(source: Observatory) -> None:
    follows(source, ADA, "25547")
    one, now = Subscription.objects.get(), timezone.now()
    Mailing.objects.create(subscription=one, release="1", claimed_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mailing.objects.create(subscription=one, release="1", claimed_at=now)


def test_who_stops_is_forgotten_with_the_last_place(source: Observatory) -> None:
    ada = follows(source, ADA, "25547", "25056")
    first = Subscription.objects.filter(follower=ada).first()
    other = follows(source, BLAISE, "25547")
    assert first is not None
    asking.stop(other, first.pk)
    assert Subscription.objects.filter(follower=ada).count() == 2, "a link ends one's own mails only"
    asking.stop(ada, first.pk)
    assert Follower.objects.filter(email=ADA).exists()
    asking.stop(ada, Subscription.objects.get(follower=ada).pk)
    assert not Follower.objects.filter(email=ADA).exists()
    assert not Mailing.objects.exists()


def test_what_is_not_confirmed_is_forgotten_after_a_week(source: Observatory) -> None:
    asking.ask(places.commune(source, "25547"), ADA)
    follows(source, BLAISE, "25547")
    assert purge.forget() == 0
    Subscription.objects.filter(follower__email=ADA).update(asked_at=timezone.now() - timedelta(days=8))
    assert purge.forget() == 2
    assert [one.email for one in Follower.objects.all()] == [BLAISE]


def test_after_three_years_the_question_is_asked_once_then_all_is_forgotten(source: Observatory) -> None:
    follows(source, ADA, "25547", told={})
    follows(source, BLAISE, "25547", told={})
    long_ago = timezone.now() - timedelta(days=3 * 365 + 1)
    Subscription.objects.update(confirmed_at=long_ago)
    sending.send_due(source, "1")
    Server.starts([REFUSES])
    Subscription.objects.update(asked_again_at=None)
    assert sending.send_due(source, "2").renewals == 1
    assert sending.send_due(source, "2").renewals == 1, "the refused one"
    assert sending.send_due(source, "2").renewals == 0
    assert all("Il y a 3 ans" in body(mail) for mail in Server.arrived)
    ada = Subscription.objects.get(follower__email=ADA)
    token = asking.link(asking.KEEP, ada.pk).rpartition("/")[2]
    asking.confirm(asking.asked(asking.KEEP, token), source, places.commune(source, "25547"))
    assert purge.forget() == 0
    month = timezone.now() - timedelta(days=31)
    Subscription.objects.exclude(asked_again_at=None).update(asked_again_at=month)
    assert purge.forget() == 2
    assert [one.email for one in Follower.objects.all()] == [ADA]


def test_only_what_is_shown_otherwise_is_a_change() -> None:
    told = {"a": {"title": "A", "words": "1"}, "b": {"title": "B", "words": "2"}, "c": {"title": "C", "words": "3"}}
    known = [Fact("a", "A", "1", "/a"), Fact("b", "B", "5", "/b"), Fact("d", "D", "9", "/d")]
    found = [(one.title, one.before, one.now, one.page) for one in changes(told, known, "/lieu")]
    assert found == [("B", "2", "5", "/b"), ("D", "", "9", "/d"), ("C", "3", "inconnu", "/lieu")]


def test_a_mail_about_a_simulated_region_says_so(demo_home: Path, settings: Any) -> None:
    settings.MAILLAGE_HOME, settings.EMAIL_BACKEND = demo_home, NAME
    Server.starts()
    source = door.current(demo_home)
    commune = source.territories(places.Level.COMMUNE)[0]
    asking.ask(places.commune(source, commune.ref.code), ADA)
    (mail,) = Server.arrived
    assert source.release.notice
    assert str(mail.body).startswith(source.release.notice)
    assert isinstance(mail, EmailMultiAlternatives)
    assert source.release.notice in str(mail.alternatives[0].content)
