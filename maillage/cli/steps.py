"""How the command line says where it is, while work goes on."""

import sys
import time
from typing import NoReturn

from tqdm import tqdm

from maillage.cli.words import french
from maillage.pipeline.watch import Watch


class Steps:
    """Says each step on standard error; on a terminal, the current one is a bar that moves.

    `spent` is the seconds of each stage: what comes before the colon of a step, « chargement : … ».
    """

    def __init__(self) -> None:
        self.bar: tqdm[NoReturn] | None = None
        self.spent: dict[str, float] = {}
        self._stage, self._begun = "", time.monotonic()

    def step(self, label: str) -> None:
        """A step starts."""
        self.close()
        self._stage = label.partition(" : ")[0]
        print(f"· {label}", file=sys.stderr, flush=True)

    def rows(self, label: str, done: int) -> None:
        """`done` rows were read in all."""
        self._advance(done, None, " lignes")

    def bytes(self, label: str, done: int, total: int | None) -> None:
        """`done` bytes were received, of `total` when known."""
        self._advance(done, total, "o")

    def _advance(self, done: int, total: int | None, unit: str) -> None:
        if not sys.stderr.isatty():
            return
        if self.bar is None:
            self.bar = tqdm(total=total, unit=unit, unit_scale=True, leave=False, file=sys.stderr)
        self.bar.update(done - self.bar.n)

    def close(self) -> None:
        """The step is over."""
        if self.bar is not None:
            self.bar.close()
            self.bar = None
        now = time.monotonic()
        if self._stage:
            self.spent[self._stage] = self.spent.get(self._stage, 0) + now - self._begun
        self._stage, self._begun = "", now

    def told(self) -> str:
        """« simulation 12,3 s, chargement 30,1 s ; 42,4 s en tout »."""
        parts = ", ".join(f"{stage} {french(seconds, 1)} s" for stage, seconds in self.spent.items())
        return f"{parts} ; {french(sum(self.spent.values()), 1)} s en tout"

    def watch(self) -> Watch:
        """These steps, as the pipeline calls them."""
        return Watch(self.step, self.rows, self.bytes)
