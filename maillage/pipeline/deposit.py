"""A file given on a page, apart from the site: tried line by line, or loaded, computed and published.

Run as a process of its own (`python -m maillage.pipeline.deposit`), with the memory it needs: it reads one JSON
object, the request, on its input, and answers by JSON lines on its output, the steps, then the report.
"""

import json
import resource
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from maillage.kernel.errors import MaillageError
from maillage.kernel.problem import Problem
from maillage.pipeline import perimeter
from maillage.pipeline.archive import Incoming, checksum
from maillage.pipeline.checks import ShrunkError
from maillage.pipeline.compute import compute
from maillage.pipeline.load import Outcome, load
from maillage.pipeline.publish import publish
from maillage.store.home import Home
from maillage.store.receipt import all_receipts

MOST_PROBLEMS = 20_000
"""Problems that a report holds, the first ones; it says how many there are."""
STEPS = 30
"""About how many steps a release takes: for the share that is told."""


def run(request: Mapping[str, Any]) -> dict[str, Any]:
    """What became of it. `request`: home, source, file, period (may be empty), day (ISO), publish, accept_fewer.

    Raises DataError, UsageError.
    """
    home, path = Home(Path(request["home"])), Path(request["file"])
    with home.writing():
        if not request["publish"]:
            return _tried(home, request, path)
        digest, delivery = checksum(path), (str(request["source"]), str(request["period"] or request["day"]))
        # A run that was cut may have done some of it: what is done is not done again.
        if not _loaded(home, delivery, digest):
            _load(home, request, path, trial=False)
        return {"release": _published_with(home, delivery, digest) or _release(home)}


def _tried(home: Home, request: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """The report of a trial; `shrunk` when many rows of the delivery before are gone, which is to be accepted."""
    try:
        return {**_report(_load(home, request, path, trial=True)), "shrunk": False}
    except ShrunkError:
        fewer = {**request, "accept_fewer": True}
        return {**_report(_load(home, fewer, path, trial=True)), "shrunk": True}


def _load(home: Home, request: Mapping[str, Any], path: Path, *, trial: bool) -> Outcome:
    day = str(request["day"]) or date.today().isoformat()
    return load(
        home,
        str(request["source"]),
        [Incoming(path, date.today().isoformat())],
        str(request["period"]),
        perimeter.known(home),
        day,
        trial,
        bool(request["accept_fewer"]),
        lambda label, rows: _say(0.3, f"{rows} lignes lues"),
    )


def _loaded(home: Home, delivery: tuple[str, str], digest: str) -> bool:
    """Whether this very file is what was last loaded as this delivery: a source and a period."""
    files = [receipt.files for receipt in all_receipts(home) if (receipt.source, receipt.period) == delivery]
    return bool(files) and digest in {file.sha256 for file in files[-1]}


def _published_with(home: Home, delivery: tuple[str, str], digest: str) -> int:
    """The release being read, when it has this file as this delivery; else 0."""
    catalogue = home.current / "catalogue.json"
    if not catalogue.exists():
        return 0
    listed = json.loads(catalogue.read_text("utf-8"))["deliveries"]
    files = [file for each in listed if (each["source"], each["period"]) == delivery for file in each["files"]]
    if digest not in {file["sha256"] for file in files}:
        return 0
    return int(json.loads((home.current / "release.json").read_text("utf-8"))["number"])


def _release(home: Home) -> int:
    steps = 0

    def step(words: str) -> None:
        nonlocal steps
        steps += 1
        _say(0.3 + 0.65 * min(steps / STEPS, 1), words)

    compute(home, perimeter.known(home), step)
    return publish(home)


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "line": problem.line,
        "column": problem.column,
        "value": problem.value,
        "reason": problem.reason,
        "effect": problem.effect.value,
    }


def _report(outcome: Outcome) -> dict[str, Any]:
    counts, change = outcome.receipt.counts, outcome.difference
    return {
        "period": outcome.receipt.period,
        "read": counts.read,
        "kept": counts.kept,
        "refused": counts.refused,
        "flagged": counts.flagged,
        "outside": counts.outside,
        "problems": [_problem(problem) for problem in outcome.problems[:MOST_PROBLEMS]],
        "problems_total": len(outcome.problems),
        "difference": None
        if change is None
        else {
            "period": change.period,
            "added": change.added,
            "changed": change.changed,
            "removed": change.removed,
            "same": change.same,
            "examples": list(change.examples),
        },
        "marks": [[mark.sort, mark.commune, mark.longitude, mark.latitude] for mark in outcome.marks],
    }


def _say(share: float, words: str) -> None:
    print(json.dumps({"share": share, "words": words}), flush=True)


def main() -> int:
    """Answer the request of the input."""
    resource.setrlimit(resource.RLIMIT_DATA, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    try:
        print(json.dumps({"report": run(json.load(sys.stdin))}), flush=True)
    except MaillageError as error:
        problems = getattr(error, "problems", ())
        told = {"failure": str(error), "problems": [_problem(problem) for problem in problems[:MOST_PROBLEMS]]}
        print(json.dumps(told), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
