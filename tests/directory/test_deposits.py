"""A file given on a page is checked line by line, and published once somebody says so; else nothing changes."""

import json
import resource
import shutil
import signal
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from maillage.directory.deposits import files, giving
from maillage.directory.deposits.models import Deposit, State
from maillage.directory.deposits.work import publication
from maillage.directory.jobs import asking
from maillage.directory.jobs.models import Job
from maillage.directory.jobs.models import State as Ended
from maillage.directory.joining import Described, describe, join
from maillage.directory.models import Membership, User
from maillage.kernel.errors import UsageError
from maillage.observatory import door
from tests import homes
from tests.working import work

# The thread that says a worker lives has a connection of its own, which on PostgreSQL sees only what is committed.
pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql")
SITES = "arcep_sites_mobiles"
FILE = (homes.SAMPLES / f"{SITES}.csv").read_bytes()
NEXT = "2026-T3"


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A release of the samples, to write in."""
    place = Path(shutil.copytree(homes.samples(), tmp_path / "home", symlinks=True))
    settings.MAILLAGE_HOME = place
    yield place
    door.close()


def member(kind: str, role: str, **limits: str) -> User:
    name = f"{kind} {role} {limits}"
    describe(name, Described(kind=kind, territory="region:27"))
    person = join(f"{kind}-{role}-{len(limits)}@exemple.fr", name, role).person
    Membership.objects.filter(person=person).update(**limits)
    return person


@pytest.fixture
def giver(db: None) -> User:
    return member("equipe", "equipe")


def give(
    person: User, content: bytes = FILE, source: str = SITES, period: str = NEXT, name: str = "sites.csv"
) -> Deposit:
    return giving.give(person, giving.source_of(source), name, [content], period)


def worked(deposit: Deposit) -> Deposit:
    """The deposit, once a worker did all that waits."""
    work()
    return Deposit.objects.get(pk=deposit.pk)


def number(home: Path) -> int:
    door.close()
    return door.current(home).release.number


def test_a_file_is_checked_then_published_once_somebody_says_so(home: Path, giver: User) -> None:
    before = number(home)
    deposit = give(giver)
    assert (deposit.state, deposit.period) == (State.CHECKING, NEXT)
    checked = worked(deposit)
    assert checked.state == State.CHECKED
    # samples/README.md: of twenty rows, one is outside the region and two are refused.
    counts = [checked.summary[name] for name in ("read", "kept", "refused", "outside")]
    assert counts == [20, 17, 2, 1]
    assert len(json.loads(checked.report.read_text())["marks"]) > 0
    assert number(home) == before
    giving.confirm(checked, giver, door.current(home), fewer=False)
    published = worked(checked)
    assert (published.state, published.release, number(home)) == (State.PUBLISHED, before + 1, before + 1)
    assert door.current(home).source(SITES).last.period.code == NEXT  # type: ignore[union-attr]
    assert published.confirmed_by == giver


@pytest.mark.more
def test_a_run_that_was_cut_after_it_published_does_not_publish_twice(home: Path, giver: User) -> None:
    deposit = worked(give(giver))
    giving.confirm(deposit, giver, door.current(home), fewer=False)
    published = worked(deposit)
    Deposit.objects.filter(pk=deposit.pk).update(state=State.PUBLISHING, release=None)
    Job.objects.filter(pk=published.job_id).delete()
    asking.start(publication, {"deposit": deposit.pk}, title="Encore", asked="encore", back="/", person=giver)
    assert worked(deposit).release == published.release == number(home)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 not a table", "colonne"),
        (b"a;b;c\n1;2;3\n", "colonne"),
        (b'[{"code_op": "20801"}]', "JSON"),
        (b"code_op;num_site\n" + b"x" * 64_000_000 + b"\n", "colonne"),
        (FILE.split(b"\n")[0] + b"\n" + b"x" * 64_000_000 + b"\n", "0 lignes gardées"),
        (b"\xff\xfe\x00\x00", "UTF-16"),
        (b"PK\x03\x04 broken", "archive incomplète"),
    ],
    ids=["pdf", "other columns", "json", "a line of 64 MB", "a row of 64 MB", "utf-16", "broken zip"],
)
def test_a_wrong_file_is_refused_in_words_and_what_was_published_stays(
    home: Path, giver: User, content: bytes, words: str
) -> None:
    before = number(home)
    refused = worked(give(giver, content))
    assert refused.state == State.REFUSED
    assert words.casefold() in refused.failure.casefold()
    assert "Traceback" not in refused.failure
    assert number(home) == before
    with pytest.raises(UsageError):
        giving.confirm(refused, giver, door.current(home), fewer=True)


def test_an_empty_or_too_heavy_file_leaves_nothing_behind(
    home: Path, giver: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="vide"):
        give(giver, b"")
    monkeypatch.setattr(files, "HEAVIEST", 100)
    with pytest.raises(UsageError, match="trop lourd"):
        give(giver, b"x" * 101)
    assert not Deposit.objects.exists()
    assert [path for path in (home / "deposits").rglob("*") if path.is_file()] == []


def test_a_disk_that_fills_is_said_in_words_and_leaves_nothing(home: Path, giver: User) -> None:
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(UsageError, match="disque du site est plein"):
            files.receive(SITES, [b"x" * 200_000])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert [path for path in (home / "deposits").rglob("*") if path.is_file()] == []


def test_only_the_project_team_gives_files_for_the_whole_region(home: Path) -> None:
    for person in (
        member("equipe", "lecteur"),
        member("equipe", "contributeur"),
        member("equipe", "equipe", territories="departement:25"),
        member("equipe", "equipe", strategy="plan"),
        member("collectivite", "administrateur"),
    ):
        with pytest.raises(PermissionDenied):
            give(person)
    assert give(member("equipe", "administrateur")).state == State.CHECKING


@pytest.mark.more
def test_of_two_people_at_once_one_publishes_and_the_other_checks_again(home: Path, giver: User) -> None:
    other = member("equipe", "administrateur")
    lines = FILE.splitlines(keepends=True)
    mine, theirs = worked(give(giver)), worked(give(other, b"".join(lines[:-1])))
    giving.confirm(mine, giver, door.current(home), fewer=False)
    worked(mine)
    door.close()
    with pytest.raises(UsageError, match="Une autre livraison est arrivée"):
        giving.confirm(theirs, other, door.current(home), fewer=True)
    again = worked(theirs)
    assert again.state == State.CHECKED
    assert again.summary["difference"]["period"] == NEXT


def test_who_answers_second_is_told_and_nothing_is_done_twice(home: Path, giver: User) -> None:
    deposit = worked(give(giver))
    same = Deposit.objects.get(pk=deposit.pk)
    giving.drop(deposit, giver)
    with pytest.raises(UsageError, match="déjà publié, abandonné"):
        giving.confirm(same, giver, door.current(home), fewer=False)
    assert Deposit.objects.get(pk=deposit.pk).state == State.DROPPED


def test_many_rows_less_are_published_only_by_who_says_they_know(home: Path, giver: User) -> None:
    head, first, *_ = (homes.SAMPLES / "groupements.csv").read_bytes().splitlines(keepends=True)
    few = worked(give(giver, head + first, "groupements", "2026-11-29"))
    assert (few.state, few.summary["kept"], few.summary["shrunk"]) == (State.CHECKED, 1, True)
    with pytest.raises(UsageError, match="cochez la case"):
        giving.confirm(few, giver, door.current(home), fewer=False)
    assert Deposit.objects.get(pk=few.pk).state == State.CHECKED
    giving.confirm(few, giver, door.current(home), fewer=True)
    assert Deposit.objects.get(pk=few.pk).state == State.PUBLISHING


def test_what_it_describes_is_asked_as_the_source_says_it(home: Path, giver: User) -> None:
    with pytest.raises(UsageError, match="trimestre"):
        give(giver, period="2026-11-29")
    with pytest.raises(UsageError, match="jour"):
        give(giver, source="groupements", period="2026-T3")
    with pytest.raises(UsageError, match="illisible"):
        give(giver, period="bientôt")
    with pytest.raises(UsageError, match="ne se donnent pas"):
        giving.source_of("ban_adresses")
    assert {*giving.givable()} == {SITES, "groupements", "mednum_bfc"}


def test_work_that_was_lost_is_taken_up_again(home: Path, giver: User) -> None:
    deposit = give(giver)
    Job.objects.filter(pk=deposit.job_id).update(state=Ended.FAILED)
    lost = Deposit.objects.select_related("job").get(pk=deposit.pk)
    assert lost.stopped
    giving.again(lost, giver)
    assert worked(lost).state == State.CHECKED


def test_files_that_nobody_published_are_erased_after_a_month_and_rows_stay(home: Path, giver: User) -> None:
    deposit = worked(give(giver))
    giving.drop(deposit, giver)
    assert deposit.path.is_file()
    Deposit.objects.update(given_at=timezone.now() - timedelta(days=31))
    files.purge()
    assert not deposit.path.exists()
    assert Deposit.objects.count() == 1


def test_two_files_received_at_once_do_not_meet(home: Path, settings: Any) -> None:
    received: list[tuple[Path, int, str]] = []

    def receive(letter: bytes) -> None:
        received.append(files.receive(SITES, [letter * 1000] * 50))

    threads = [threading.Thread(target=receive, args=(letter,)) for letter in (b"a", b"b", b"c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {len(set(path.read_bytes())) for path, _, _ in received} == {1}
    assert len({digest for _, _, digest in received}) == 3
