"""Tables of the benches say what they measured, and never pass for newer than they are. No time is asserted."""

import importlib
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench import building, status, table
from bench.process import timed
from bench.table import RESULTS, ROOT, Asked, Sheet, asked, digest, is_source, medians
from maillage.cli.steps import Steps

BENCHES = sorted(path.stem for path in (ROOT / "bench").glob("*.py") if status.DECLARES.search(path.read_text("utf-8")))
NEVER_MEASURED = {"", ".md", ".png", ".svg", ".ttf", ".woff2", ".zip"}
"""Ends of the names of tracked files that change no measure."""


def measured_by(module: str) -> tuple[str, ...]:
    measures: tuple[str, ...] = importlib.import_module(f"bench.{module}").MEASURES
    return measures


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two folders, one file in each."""
    for name in ("store", "web"):
        (tmp_path / "maillage" / name).mkdir(parents=True)
        (tmp_path / "maillage" / name / "file.py").write_text(f"NAME = '{name}'\n")
    return tmp_path


def written(project: Path, *folders: str) -> Path:
    """A table of this project, measured as it is."""
    path = project / "results" / "page.md"
    path.parent.mkdir(exist_ok=True)
    digests = {place: digest(project / place) for place in folders}
    path.write_text(table.laid_out("A page", "2026-11-22", ("How.", "| a |\n|---|"), digests))
    return path


def heading(path: Path) -> str:
    (line,) = [line for line in path.read_text("utf-8").splitlines() if line.startswith("## ")]
    return line


@pytest.mark.parametrize("module", BENCHES)
def test_what_a_bench_measures_is_in_the_project(module: str) -> None:
    assert measured_by(module)
    assert all(re.fullmatch("[0-9a-f]{16}", digest(ROOT / place)) for place in measured_by(module))


def test_no_source_of_what_is_measured_is_left_out_of_its_digest() -> None:
    folders = {place for module in BENCHES for place in measured_by(module)}
    done = subprocess.run(["git", "ls-files", *folders], cwd=ROOT, capture_output=True, text=True, check=True)
    tracked = [Path(name) for name in done.stdout.splitlines()]
    assert tracked
    assert {path.suffix for path in tracked if not is_source(path)} - NEVER_MEASURED == set()


def test_a_folder_has_the_same_digest_wherever_it_is_and_whatever_caches_it_has(project: Path) -> None:
    folder = project / "maillage" / "store"
    before = digest(folder)
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "file.py").write_text("cached")
    (folder / ".hidden.py").write_text("hidden")
    (folder / "notes.md").write_text("notes")
    assert digest(folder) == before
    assert digest(Path(shutil.copytree(folder, project / "elsewhere" / "store"))) == before


@pytest.mark.parametrize("change", ["content", "name", "more", "fewer"])
def test_a_folder_that_changes_has_another_digest(project: Path, change: str) -> None:
    folder = project / "maillage" / "store"
    (folder / "other.sql").write_text("SELECT 1")
    before = digest(folder)
    if change == "content":
        (folder / "file.py").write_text("NAME = 'stare'\n")
    elif change == "name":
        (folder / "file.py").rename(folder / "files.py")
    elif change == "more":
        (folder / "third.css").write_text("")
    else:
        (folder / "other.sql").unlink()
    assert digest(folder) != before


def test_what_is_not_there_cannot_be_measured(project: Path) -> None:
    with pytest.raises(FileNotFoundError):
        digest(project / "maillage" / "gone")


def test_a_table_says_which_folders_changed_since_and_no_longer_once_they_are_back(project: Path) -> None:
    path = written(project, "maillage/store", "maillage/web")
    assert status.renewed(path, project).changed == ()
    assert heading(path) == "## Measured 2026-11-22"
    text, changed = path.read_text("utf-8"), project / "maillage" / "store" / "file.py"
    before = changed.read_text()
    changed.write_text("NAME = 'new'\n")
    assert status.renewed(path, project).changed == ("maillage/store",)
    assert heading(path) == "## Measured 2026-11-22, before changes in maillage/store"
    shutil.rmtree(project / "maillage" / "web")
    assert status.renewed(path, project).changed == ("maillage/store", "maillage/web")
    assert heading(path) == "## Measured 2026-11-22, before changes in maillage/store, maillage/web"
    (project / "maillage" / "web").mkdir()
    (project / "maillage" / "web" / "file.py").write_text("NAME = 'web'\n")
    changed.write_text(before)
    status.renewed(path, project)
    assert path.read_text("utf-8") == text


def test_a_table_that_did_not_note_what_it_measured_never_passes_for_fresh(project: Path) -> None:
    path = written(project)
    assert not status.renewed(path, project).noted
    assert heading(path) == "## Measured 2026-11-22, of a state of the project that was not noted"


def test_status_lists_tables_old_and_fresh_and_the_benches_that_have_none(tmp_path: Path) -> None:
    fresh, old = asked_for(tmp_path, "bench.page"), asked_for(tmp_path, "bench.readers")
    Sheet(fresh, "page", "A page", ("maillage/kernel",)).write("| a |\n|---|")
    Sheet(old, "readers", "Readers", ("maillage/kernel",)).write("| a |\n|---|")
    path = tmp_path / "readers.md"
    path.write_text(path.read_text("utf-8").replace(digest(ROOT / "maillage/kernel"), "0" * 16))
    command = [sys.executable, "-m", "bench.status", "--results", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    lines = {line.split()[0]: line for line in done.stdout.splitlines()}
    assert lines["page"].endswith("nothing changed")
    assert lines["readers"].endswith("before changes in maillage/kernel")
    assert lines["national"].split() == ["national", "never"]
    assert heading(path).endswith(", before changes in maillage/kernel")


def asked_for(results: Path, bench: str, *arguments: str) -> Asked:
    parser = table.parser(bench, "Words.")
    parser.add_argument("--scale", type=float, default=0.05)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--only-region", action="store_true")
    return asked(parser, ["--results", str(results), *arguments])


def test_a_table_says_its_command_its_machine_and_what_it_measured(tmp_path: Path) -> None:
    sheet = Sheet(asked_for(tmp_path, "bench.page"), "page", "A page", ("maillage/kernel",), ("DuckDB", "Other 15"))
    sheet.write("| what |\n|---|\n| page |", "A note.")
    lines = (tmp_path / "page.md").read_text("utf-8").split("\n\n")
    assert lines[0] == "# A page"
    assert re.fullmatch(r"## Measured \d{4}-\d{2}-\d{2}", lines[1])
    how = (
        r"`python -m bench.page`, median of 3 runs, on \d+ cores .*, Python 3\.\d+\.\d+, DuckDB [\d.]+, Other 15; load "
    )
    assert re.match(how + r"average \d+\.\d+ at the start\.$", lines[2])
    assert lines[3:5] == ["| what |\n|---|\n| page |", "A note."]
    assert f"| `maillage/kernel` | `{digest(ROOT / 'maillage/kernel')}` |" in lines[-1]
    assert status.standing(tmp_path / "page.md", ROOT).changed == ()


def test_a_table_of_another_size_has_its_own_file_and_names_no_path(tmp_path: Path) -> None:
    arguments = ("--scale", "0.2", "--only-region", "--home", "/somewhere/here", "--runs", "1")
    sheet = Sheet(asked_for(tmp_path, "bench.national", *arguments), "national", "A country", ("maillage/kernel",))
    sheet.write("| what |\n|---|")
    text = (tmp_path / "national-scale-0.2-home-only-region.md").read_text("utf-8")
    assert "`python -m bench.national --scale 0.2 --home HOME --only-region`, one run, on" in text
    assert "somewhere" not in text


def test_a_table_has_the_median_of_its_runs() -> None:
    runs = [[("ours", (seconds, None)), ("peer", (1.0, 2.0))] for seconds in (9.0, 2.0, 3.0)]
    assert medians(runs) == [("ours", [3.0, None]), ("peer", [1.0, 2.0])]
    with pytest.raises(ValueError, match="different things"):
        medians([[("ours", (1.0,))], [("peer", (1.0,))]])


def test_the_stages_of_a_build_are_read_as_the_command_tells_them() -> None:
    steps = Steps()
    steps.spent = {"chargement": 1234.56, "conventions, offres et stratégies fictives": 10.3}
    told = building.stages(f"· publication\nDurées : {steps.told()}.\n")
    assert told == [("chargement", (1234.6,)), ("conventions, offres et stratégies fictives", (10.3,))]
    with pytest.raises(ValueError, match="Durées"):
        building.stages("rien")


def test_the_memory_of_a_command_is_not_that_of_the_bench_that_starts_it() -> None:
    spent = timed([sys.executable, "-c", "print('said')"])
    assert spent.said == "said\n"
    assert spent.memory < resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 2


def test_a_command_that_fails_stops_the_bench_with_its_last_words() -> None:
    with pytest.raises(SystemExit, match="no such thing"):
        timed([sys.executable, "-c", "import sys; sys.exit('no such thing')"])


def test_the_page_of_the_benches_links_to_tables_that_are_there() -> None:
    linked = set(re.findall(r"\]\(results/([^)]+)\)", (ROOT / "bench" / "README.md").read_text("utf-8")))
    assert linked
    assert linked <= {path.name for path in RESULTS.glob("*.md")}
