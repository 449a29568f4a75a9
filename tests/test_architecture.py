"""The architecture page names files that exist: who reads it finds them."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAMED = re.compile(r"`([\w-]+/[\w./-]*)`")
# Written in MAILLAGE_HOME.
ELSEWHERE = {"releases/current"}


def test_every_file_and_folder_that_the_architecture_names_exists() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8").partition("## What is on disk")[0]
    paths = [path for room in ("maillage", "manifests", "tests", "docs") for path in (ROOT / room).rglob("*")]
    there = {f"/{path.relative_to(ROOT).as_posix()}" for path in [*ROOT.glob("*"), *paths]}
    there |= {name.removesuffix(".py") for name in there}
    named = {name.strip("/") for name in NAMED.findall(text)} - ELSEWHERE
    ends = {name: any(path.endswith(f"/{name}") for path in there) for name in named}
    assert [name for name, found in sorted(ends.items()) if not found] == []
