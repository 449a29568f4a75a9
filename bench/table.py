"""The table of a bench: what it measured and when, written in `bench/results` beside what the project was then.

A file of results is a title, a heading with the date (`bench.status` says there what changed since), how it was
measured, the tables, and a digest of each folder that was measured.
"""

import argparse
import os
import platform
import statistics
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "bench" / "results"
RUNS = 3
SOURCES = {
    ".py", ".sql", ".html", ".css", ".js", ".mjs", ".json", ".geojson", ".toml", ".csv", ".txt", ".gz", ".typ", ".xml",
}  # fmt: skip
"""Ends of the names of the files that can change a measure: not pictures, letters, nor what is written to be read."""
HEADING = "## Measured "
FOLDERS = "What was measured, as it was then:"
DIGEST = "| `{}` | `{}` |"

Row = tuple[str, Sequence[float | None]]
"""What was measured, and its figures: None where there is none."""


@dataclass(frozen=True)
class Asked:
    """How a bench was asked: its options, its command as one types it, and what tells its table from the plain one's.

    `runs` is how many times everything is measured; `results` the folder where the table is written.
    """

    options: Namespace
    command: str
    suffix: str

    @property
    def runs(self) -> int:
        """How many times everything is measured."""
        return int(self.options.runs)

    @property
    def results(self) -> Path:
        """The folder where the table is written."""
        return Path(self.options.results)


def parser(bench: str, words: str | None) -> ArgumentParser:
    """The arguments that every bench has. `bench` is the module one runs: « bench.national »."""
    made = ArgumentParser(f"python -m {bench}", description=words, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--runs", type=int, default=RUNS, help="measures of each thing; the table has their median")
    made.add_argument("--results", type=Path, default=RESULTS, help="folder where the table is written")
    return made


ELSEWHERE = {"runs", "results", "folder"}
"""Options that change neither what is measured nor the name of the table."""


def asked(made: ArgumentParser, arguments: Sequence[str] | None = None) -> Asked:
    """What was asked. A path is named by its option alone: it means nothing on another machine."""
    options = made.parse_args(arguments)
    if options.runs < 1:
        made.error("--runs: at least 1")
    words, suffix = [made.prog], ""
    for name, value in vars(options).items():
        if name in ELSEWHERE or value == made.get_default(name):
            continue
        option = name.replace("_", "-")
        shown = option.upper() if isinstance(value, Path) else "" if value is True else str(value)
        words.append(f"--{option} {shown}".strip())
        suffix += f"-{option}" + (f"-{value}" if shown and not isinstance(value, Path) else "")
    return Asked(options, " ".join(words), suffix)


class Sheet:
    """A table to come. Made before anything is measured: it notes the load of the machine and what the project is."""

    def __init__(
        self, asked: Asked, name: str, title: str, measures: Sequence[str], software: Sequence[str] = ()
    ) -> None:
        """`measures`: folders and files of the project, from its root. `software`: packages whose version matters, or
        words with their version (« PostgreSQL 15 »)."""
        self.asked, self.title = asked, title
        self.path = asked.results / f"{name}{asked.suffix}.md"
        self.load = os.getloadavg()[0]
        self.software = [words if " " in words else f"{words} {version(words)}" for words in software]
        self.digests = {place: digest(ROOT / place) for place in measures}

    def write(self, *blocks: str) -> None:
        """Print the tables and write them, with the paragraphs among them, in the file of the bench."""
        runs = "one run" if self.asked.runs == 1 else f"median of {self.asked.runs} runs"
        how = f"`{self.asked.command}`, {runs}, on {machine(self.software)}; load average {self.load:.2f} at the start."
        text = laid_out(self.title, f"{date.today()}", (how, *blocks), self.digests)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(text, "utf-8")
        print("\n" + "\n\n".join((how, *blocks)) + f"\n\nWritten in {self.path}", flush=True)


def laid_out(title: str, day: str, blocks: Sequence[str], digests: dict[str, str]) -> str:
    """The text of a file of results. `day`: year-month-day; `digests` by folder."""
    rows = [DIGEST.format(place, code) for place, code in digests.items()]
    folders = "\n".join(("| folder | digest |", "|---|---|", *rows))
    return "\n\n".join((f"# {title}", HEADING + day, *blocks, FOLDERS, folders)) + "\n"


def machine(software: Sequence[str]) -> str:
    """The machine and what runs on it: « 2 cores (x86_64), 24 GB, Debian GNU/Linux 12 (bookworm), Python 3.11.7 »."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1024**3
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        system = platform.system()
    parts = (f"{os.cpu_count()} cores ({platform.machine()})", f"{memory:.0f} GB", system)
    return ", ".join((*parts, f"Python {platform.python_version()}", *software))


def digest(place: Path) -> str:
    """What tells apart two states of a folder, or of one file: 16 hexadecimal digits, the same on every machine.

    Of the names and the bytes of its sources; caches and hidden files are left out. Raises FileNotFoundError when
    there is nothing at `place`, and for a folder that has no source.
    """
    paths = [place] if place.is_file() else [path for path in place.rglob("*") if is_source(path.relative_to(place))]
    if not paths:
        raise FileNotFoundError(f"{place}: no source to measure.")
    named = {path.relative_to(place.parent).as_posix(): path for path in paths if path.is_file()}
    made = sha256()
    for name in sorted(named):
        content = named[name].read_bytes()
        made.update(f"{name}\0{len(content)}\0".encode() + content)
    return made.hexdigest()[:16]


def is_source(path: Path) -> bool:
    """Whether a file counts in the digest of its folder. `path` is from that folder."""
    return path.suffix in SOURCES and not any(part.startswith((".", "__pycache__")) for part in path.parts)


def medians(runs: Sequence[Sequence[Row]]) -> list[Row]:
    """The median of each figure of runs that measured the same things. Raises ValueError when they did not."""
    rows = []
    for same in zip(*runs, strict=True):
        if len({label for label, _ in same}) > 1:
            raise ValueError(f"Runs measured different things: {', '.join(label for label, _ in same)}.")
        columns = zip(*(figures for _, figures in same), strict=True)
        rows.append((same[0][0], [_median(column) for column in columns]))
    return rows


def _median(figures: Sequence[float | None]) -> float | None:
    known = [figure for figure in figures if figure is not None]
    return statistics.median(known) if known else None


def grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown: names on the left, figures on the right."""
    lines = (f"| {' | '.join(cells)} |" for cells in (heads, *rows))
    first, *others = lines
    return "\n".join((first, "|---|" + "---:|" * (len(heads) - 1), *others))


def figure(number: float | None, decimals: int = 0) -> str:
    """`1234.5` → « 1,234 »; nothing for None."""
    return "" if number is None else f"{number:,.{decimals}f}"
