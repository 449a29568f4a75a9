"""The time a figure describes: a year, a half-year, a quarter or a day.

Written `2025`, `2024-S1`, `2018-T1`, `2025-03-31`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from maillage.kernel.errors import UsageError

MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_SHAPE = re.compile(r"(\d{4})(?:-(?:T([1-4])|S([12])|(\d{2})-(\d{2})))?", re.ASCII)


def french_date(day: date) -> str:
    """`2026-06-30` → « 30 juin 2026 » (the first of a month reads « 1er »)."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]} {day.year}"


def _end_of_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A period, ordered by its last day. `code` is its only written form in files, URLs and the API."""

    code: str
    start: date
    end: date
    label: str

    def __lt__(self, other: "Period") -> bool:
        return (self.end, self.start) < (other.end, other.start)

    @classmethod
    @lru_cache(maxsize=5_000)
    def parse(cls, text: str) -> "Period":
        """Read a period code. Raises UsageError when it is not one."""
        match = _SHAPE.fullmatch(text.strip())
        if match is None:
            raise UsageError(
                f"Période « {text} » illisible. Écrivez une année (2025), un semestre (2024-S1), "
                "un trimestre (2018-T1) ou un jour (2025-03-31)."
            )
        year = int(match[1])
        try:
            if match[2]:
                return cls._months(text, year, int(match[2]), 3, "trimestre")
            if match[3]:
                return cls._months(text, year, int(match[3]), 6, "semestre")
            if match[4]:
                day = date(year, int(match[4]), int(match[5]))
                return cls(text.strip(), day, day, french_date(day))
            return cls(text.strip(), date(year, 1, 1), date(year, 12, 31), str(year))
        except ValueError:
            raise UsageError(f"Période « {text} » : cette date n’existe pas.") from None

    @classmethod
    def _months(cls, code: str, year: int, rank: int, length: int, word: str) -> "Period":
        last = rank * length
        start = date(year, last - length + 1, 1)
        ordinal = "1er" if rank == 1 else f"{rank}e"
        return cls(code.strip(), start, _end_of_month(year, last), f"{ordinal} {word} {year}")

    @classmethod
    def quarter_of(cls, day: date) -> "Period":
        """The quarter a day falls in: 2026-06-30 → 2026-T2."""
        return cls.parse(f"{day.year}-T{(day.month + 2) // 3}")

    def quarters_later(self, count: int) -> "Period":
        """The quarter so many after the one this period ends in: 2026-T2 and 3 give 2027-T1."""
        rank = 4 * self.end.year + (self.end.month - 1) // 3 + count
        return Period.parse(f"{rank // 4}-T{rank % 4 + 1}")
