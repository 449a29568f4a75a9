"""A command run in a process of its own: its seconds, its processor time, its memory, and what it said.

Linux counts in the peak of a process what its parent held when it started it: the command is started by a small
process, this file, that holds nothing.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent


class Spent(NamedTuple):
    """What a command took: seconds, seconds of processor (its children's too), MB of its largest process, its words."""

    seconds: float
    cpu: float
    memory: float
    said: str


def timed(command: Sequence[str], **environment: str) -> Spent:
    """Run a command from the root of the project. Ends the bench, with the last words of the command, when it fails."""
    done = subprocess.run(
        [sys.executable, "-S", __file__, *command],
        env={**os.environ, **environment}, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"{' '.join(command)[:200]} failed with {done.returncode}:\n{done.stderr[-2000:]}")
    return Spent(*json.loads(done.stdout), done.stderr)


def maillage(home: Path, *arguments: str) -> Spent:
    """Run a command of `maillage` on a home."""
    return timed([sys.executable, "-m", "maillage.cli", *arguments], MAILLAGE_HOME=str(home))


def _measure(command: Sequence[str]) -> int:
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=sys.stderr)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    print(json.dumps([seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]))
    return process.returncode


if __name__ == "__main__":
    sys.exit(_measure(sys.argv[1:]))
