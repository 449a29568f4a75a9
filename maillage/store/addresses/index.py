"""Reading the address index: what a word typed may stand for, the rows of streets, the houses of one."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from maillage.store.addresses.build import SIGHT, mark
from maillage.store.addresses.houses import Array, unpacked
from maillage.store.addresses.normal import shortened, sound
from maillage.store.addresses.roads import ROAD

LONGEST_WORD = 40
COMPLETIONS = 40
"""Words that a beginning may stand for: the most frequent ones."""
LIKES = 24
"""Other words that a word may have been typed for, at most."""


@dataclass(frozen=True, slots=True)
class Like:
    """A word of the index that a word typed may stand for, how surely, and how many streets and communes have it."""

    word: str
    surely: float
    term: int
    streets: int
    towns: int


@dataclass(frozen=True, slots=True)
class Town:
    """A commune: where it is may be unknown, and so may its people."""

    code: str
    name: str
    population: int | None
    words: tuple[str, ...]
    longitude: float | None
    latitude: float | None


@dataclass(frozen=True, slots=True)
class Street:
    """A street, a hamlet with house numbers (`hameau`) or a place with a position only (`lieu_dit`).

    `postcodes` and `former` begin with those of most houses; `mixed`: some houses have others (`Index.own`).
    """

    id: int
    key: str
    kind: str
    name: str
    words: tuple[str, ...]
    town: int
    postcodes: tuple[str, ...]
    former: str
    mixed: bool
    also: frozenset[str]
    longitude: float
    latitude: float


class Index:
    """One index, open for reading only. Not to be used by two threads at once."""

    def __init__(self, path: Path) -> None:
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self.db = sqlite3.connect(address, uri=True, check_same_thread=False)
        rows = self.db.execute("SELECT code, name, population, words, longitude, latitude FROM town ORDER BY id")
        self.towns = [Town(code, name, people, tuple(words.split()), x, y) for code, name, people, words, x, y in rows]
        self.town_of: Array = np.frombuffer(self._blob("SELECT content FROM whole WHERE name = ?", "town_of"), "<u4")
        self.fame: Array = np.log10(np.array([(town.population or 0) + 10 for town in self.towns], dtype=np.float64))
        self.town_words = sorted({word for town in self.towns for word in town.words})
        self.repeats = [text for (text,) in self.db.execute("SELECT text FROM repetition ORDER BY id")]
        self.repeat_of = {text: rank for rank, text in enumerate(self.repeats)}

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def _blob(self, select: str, *parameters: object) -> bytes:
        row = self.db.execute(select, parameters).fetchone()
        return bytes(row[0]) if row else b""

    def has(self, word: str) -> bool:
        """Whether a street or a commune has a word in its name."""
        return bool(self.exactly(word))

    def exactly(self, word: str) -> list[Like]:
        """A word as it is typed, when a street or a commune has it."""
        columns = "word, id, streets, towns"
        row = self.db.execute(f"SELECT {columns} FROM term WHERE word = ?", (word,)).fetchone()
        return [Like(str(row[0]), 1.0, *row[1:])] if row else []

    def likes(self, word: str, unfinished: bool) -> list[Like]:
        """What a word typed may stand for, itself first: words one slip away, that sound alike, that begin like it;
        failing that, the words of communes that look most like it.

        A number stands for itself, unless it is unfinished.
        """
        if len(word) > LONGEST_WORD:
            return []
        columns = "word, id, streets, towns"
        exact = self.exactly(word)
        likes: dict[str, Like] = {like.word: like for like in exact}
        doubt = 0.8 if exact else 1.0
        heard = sound(word)
        marks = [mark(short) for short in shortened(word)] + ([mark(SIGHT + heard)] if heard else [])
        if marks:
            rows = self.db.execute(
                f"SELECT DISTINCT {columns} FROM slip JOIN term ON id = term WHERE mark IN ({_holes(marks)})", marks
            )
            self._keep(likes, rows, lambda other: doubt * _alike(word, other, heard))
        if len(word) > 1 and (unfinished or (not exact and len(word) > 3 and not ROAD.fullmatch(word))):
            rows = self.db.execute(
                f"SELECT {columns} FROM term WHERE word > ? AND word < ? ORDER BY streets + towns DESC LIMIT ?",
                (word, word + "\U0010ffff", COMPLETIONS),
            )
            self._keep(likes, rows, lambda other: doubt * (0.93 + 0.05 * len(word) / len(other)))
        if not likes and len(word) > 3:
            near = process.extract(word, self.town_words, scorer=fuzz.ratio, score_cutoff=66, limit=5)
            columns_of = f"SELECT {columns} FROM term WHERE word IN ({_holes(near)})"
            rows = self.db.execute(columns_of, [other for other, _, _ in near])
            far = {other: 0.75 * ratio / 100 for other, ratio, _ in near}
            self._keep(likes, rows, lambda other: far[other])
        return sorted(likes.values(), key=lambda like: -like.surely)[
            : LIKES if exact or not unfinished else COMPLETIONS
        ]

    def _keep(self, likes: dict[str, Like], rows: Iterable[Sequence[object]], surely: Callable[[str], float]) -> None:
        for word, *rest in rows:
            sure = surely(str(word))
            if sure > 0 and (str(word) not in likes or likes[str(word)].surely < sure):
                term, streets, towns = (int(str(value)) for value in rest)
                likes[str(word)] = Like(str(word), sure, term, streets, towns)

    def streets_with(self, term: int) -> Array:
        """The streets that have a word, by number."""
        return np.frombuffer(self._blob("SELECT streets FROM found WHERE term = ?", term), "<u4")

    def towns_with(self, term: int) -> Array:
        """The communes that have a word in their name."""
        return np.frombuffer(self._blob("SELECT towns FROM found WHERE term = ?", term), "<u4")

    def towns_of(self, postcode: str) -> Array:
        """The communes that have a postcode."""
        return np.frombuffer(self._blob("SELECT towns FROM postcode WHERE code = ?", postcode), "<u4")

    def streets(self, numbers: Sequence[int]) -> list[Street]:
        """The rows of some streets, by number."""
        rows = self.db.execute(f"SELECT * FROM street WHERE id IN ({_holes(numbers)}) ORDER BY id", list(numbers))
        return [_street(row) for row in rows]

    def street(self, key: str) -> Street | None:
        """A street by its key."""
        row = self.db.execute("SELECT * FROM street WHERE key = ?", (key,)).fetchone()
        return _street(row) if row else None

    def named_in(self, town: int) -> list[tuple[int, str]]:
        """The streets of a commune: number and words."""
        return self.db.execute("SELECT id, words FROM street WHERE town = ?", (town,)).fetchall()

    def houses(self, street: int) -> Array:
        """The houses of a street, by number (`houses.SPOT`)."""
        return unpacked(self._blob("SELECT spots FROM house WHERE street = ?", street))

    def own(self, street: Street, rank: int) -> tuple[str, str]:
        """The postcode and the former commune of a house, each empty when it is unknown."""
        if street.mixed:
            rows = self.db.execute("SELECT postcode, former, ranks FROM elsewhere WHERE street = ?", (street.id,))
            for postcode, former, ranks in rows:
                if rank in np.frombuffer(ranks, "<u4"):
                    return str(postcode), str(former)
        return street.postcodes[0] if street.postcodes else "", street.former

    def odd(self, key: str) -> tuple[int, int] | None:
        """The street and the rank of a house whose key is not formed like the others."""
        row = self.db.execute("SELECT street, rank FROM odd WHERE key = ?", (key,)).fetchone()
        return (int(row[0]), int(row[1])) if row else None

    def odd_key(self, street: int, rank: int) -> str:
        """The key of such a house, empty when its key is formed like the others."""
        row = self.db.execute("SELECT key FROM odd WHERE street = ? AND rank = ?", (street, rank)).fetchone()
        return str(row[0]) if row else ""

    def streets_in(self, cells: Sequence[int]) -> list[int]:
        """The streets that have a house in some cells of the grid."""
        rows = self.db.execute(f"SELECT streets FROM cell WHERE id IN ({_holes(cells)})", list(cells))
        return sorted({number for (blob,) in rows for number in np.frombuffer(blob, "<u4").tolist()})


def _holes(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _street(row: Sequence[object]) -> Street:
    # An index made by an earlier version knows one postcode a street, and no more.
    number, key, kind, name, words, town, postcodes, former, also, longitude, latitude, *mixed = row
    return Street(
        id=int(str(number)),
        key=str(key),
        kind=str(kind),
        name=str(name),
        words=tuple(str(words).split()),
        town=int(str(town)),
        postcodes=tuple(str(postcodes or "").split()),
        former=str(former or ""),
        mixed=any(mixed),
        also=frozenset(str(also).split()),
        longitude=float(str(longitude)),
        latitude=float(str(latitude)),
    )


def _alike(typed: str, other: str, heard: str) -> float:
    """How surely a word was typed for another that shares a sound or most letters with it; 0 for « no »."""
    slips = OSA.distance(typed, other, score_cutoff=2)
    sure = 0.0
    if slips == 1:
        sure = 0.72 if len(typed) < 5 else 0.82 if len(typed) < 6 else 0.88
    elif slips == 2 and len(typed) > 5:
        sure = 0.6 if len(typed) < 7 else 0.7
    return max(sure, 0.8) if heard and heard == sound(other) else sure
