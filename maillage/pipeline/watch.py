"""Where a build is, as whoever asked for it hears it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Watch:
    """How a build tells where it is: `step` when a step starts, `rows` and `bytes` while it goes on."""

    step: Callable[[str], None] = lambda label: None
    rows: Callable[[str, int], None] = lambda label, rows: None
    bytes: Callable[[str, int, int | None], None] = lambda label, done, total: None
