"""Signed sentences and the electoral period as readers' pages read them: one file, written at each change."""

import re
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from maillage.kernel.territory import Ref
from maillage.store import published as file

FILE = "explanations.json"
ELECTORAL = "periode_electorale"
"""The key of the record that says whether headlines are held back."""


class Subject(NamedTuple):
    """An automatic headline: of which territory, about what (an indicator or a rule), at which period, its words."""

    territory: str
    about: str
    period: str
    headline: str

    @property
    def same(self) -> tuple[str, str, str, str]:
        """What makes it the same headline, however its spaces are set."""
        return self.territory, self.about, self.period, re.sub(r"\s+", " ", self.headline).strip()


@dataclass(frozen=True, slots=True)
class Signed:
    """A sentence, who signs it and as what, when, for which strategy; the headline that it explains."""

    territory: str
    about: str
    period: str
    headline: str
    words: str
    name: str
    role: str
    on: date
    strategy: str


class _Published(NamedTuple):
    electoral: bool
    sentences: dict[tuple[str, str, str, str], Signed]


def path() -> Path:
    """Where they are."""
    return Path(settings.MAILLAGE_HOME) / FILE


def stamp() -> str:
    """Names their present state, for caches."""
    return file.stamp(path())


def electoral() -> bool:
    """Whether automatic headlines and verdicts are held back."""
    return _at(path(), stamp()).electoral


def beside(ref: Ref, about: str, period: str, headline: str) -> Signed | None:
    """The sentence that explains this very headline; None when nobody signed one."""
    return _at(path(), stamp()).sentences.get(Subject(str(ref), about, period, headline).same)


@lru_cache(maxsize=2)
def _at(place: Path, state: str) -> _Published:
    """Those of the file in the state that its stamp names."""
    records = file.records(place)
    signed = [_read(record) for record in records if ELECTORAL not in record]
    held = any(record.get(ELECTORAL) for record in records)
    subjects = {Subject(each.territory, each.about, each.period, each.headline).same: each for each in signed}
    return _Published(held, subjects)


def as_record(signed: Signed) -> dict[str, Any]:
    """A sentence as the file holds it."""
    return asdict(signed) | {"on": signed.on.isoformat()}


def _read(record: dict[str, Any]) -> Signed:
    return Signed(**record | {"on": date.fromisoformat(record["on"])})
