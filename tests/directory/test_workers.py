"""Real workers, killed, stopped, two at once: each job is done once, on SQLite as on PostgreSQL."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests import homes

pytestmark = [pytest.mark.more, pytest.mark.django_db(transaction=True)]
BEGIN = "import os, sys, django; django.setup(); from tests.directory import works\n"
# SILENT is a minute in service: what is known by silence alone is waited for less here.
WORK = BEGIN + (
    "from datetime import timedelta\n"
    "from maillage.directory.jobs import running, taking_back\n"
    "running.BEAT = 1.0; taking_back.SILENT = timedelta(seconds=float(sys.argv[1]))\n"
    "from maillage.config import hand; hand.TICK = 0.5\n"
    "from maillage.config.work import work; work()\n"
)
ASK = BEGIN + (
    "from maillage.directory.jobs.asking import start\n"
    "from maillage.directory.jobs import asking; asking.MOST_PUBLIC = 1000\n"
    "name, count, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])\n"
    "for number in range(count):\n"
    "    start(getattr(works, name), {'number': number, 'seconds': seconds},"
    "          title='Essai', asked=str(number), back='/')\n"
)
COLUMNS = ("state", "attempts", "share", "failure")


class Place:
    """A home, and what is done in it by other processes."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {
            **os.environ,
            "MAILLAGE_HOME": str(home),
            "PYTHONPATH": str(homes.ROOT),
            "DJANGO_SETTINGS_MODULE": "maillage.config.settings",
        }
        if connection.vendor == "postgresql":
            kept = connection.settings_dict
            self.environment["DATABASE_URL"] = f"postgresql://{kept['USER']}@/{kept['NAME']}?host={kept['HOST']}"

    def run(self, program: str, *arguments: str) -> str:
        command = [sys.executable, "-c", program, *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, name: str, count: int = 1, seconds: float = 0) -> None:
        self.run(ASK, name, str(count), str(seconds))

    @property
    def jobs(self) -> list[dict[str, Any]]:
        query = f"SELECT {', '.join(COLUMNS)} FROM jobs_job ORDER BY id"
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(query)
                rows = cursor.fetchall()
        else:
            with closing(sqlite3.connect(self.home / "maillage.sqlite3", timeout=10)) as kept:
                rows = kept.execute(query).fetchall()
        return [dict(zip(COLUMNS, row, strict=True)) for row in rows]

    @property
    def noted(self) -> Counter[str]:
        notes = self.home / "noted.txt"
        return Counter(notes.read_text().splitlines() if notes.exists() else [])

    def until(self, reached: Callable[[], bool], seconds: float = 180) -> None:
        end = time.monotonic() + seconds
        while not reached():
            assert time.monotonic() < end, (self.noted, self.jobs)
            time.sleep(0.1)

    def over(self) -> bool:
        return all(job["state"] in ("ready", "failed") for job in self.jobs)

    @contextmanager
    def keeper(self, silent: float = 60) -> Iterator[subprocess.Popen[bytes]]:
        """A worker and its keeper, as `maillage work` runs them."""
        with subprocess.Popen([sys.executable, "-c", WORK, str(silent)], env=self.environment) as process:
            try:
                yield process
            finally:
                process.terminate()
                process.wait(20)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    home = tmp_path / "home"
    shutil.copytree(homes.blank(), home)
    return Place(home)


def worker_of(keeper: subprocess.Popen[bytes]) -> int:
    """The process that works, once it is there."""
    children = Path(f"/proc/{keeper.pid}/task/{keeper.pid}/children")
    for _ in range(300):
        if numbers := children.read_text().split():
            return int(numbers[0])
        time.sleep(0.1)
    raise AssertionError("no worker came")


def alive(process: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False


def test_two_workers_do_a_hundred_jobs_each_once(place: Place) -> None:
    place.ask("slow", 100, 0.02)
    with place.keeper(), place.keeper():
        place.until(lambda: len(place.noted) == 200)
        place.until(place.over)
    assert set(place.noted.values()) == {1}
    assert {(job["state"], job["attempts"]) for job in place.jobs} == {("ready", 1)}
    assert len(list((place.home / "jobs").iterdir())) == 100


def test_the_job_of_a_killed_worker_is_taken_up_at_once_by_the_next(place: Place) -> None:
    place.ask("slow", 1, 4)
    with place.keeper() as keeper:
        place.until(lambda: place.noted["begun 0"] == 1)
        os.kill(worker_of(keeper), signal.SIGKILL)
        place.until(lambda: place.noted["done 0"] == 1)
        place.until(place.over)
    assert place.noted == {"begun 0": 2, "done 0": 1}
    assert [(job["state"], job["attempts"]) for job in place.jobs] == [("ready", 2)]
    # What the dead one had begun to write is swept, once the keeper that comes looks at it.
    with place.keeper():
        place.until(lambda: len(list((place.home / "jobs").iterdir())) == 1)


def test_the_job_of_a_worker_killed_with_its_keeper_is_taken_up_by_another(place: Place) -> None:
    place.ask("slow", 1, 3)
    with place.keeper() as keeper:
        worker = worker_of(keeper)
        place.until(lambda: place.noted["begun 0"] == 1)
        keeper.kill()
        os.kill(worker, signal.SIGKILL)
    with place.keeper(silent=8):
        place.until(lambda: place.noted["done 0"] == 1)
        place.until(place.over)
    assert place.noted == {"begun 0": 2, "done 0": 1}


def test_a_worker_that_sleeps_too_long_loses_its_job_and_does_not_end_it(place: Place) -> None:
    place.ask("slow", 1, 3)
    with place.keeper(silent=8) as first:
        place.until(lambda: place.noted["begun 0"] == 1)
        sleeper = worker_of(first)
        os.kill(sleeper, signal.SIGSTOP)
        try:
            with place.keeper(silent=8):
                place.until(lambda: place.noted["done 0"] == 1)
                place.until(place.over)
        finally:
            os.kill(sleeper, signal.SIGCONT)
        time.sleep(3)
    assert place.noted["begun 0"] == 2
    (job,) = place.jobs
    assert (job["state"], job["attempts"]) == ("ready", 2)
    assert len(list((place.home / "jobs").iterdir())) == 1


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_stopped_gives_its_job_back_and_it_is_done_after_a_restart(
    place: Place, stop: signal.Signals
) -> None:
    place.ask("slow", 1, 5)
    with place.keeper() as keeper:
        worker = worker_of(keeper)
        place.until(lambda: place.noted["begun 0"] == 1)
        keeper.send_signal(stop)
        assert keeper.wait(10) == 0
        assert not alive(worker)
    assert [(job["state"], job["attempts"]) for job in place.jobs] == [("waiting", 0)]
    assert list((place.home / "jobs").iterdir()) == []
    with place.keeper():
        place.until(place.over)
    assert place.noted == {"begun 0": 2, "done 0": 1}


def test_a_worker_ends_when_its_keeper_is_killed(place: Place) -> None:
    with place.keeper() as keeper:
        worker = worker_of(keeper)
        keeper.kill()
        place.until(lambda: not alive(worker))


def test_a_job_that_kills_its_workers_is_given_up_and_the_others_are_done(place: Place) -> None:
    place.ask("deadly")
    with place.keeper():
        place.until(place.over)
        place.ask("fresh")
        place.until(place.over)
    first, second = place.jobs
    assert first["state"] == "failed"
    assert "interrompu plusieurs fois" in first["failure"]
    assert second["state"] == "ready"


def test_a_job_that_wants_too_much_memory_fails_alone_in_french(place: Place) -> None:
    place.ask("greedy")
    place.ask("fresh")
    with place.keeper() as keeper:
        worker = worker_of(keeper)
        place.until(place.over)
        assert alive(worker)
        assert int(Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[16]) == 10
    assert [job["state"] for job in place.jobs] == ["failed", "ready"]
    assert "plus de mémoire" in place.jobs[0]["failure"]


def test_progress_is_written_while_it_runs(place: Place) -> None:
    place.ask("slow", 1, 6)
    with place.keeper():
        place.until(lambda: 0 < place.jobs[0]["share"] < 100)
        place.until(place.over)
    assert place.jobs[0]["share"] == 100


def test_what_a_job_writes_is_written_once_though_its_worker_was_killed_right_after(place: Place) -> None:
    place.ask("writes")
    with place.keeper():
        place.until(place.over)
    assert [(job["state"], job["attempts"]) for job in place.jobs] == [("ready", 2)]
    counted = place.run(
        "import django; django.setup(); from maillage.directory.models import User; "
        "print(User.objects.filter(email__startswith='fait-').count())"
    )
    assert counted == "1\n"
