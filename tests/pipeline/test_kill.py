"""A run that dies at any moment, by kill -9 or Ctrl-C: what is read is the release before or the one after.

`KILLER` runs the real command, each time in a process of its own (a fork, so that Python starts once), and kills
it just before its n-th change to the disk: every moment that matters is tried, and not only those that chance
finds. DuckDB writes out of its sight: seeded delays cover that.
"""

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from maillage.store.home import Home
from maillage.store.receipt import all_receipts
from tests.cli.terminal import (
    ROOT,
    SAMPLES,
    SPEED,
    debits,
    debits_file,
    every_commune,
    figure,
    own_copy,
    plain,
    publish,
    rows,
    run,
    snapshot,
    succeed,
)

pytestmark = pytest.mark.more

KILLER = """
import json, os, signal, sys
from maillage.cli.main import main
def die_before(home, watched, last):
    seen = 0
    def watch(event, arguments):
        nonlocal seen
        if event not in watched or not str(arguments[0]).startswith(home):
            return
        if event == "open" and arguments[1] in (None, "r", "rb"):
            return
        seen += 1
        if seen == last:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(watch)
for line in sys.stdin:
    home, watched, last, arguments = json.loads(line)
    child = os.fork()
    if child == 0:
        os.dup2(2, 1)
        os.environ["MAILLAGE_HOME"] = home
        die_before(home, watched.split(), last)
        main(arguments)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
DISK = "open os.mkdir os.rename os.remove os.rmdir os.symlink"
# The folders and links of the tables kept with a release are dozens of times the same thing.
COMPUTING = "os.rename os.rmdir sqlite3.connect"
DELAYS = 5
Killed = Callable[..., bool]
MANIFEST = """source,period,path,date_obtained
cog_communes,2026,cog_communes.json,2026-11-21
cog_epci,2026,cog_epci.json,2026-11-21
cog_departements,2026,cog_departements.json,2026-11-21
cog_regions,2026,cog_regions.json,2026-11-21
contours_communes,2018,contours_communes.geojson,2026-11-21
contours_communes,2018,contours_communes.90.geojson,2026-11-21
arcep_mci_debits,2026-T2,arcep_mci_debits.csv,2026-09-12
"""


@pytest.fixture
def home(release_home: Path, tmp_path: Path) -> Path:
    return own_copy(release_home, tmp_path)


def delivery(folder: Path, eligible: int) -> Path:
    """The second quarter of 2026 with so many premises in a hundred eligible everywhere."""
    lines = [debits(line[:5], eligible=eligible, day="2026-06-30") for line in every_commune()]
    return debits_file(folder, *lines, name="arcep_mci_debits.csv")


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "MAILLAGE_HOME": str(home)}


@pytest.fixture(scope="module")
def killed() -> Iterator[Killed]:
    """Run a command on a home, and kill it just before its n-th change to the disk; whether there was one."""
    with subprocess.Popen(
        [sys.executable, "-c", KILLER], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as killer:
        assert killer.stdin is not None
        assert killer.stdout is not None
        orders, ends = killer.stdin, killer.stdout

        def kill(home: Path, watched: str, last: int, *arguments: object) -> bool:
            print(json.dumps([str(home), watched, last, [*map(str, arguments)]]), file=orders, flush=True)
            code = int(ends.readline())
            assert code in (0, -signal.SIGKILL)
            return code != 0

        yield kill
        orders.close()


def answer(home: Path) -> str:
    """What a reader gets of one figure, every period of it."""
    return succeed(home, "show", SPEED, "departement:25", "--format", "json")


def check_whole(home: Path) -> None:
    """The release being read has all that a release has, and every page can be drawn from it."""
    whole = {name for name in snapshot(home / "releases" / "00001") if not name.startswith("tables")}
    served = (home / "releases" / "current").resolve()
    assert {name for name in snapshot(served) if not name.startswith("tables")} == whole
    assert "arcep_mci_debits" in succeed(home, "sources")


def test_killed_at_any_moment_of_a_publication_the_old_release_or_the_new_is_read(
    killed: Killed, home: Path, tmp_path: Path
) -> None:
    succeed(home, "load", "arcep_mci_debits", delivery(tmp_path, 60))
    succeed(home, "compute")
    old, computed, answers = answer(home), snapshot(home), []
    for last in itertools.count(1):
        trial = own_copy(home, tmp_path / f"{last}")
        if not killed(trial, DISK, last, "publish"):
            break
        answers.append(answer(trial))
        check_whole(trial)
        if run(trial, "publish").code:
            publish(trial)
        assert figure(trial, SPEED, "departement:25", "2026-T2")["value"] == 60
        check_whole(trial)
    new = answer(trial)
    assert new != old
    assert snapshot(home) == computed
    # Ten changes or so: first the old release is read, then the new, and nothing else.
    assert len(answers) >= 6
    assert answers == sorted(answers, key=[old, new].index)
    assert {*answers} == {old, new}


def test_killed_at_any_moment_of_a_computation_nothing_changes_for_readers(
    killed: Killed, home: Path, tmp_path: Path
) -> None:
    succeed(home, "load", "arcep_mci_debits", delivery(tmp_path, 60))
    succeed(home, "compute")
    before = snapshot(home / "releases")
    for last in itertools.count(1):
        if not killed(home, COMPUTING, last, "compute"):
            break
        assert snapshot(home / "releases") == before
    assert last > 3
    assert not (home / "build.tmp").exists()
    succeed(home, "publish")
    assert figure(home, SPEED, "departement:25", "2026-T2")["value"] == 60
    check_whole(home)


def test_killed_at_any_moment_of_a_load_the_delivery_before_or_the_new_one_is_read(
    killed: Killed, home: Path, tmp_path: Path
) -> None:
    path, read, answers = (
        delivery(tmp_path, 60),
        ("debits_communes", "arcep_mci_debits", "commune", "eligibles_8"),
        [],
    )
    old = rows(home, *read)
    new = [(line[:5], 60) for line in every_commune()]
    for last in itertools.count(1):
        trial = own_copy(home, tmp_path / f"{last}")
        if not killed(trial, DISK, last, "load", "arcep_mci_debits", path, "--obtained-on", "2026-09-12"):
            break
        answers.append(rows(trial, *read))
        assert snapshot(trial / "releases") == snapshot(home / "releases")
        succeed(trial, "load", "arcep_mci_debits", path)
        assert rows(trial, *read) == new
        (receipt,) = (one for one in all_receipts(Home(trial)) if one.source == "arcep_mci_debits")
        place = (trial / receipt.data).parent
        assert {*place.iterdir()} == {place / "receipt.json", trial / receipt.data, trial / receipt.problems}
    assert len(answers) >= 6
    assert answers == sorted(answers, key=[old, new].index)
    assert [old, new] == [found for found, _ in itertools.groupby(answers)]


@pytest.fixture
def two_folders(tmp_path: Path) -> list[tuple[Path, float]]:
    """Two folders of official files that differ by one figure, and that figure."""
    folders = []
    for eligible in (60, 30):
        folder = tmp_path / f"files{eligible}"
        folder.mkdir()
        for path in (*SAMPLES.glob("cog_*.json"), *SAMPLES.glob("contours_*.geojson")):
            (folder / path.name).write_bytes(path.read_bytes())
        (folder / "manifest.csv").write_text(MANIFEST)
        delivery(folder, eligible)
        folders.append((folder, float(eligible)))
    return folders


@contextmanager
def building(home: Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A build under way, in its own process; Ctrl-C reaches it even where the tests run in the background."""
    with subprocess.Popen(
        [sys.executable, "-m", "maillage.cli", "up", "--from", str(folder), "--no-serve"],
        cwd=ROOT,
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        try:
            yield process
        except BaseException:
            # A test that fails must not wait for a process that it had stopped.
            process.kill()
            raise


def test_killed_after_any_delay_a_build_leaves_a_whole_release_and_the_next_one_succeeds(
    tmp_path: Path, two_folders: list[tuple[Path, float]]
) -> None:
    home, chance, deaths = tmp_path / "home", random.Random(20261122), 0
    succeed(home, "up", "--from", two_folders[1][0], "--no-serve")
    for turn in range(DELAYS):
        folder, value = two_folders[turn % 2]
        before = figure(home, SPEED, "region:27", "2026-T2")["value"]
        with building(home, folder) as process:
            # One part of the delays each: from before the first file to after the last step.
            time.sleep(0.25 + (turn + chance.random()) / DELAYS)
            process.kill()
        deaths += process.returncode == -signal.SIGKILL
        assert figure(home, SPEED, "region:27", "2026-T2")["value"] in (before, value)
        check_whole(home)
        succeed(home, "up", "--from", folder, "--no-serve")
        assert figure(home, SPEED, "region:27", "2026-T2")["value"] == value
        check_whole(home)
    assert deaths >= DELAYS // 2


@pytest.mark.parametrize("step", ["Contours des communes", "calcul : Locaux raccordables", "fond de carte"])
def test_interrupted_by_ctrl_c_a_build_says_so_and_exits_with_130(home: Path, step: str) -> None:
    before = snapshot(home / "releases")
    with building(home, SAMPLES) as process:
        assert process.stderr is not None
        told = ""
        for line in process.stderr:
            told += line
            if step in line:
                break
        process.send_signal(signal.SIGINT)
        told += process.stderr.read()
    assert process.returncode == 130
    assert told.endswith("maillage : interrompu, rien d’autre n’a été écrit.\n")
    assert "Traceback" not in told
    assert snapshot(home / "releases") == before


def test_of_two_commands_that_write_the_second_is_told_to_wait_and_the_first_succeeds(home: Path) -> None:
    first = snapshot(home / "releases" / "00001")
    with building(home, SAMPLES) as process:
        assert process.stderr is not None
        assert "chargement" in process.stderr.readline()
        process.send_signal(signal.SIGSTOP)
        for arguments in (("publish",), ("compute",), ("load", "cog_regions", SAMPLES / "cog_regions.json")):
            done = run(home, *arguments)
            assert done.code == 3
            assert done.err == plain(
                f"maillage : Une autre commande écrit déjà dans {home}. "
                "Attendez qu’elle se termine, puis recommencez.\n"
            )
        assert figure(home, "sites_4g_par_operateur", "region:27", "2018-T1")["value"] == 11
        process.send_signal(signal.SIGCONT)
        told, _ = process.communicate()
    assert process.returncode == 0
    assert told.startswith("Publication n° 2 : Bourgogne-Franche-Comté")
    assert snapshot(home / "releases" / "00001") == first


def test_a_disk_that_is_full_stops_a_load_and_leaves_what_was_there(home: Path, tmp_path: Path) -> None:
    before = snapshot(home)
    command = f"ulimit -f 1; exec {sys.executable} -m maillage.cli load arcep_mci_debits {delivery(tmp_path, 60)}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=environment(home), capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert done.stderr.startswith(f"maillage : Impossible d’écrire dans {home}")
    assert "Vérifiez l’espace disque et vos droits" in done.stderr
    left = snapshot(home)
    assert {name: left[name] for name in before} == before
    # The bytes as received may have been kept: they are the file, whole.
    assert all(name.startswith("archive/arcep_mci_debits/") for name in left.keys() - before.keys())
