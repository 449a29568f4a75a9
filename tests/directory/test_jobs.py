"""Long work is asked once, done once, told in French when it fails, kept a while, and read by who asked alone."""

import errno
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from maillage.directory.jobs import asking, files, purge, registry, running, telling
from maillage.directory.jobs.models import Job, State
from maillage.directory.jobs.registry import WORKS, Work
from maillage.directory.jobs.taking_back import take_back
from maillage.directory.joining import Described, describe, join
from maillage.directory.models import User
from maillage.kernel.errors import BusyError, DataError, UsageError
from tests.directory import works
from tests.working import work

pytestmark = pytest.mark.django_db
NUMBERS = {"number": 1, "seconds": 0}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.MAILLAGE_HOME = tmp_path
    return tmp_path


@pytest.fixture
def member(db: None) -> User:
    describe("Région Essai", Described(territory="region:27"))
    return join("membre@exemple.fr", "Région Essai", "lecteur").person


@pytest.fixture
def short_of_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "HEAVIEST", 2_000_000)
    monkeypatch.setattr(purge, "MOST_KEPT", 10)


def ask(work: Work = works.slow, asked: str = "1", person: User | None = None) -> Job:
    return asking.start(work, NUMBERS, title="Un essai", asked=asked, back="/sources", person=person)


def done(job: Job) -> Job:
    """The job, once a worker did all that waits."""
    work()
    job.refresh_from_db()
    return job


def test_a_job_waits_then_is_done_and_its_file_is_kept_a_while(home: Path) -> None:
    job = ask()
    assert (job.state, asking.file_of(job)) == (State.WAITING, None)
    done(job)
    assert (job.state, job.share, job.file_name, job.file_size) == (State.READY, 100, "essai.txt", 4)
    path = asking.file_of(job)
    assert path is not None
    assert path.read_bytes() == b"fait"
    assert path.parent == home / "jobs"
    assert job.kept_until is not None
    assert job.ended_at is not None
    assert job.kept_until - job.ended_at > timedelta(days=6)


def test_the_address_of_a_job_cannot_be_guessed() -> None:
    keys = {ask(asked=str(number)).key for number in range(20)}
    assert len(keys) == 20
    assert all(re.fullmatch(r"[\w-]{22}", key) for key in keys)


def test_the_same_thing_asked_twice_is_done_once_and_given_while_it_is_kept(home: Path) -> None:
    first = ask()
    assert ask() == first
    done(first)
    assert ask() == first
    assert asking.ready(works.slow, "1") == first
    assert ask(asked="2") != first
    assert (home / "noted.txt").read_text() == "begun 1\ndone 1\n"


def test_what_changes_all_the_time_is_shared_while_it_is_made_and_made_again_afterwards() -> None:
    first = ask(works.fresh)
    assert ask(works.fresh) == first
    done(first)
    second = done(ask(works.fresh))
    assert second != first
    assert {Job.objects.get(pk=job.pk).state for job in (first, second)} == {State.READY}


def test_two_members_who_ask_the_same_have_each_their_own(member: User) -> None:
    other = join("autre@exemple.fr", "Région Essai", "lecteur").person
    assert len({ask().pk, ask(person=member).pk, ask(person=other).pk}) == 3


def test_too_many_jobs_at_a_time_are_refused_in_french(member: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(asking.MOST_OF_ONE):
        ask(asked=str(number), person=member)
    with pytest.raises(BusyError, match="Beaucoup de fichiers"):
        ask(asked="de trop", person=member)
    # What already waits is not one more, and others are not shut out.
    ask(asked="0", person=member)
    ask(asked="public")
    monkeypatch.setattr(asking, "MOST_PUBLIC", 1)
    with pytest.raises(BusyError):
        ask(asked="public de trop")


def test_a_question_too_long_is_refused_in_french() -> None:
    with pytest.raises(UsageError, match="trop longue"):
        ask(asked="é" * 600)


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (works.refused, "Aucune commune 99999. Vérifiez le code."),
        (works.broken, running.UNFORESEEN),
        (works.full, running.FULL),
        (works.heavy, "Ce fichier dépasserait 2\u00a0Mo : demandez-en une partie."),
    ],
)
@pytest.mark.usefixtures("short_of_room")
def test_a_job_that_fails_says_so_in_french_leaves_no_file_and_can_be_asked_again(
    work: Work, words: str, home: Path
) -> None:
    job = done(ask(work))
    assert (job.state, job.failure.replace("\u202f", " ")) == (State.FAILED, words)
    assert "secret" not in job.failure
    assert list((home / "jobs").iterdir()) == []
    again = asking.again(job)
    assert (again.state, again.title, again.work) == (State.WAITING, "Un essai", job.work)
    assert again.pk != job.pk
    assert asking.again(job) == again


def test_a_work_that_this_version_no_longer_knows_is_told_in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    job = ask()
    monkeypatch.delitem(WORKS, "test.slow")
    assert "ne sait plus faire ce travail" in done(job).failure
    with pytest.raises(DataError):
        asking.again(job)


def test_two_works_never_have_the_same_name() -> None:
    def other(progress: Any, arguments: Any, out: Any) -> str:
        return ""

    with pytest.raises(ValueError, match=r"test\.slow"):
        registry.work("test.slow", kept=works.KEPT)(other)


def test_an_attempt_taken_for_dead_writes_nothing_when_it_wakes_up() -> None:
    job = ask()
    sleeper = Job.objects.get(pk=job.pk)
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, heard_at=timezone.now() - timedelta(hours=1))
    Job.objects.filter(pk=job.pk).update(asked_at=timezone.now() - timedelta(hours=1))
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now() - timedelta(hours=1))
    assert take_back() == 1
    assert take_back() == 0
    running._ready(sleeper, works.slow, "du mort.txt", 1)
    assert Job.objects.get(pk=job.pk).state == State.WAITING
    assert done(job).file_name == "essai.txt"


def test_a_job_that_is_heard_or_waits_its_turn_is_not_taken_back() -> None:
    waiting, heard = ask(asked="1"), ask(asked="2")
    long_ago = timezone.now() - timedelta(hours=1)
    Job.objects.update(asked_at=long_ago, heard_at=long_ago)
    Job.objects.filter(pk=heard.pk).update(state=State.RUNNING, heard_at=timezone.now())
    DBTaskResult.objects.filter(pk=heard.attempt).update(status="RUNNING", started_at=long_ago)
    assert take_back() == 0
    # Its worker is known to be dead: no need to wait for its silence.
    DBTaskResult.objects.filter(pk=heard.attempt).update(worker_ids=["mort"])
    assert take_back("mort") == 1
    waiting.refresh_from_db()
    assert waiting.state == State.WAITING


def test_a_job_that_ends_its_worker_each_time_is_given_up_in_french() -> None:
    job = ask()
    Job.objects.filter(pk=job.pk).update(attempts=running.MOST_ATTEMPTS)
    assert done(job).failure == running.INTERRUPTED


def test_a_file_past_its_time_is_erased_and_asked_anew(home: Path) -> None:
    job = done(ask())
    Job.objects.filter(pk=job.pk).update(kept_until=timezone.now() - timedelta(seconds=1))
    assert asking.ready(works.slow, "1") is None
    job.refresh_from_db()
    assert (job.state, job.path.exists()) == (State.ERASED, False)
    assert ask() != job


def test_a_file_that_somebody_cut_or_took_away_is_not_given() -> None:
    job = done(ask())
    job.path.write_bytes(b"f")
    assert asking.file_of(job) is None
    assert ask() != job


def test_what_is_past_is_forgotten_and_nothing_else(home: Path, member: User) -> None:
    kept, late, orphan = done(ask()), done(ask(asked="2")), done(ask(asked="3", person=member))
    failed, waiting = done(ask(works.refused)), ask(asked="4")
    Job.objects.filter(pk=late.pk).update(kept_until=timezone.now() - timedelta(days=1))
    member.delete()
    assert purge.forget() == 2
    assert [path.name for path in (home / "jobs").iterdir()] == [kept.path.name]
    assert not Job.objects.filter(pk=orphan.pk).exists()
    Job.objects.filter(pk__in=(late.pk, failed.pk)).update(ended_at=timezone.now() - timedelta(days=31))
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(days=2))
    purge.forget()
    assert set(Job.objects.values_list("pk", flat=True)) == {kept.pk, waiting.pk}
    assert done(waiting).state == State.READY


@pytest.mark.usefixtures("short_of_room")
def test_the_oldest_files_go_first_when_all_of_them_are_too_much(home: Path) -> None:
    # A worker forgets what is to be forgotten, from time to time: here, each time.
    jobs = [done(ask(asked=str(number))) for number in range(4)]
    assert [Job.objects.get(pk=job.pk).state for job in jobs] == [State.ERASED] * 2 + [State.READY] * 2


def test_a_member_who_left_the_page_is_told_once_by_mail_with_the_address_and_never_the_file(member: User) -> None:
    job = done(ask(person=member))
    assert telling.due() == 0
    Job.objects.update(ended_at=timezone.now() - timedelta(minutes=1))
    assert (telling.due(), telling.due()) == (1, 0)
    (letter,) = mail.outbox
    assert letter.to == ["membre@exemple.fr"]
    assert "votre fichier est prêt" in letter.subject
    assert f"/piloter/travaux/{job.key}" in str(letter.body)
    # Two ways to say the same, and no file.
    assert [kind for _, kind in letter.alternatives] == ["text/html"]  # type: ignore[attr-defined]
    assert letter.attachments == []


def test_a_member_is_told_of_a_failure_too(member: User) -> None:
    done(ask(works.broken, person=member))
    Job.objects.update(ended_at=timezone.now() - timedelta(minutes=1))
    assert telling.due() == 1
    assert "n’a pas pu être préparé" in mail.outbox[0].subject


def test_who_saw_the_end_is_not_told_nor_is_the_public(member: User) -> None:
    asking.note_seen(done(ask(person=member)))
    done(ask())
    Job.objects.update(ended_at=timezone.now() - timedelta(minutes=1))
    assert telling.due() == 0
    assert mail.outbox == []


def test_a_mail_that_could_not_leave_is_tried_again(member: User, settings: Any) -> None:
    done(ask(person=member))
    Job.objects.update(ended_at=timezone.now() - timedelta(minutes=1))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 1
    with pytest.raises(OSError):
        telling.due()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert telling.due() == 1


def test_a_file_that_is_sent_is_read_by_the_job_and_erased_with_it(home: Path) -> None:
    job = asking.start(works.reads, {}, title="Un essai", asked="1", back="/", sent=b"classeur")
    purge.forget()
    assert job.sent.read_bytes() == b"classeur"
    done(job)
    assert job.path.read_bytes() == b"classeur"
    asking.expire(job)
    assert list((home / "jobs").iterdir()) == []


def test_a_file_that_is_sent_is_read_again_when_its_job_begins_again() -> None:
    job = asking.start(works.reads, {}, title="Un essai", asked="1", back="/", sent=b"classeur")
    Job.objects.update(state=State.FAILED)
    assert done(asking.again(job)).path.read_bytes() == b"classeur"
    job.sent.unlink()
    Job.objects.update(state=State.FAILED)
    assert "envoyez-le de nouveau" in done(asking.again(job)).failure


def test_a_file_that_the_disk_does_not_take_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "writing", _full)
    with pytest.raises(UsageError, match="le disque du site est plein"):
        asking.start(works.reads, {}, title="Un essai", asked="1", back="/", sent=b"classeur")
    assert Job.objects.count() == 0


def _full(path: Path) -> Any:
    raise OSError(errno.ENOSPC, "full")


def test_what_another_attempt_does_is_not_written() -> None:
    job = ask()
    arguments = {"job": job.key, "attempt": str(uuid4())}
    with pytest.raises(running.TakenAway):
        running.once(arguments, lambda: 1)
    assert running.once({"job": job.key, "attempt": str(job.attempt)}, lambda: 1) == 1
    assert running.once({"job": job.key, "attempt": str(job.attempt)}, lambda: 2) == 1
