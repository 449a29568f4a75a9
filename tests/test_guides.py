"""The guides for contributors work: what each says to write is written in a copy of the project, and its tests run.

That of forms has its own test, tests/web/test_guide.py.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.more
OWN = {"add-a-form", "add-a-source", "add-an-indicator"}
"""Guides that have a test of their own."""
GUIDES = sorted({path.stem for path in (ROOT / "docs").glob("add-*.md")} - OWN)
# What the house asks of whatever is added.
ACCESSIBLE = "test_every_page_has_its_title_one_heading_its_landmarks_labels_and_headed_tables"
HOUSE = ("tests/web/test_routes.py", "tests/web/test_wings.py", f"tests/web/test_accessibility.py::{ACCESSIBLE}")
# A path of the project, said just before what is to be written there.
BLOCK = re.compile(r"`((?:maillage|tests|samples)/[^`\s]+\.[a-z]+)`[^`]*?\n\n?```\w*\n(.*?)\n```", re.DOTALL)
COMMAND = re.compile(r"^\.venv/bin/python (-m django makemigrations .*)$", re.MULTILINE)


def copied(folder: Path) -> Path:
    """The project as it is committed or about to be, without what is built."""
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in done.stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    (folder.parent / "shared").symlink_to(ROOT.parent / "shared")
    return folder


def run(folder: Path, *arguments: str) -> str:
    """What Python answers in this copy; the test fails with all of it when it does."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "MAILLAGE_HOME": str(folder / "var")}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("guide", GUIDES)
def test_what_a_guide_says_to_write_works(tmp_path: Path, guide: str) -> None:
    text = (ROOT / "docs" / f"{guide}.md").read_text("utf-8")
    blocks = BLOCK.findall(text)
    assert blocks, "no file to write"
    folder = copied(tmp_path / "maillage")
    for path, content in blocks:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content + "\n", "utf-8")
    for command in COMMAND.findall(text):
        run(folder, *command.split())
    python = [path for path, _ in blocks if path.endswith(".py")]
    run(folder, "-m", "ruff", "check", *python)
    run(folder, "-m", "ruff", "format", "--check", *python)
    tests = [path for path in python if path.startswith("tests/")]
    run(folder, "-m", "pytest", "-q", "-p", "no:xdist", "--basetemp", str(tmp_path / "run"), *tests, *HOUSE)


def test_the_indicator_of_the_guide_reads_on_the_samples_what_the_guide_says(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "add-an-indicator.md").read_text("utf-8")
    folder = copied(tmp_path / "maillage")
    for path, content in BLOCK.findall(text):
        (folder / path).write_text(content + "\n", "utf-8")
    run(folder, "-m", "maillage.cli", "up", "--from", "samples", "--no-serve")
    shown = run(folder, "-m", "maillage.cli", "show", "taux_communes_avec_mediation", "region:27")
    assert "75,0" in text
    assert "75,0" in shown
