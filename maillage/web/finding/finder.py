"""One search over everything: each kind of thing has its finder, in `finder.py` of the page that shows it.

Nobody lists them: `FINDERS` of each page join the search. A finder asks itself what the reader may read.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest

from maillage.kernel.words import folded, words
from maillage.observatory.door import Observatory
from maillage.web.declared import packages
from maillage.web.gate.observatory import observatory

MOST_READ = 5_000
"""Rows of a table that a search reads, the first in its own order."""


class Search(NamedTuple):
    """What is looked for, and by whom: a member in their own space, or anybody (None)."""

    request: HttpRequest
    text: str
    person: Any = None

    @property
    def source(self) -> Observatory:
        """The release the reader reads."""
        return observatory(self.request)

    @property
    def words(self) -> list[str]:
        """The words typed, without case nor accents."""
        return words(self.text)


@dataclass(frozen=True, slots=True)
class Answer:
    """Something that answers: its name, what tells it from others, and its page.

    `sure` is false for what is not quite what was typed: a number that is not there, a street only proposed (`begun`).
    """

    title: str
    detail: str
    address: str
    sure: bool = True
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds a kind of things: at most `limit`, the likeliest first. `rank` is its place among the answers."""

    name: str
    title: str
    rank: int
    find: Callable[[Search, int], list[Answer]]
    members: bool = False
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The answers of one kind; `cut` when there may be more; `advice` says what to add."""

    name: str
    title: str
    answers: tuple[Answer, ...]
    cut: bool
    advice: str = ""


@cache
def finders() -> tuple[Finder, ...]:
    """Those of all the pages, in their order."""
    modules = [f"{package}.finder" for package in packages().values() if find_spec(f"{package}.finder")]
    every = [finder for module in modules for finder in import_module(module).FINDERS]
    return tuple(sorted(every, key=lambda finder: finder.rank))


def find(search: Search, limit: int) -> list[Group]:
    """Everything that answers, by kind; kinds without answer are left out."""
    groups = []
    for finder in finders():
        if finder.members and search.person is None:
            continue
        answers = finder.find(search, limit)
        if answers:
            begun = any(answer.begun for answer in answers)
            groups.append(
                Group(finder.name, finder.title, tuple(answers), len(answers) >= limit, finder.advice * begun)
            )
    return groups


def matching(rows: QuerySet[Any], search: Search, fields: Sequence[str], limit: int) -> list[Any]:
    """The rows whose texts hold every word typed, whatever the accents: those whose first text begins by them first."""
    typed = search.words
    if not typed:
        return []
    ranked = []
    for rank, (pk, *texts) in enumerate(rows.values_list("pk", *fields)[:MOST_READ]):
        held = [folded(str(text or "")) for text in texts]
        if all(any(word in text for text in held) for word in typed):
            ranked.append((not held[0].startswith(" ".join(typed)), rank, pk))
    keys = [pk for _, _, pk in sorted(ranked)[:limit]]
    by_key = rows.in_bulk(keys) if keys else {}
    return [by_key[key] for key in keys]


def shown(answers: Iterable[Answer]) -> list[dict[str, str]]:
    """Answers for a script."""
    return [{"name": answer.title, "hint": answer.detail, "page": answer.address} for answer in answers]
