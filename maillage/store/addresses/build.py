"""Writing the address index of a release, from the tables `adresses` and `lieux_dits`.

Who comes: the computation of a release; leaves with one SQLite file: a row for each street or hamlet, a blob of its
houses, the words they are found by (and what these are mistaken for), and the cells of a grid for what is near.
"""

import sqlite3
import zlib
from array import array
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from maillage.kernel.territory import Level, Territory
from maillage.store.addresses.houses import REPEATS, Array, cells, packed
from maillage.store.addresses.normal import WAYS, cut, shortened, sound, telling

TABLES = (
    "CREATE TABLE town (id INTEGER PRIMARY KEY, code TEXT, name TEXT, population INTEGER, words TEXT, "
    "longitude REAL, latitude REAL)",
    "CREATE TABLE street (id INTEGER PRIMARY KEY, key TEXT, kind TEXT, name TEXT, words TEXT, town INTEGER, "
    "postcodes TEXT, former TEXT, also TEXT, longitude REAL, latitude REAL, mixed INTEGER)",
    "CREATE TABLE elsewhere (street INTEGER, postcode TEXT, former TEXT, ranks BLOB, "
    "PRIMARY KEY (street, postcode, former)) WITHOUT ROWID",
    "CREATE TABLE house (street INTEGER PRIMARY KEY, spots BLOB)",
    "CREATE TABLE odd (key TEXT PRIMARY KEY, street INTEGER, rank INTEGER) WITHOUT ROWID",
    "CREATE TABLE repetition (id INTEGER PRIMARY KEY, text TEXT)",
    "CREATE TABLE postcode (code TEXT PRIMARY KEY, towns BLOB) WITHOUT ROWID",
    "CREATE TABLE term (id INTEGER PRIMARY KEY, word TEXT, streets INTEGER, towns INTEGER)",
    "CREATE TABLE found (term INTEGER PRIMARY KEY, streets BLOB, towns BLOB)",
    "CREATE TABLE slip (mark INTEGER, term INTEGER, PRIMARY KEY (mark, term)) WITHOUT ROWID",
    "CREATE TABLE cell (id INTEGER PRIMARY KEY, streets BLOB)",
    "CREATE TABLE whole (name TEXT PRIMARY KEY, content BLOB)",
)
INDEXES = (
    "CREATE UNIQUE INDEX street_key ON street (key)",
    "CREATE INDEX street_town ON street (town)",
    "CREATE UNIQUE INDEX term_word ON term (word)",
)
PARTS = """
CREATE OR REPLACE TEMP TABLE parts AS
SELECT voie_cle, coalesce(code_postal, '') AS postcode, coalesce(ancienne_commune, '') AS former, count(*) AS houses
FROM numerotees WHERE voie_cle BETWEEN $lot AND $lot || '~' GROUP BY ALL
"""
"""The postcodes and former communes of the houses of each street: one for nearly all."""
STREETS = """
WITH named AS (
    SELECT voie_cle, min(voie) AS name, min(commune) AS commune,
        list_sort(list(DISTINCT lieu_dit) FILTER (lieu_dit IS NOT NULL))[:3] AS hamlets, count(*) AS houses
    FROM numerotees WHERE voie_cle BETWEEN $lot AND $lot || '~' GROUP BY voie_cle
), parted AS (
    SELECT voie_cle, list(postcode ORDER BY houses DESC, postcode, former) AS postcodes,
        list(former ORDER BY houses DESC, postcode, former) AS formers
    FROM parts GROUP BY voie_cle
)
SELECT voie_cle, name, commune, postcodes, formers, hamlets, houses FROM named JOIN parted USING (voie_cle)
ORDER BY voie_cle
"""
ELSEWHERE = f"""
SELECT voie_cle, p.postcode, p.former, list(a.numero * {REPEATS} + r.id ORDER BY a.numero, r.id)
FROM (SELECT * FROM parts QUALIFY row_number() OVER (
    PARTITION BY voie_cle ORDER BY houses DESC, postcode, former) > 1) p
JOIN numerotees a USING (voie_cle)
JOIN repetitions r ON r.text = coalesce(a.repetition, '')
WHERE a.voie_cle BETWEEN $lot AND $lot || '~'
    AND coalesce(a.code_postal, '') = p.postcode AND coalesce(a.ancienne_commune, '') = p.former
GROUP BY ALL ORDER BY voie_cle, p.postcode, p.former
"""
"""The houses that do not have the postcode and the former commune of most of their street."""
HOUSES = """
SELECT a.numero, r.id AS repetition, a.longitude, a.latitude, a.cle,
    a.cle <> concat_ws('_', voie_cle, printf('%05d', a.numero), nullif(r.text, '')) AS odd
FROM numerotees a JOIN repetitions r ON r.text = coalesce(a.repetition, '')
WHERE voie_cle BETWEEN $lot AND $lot || '~' ORDER BY voie_cle, a.numero, r.id, a.cle
"""
PLACES = """
SELECT cle, nom, commune, code_postal, longitude, latitude FROM lieux_dits l
WHERE periode = (SELECT max(periode) FROM lieux_dits) AND NOT EXISTS (FROM numerotees WHERE voie_cle = l.cle)
ORDER BY cle
"""
STREET = f"INSERT INTO street VALUES ({', '.join('?' * 12)})"
SIGHT = "sound:"
"""Before a sound among slips, so that it is never taken for a word."""


@dataclass(slots=True)
class Words:
    """The words streets and communes are found by, as they are met."""

    streets: dict[str, "array[int]"] = field(default_factory=dict)
    towns: dict[str, "array[int]"] = field(default_factory=dict)

    def add(self, postings: dict[str, "array[int]"], word: str, number: int) -> None:
        """Note that a street or a commune has a word; numbers come in order."""
        known = postings.get(word)
        if known is None:
            postings[word] = array("I", [number])
        elif known[-1] != number:
            known.append(number)


def mark(text: str) -> int:
    """What a word, or what is left of it, is kept under among slips."""
    return zlib.crc32(text.encode())


def build(path: Path, con: duckdb.DuckDBPyConnection, territories: Sequence[Territory]) -> bool:
    """Write the index; False, and no file, when no address is loaded."""
    if not con.execute("SELECT (SELECT count(*) FROM adresses) + (SELECT count(*) FROM lieux_dits)").fetchall()[0][0]:
        return False
    con.execute(
        "CREATE OR REPLACE TEMP VIEW numerotees AS FROM adresses WHERE periode = (SELECT max(periode) FROM adresses)"
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE repetitions AS SELECT row_number() OVER (ORDER BY text) - 1 AS id, text FROM "
        "(SELECT DISTINCT coalesce(repetition, '') AS text FROM numerotees UNION SELECT '')"
    )
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        for statement in TABLES:
            db.execute(statement)
        repeats = con.execute(f"SELECT id, text FROM repetitions WHERE id < {REPEATS}").fetchall()
        db.executemany("INSERT INTO repetition VALUES (?, ?)", repeats)
        _Writer(con, db, [territory for territory in territories if territory.ref.level is Level.COMMUNE]).write()
        for statement in INDEXES:
            db.execute(statement)
    return True


class _Writer:
    """Numbers streets in the order they are written, and keeps what is needed of each until the end."""

    def __init__(self, con: duckdb.DuckDBPyConnection, db: sqlite3.Connection, communes: Sequence[Territory]) -> None:
        self.con, self.db, self.communes = con, db, communes
        self.town = {commune.ref.code: rank for rank, commune in enumerate(communes)}
        self.words = Words()
        self.names: dict[str, list[str]] = {}
        self.town_of = array("I")
        self.postcodes: dict[str, set[int]] = {}
        self.sight: list[Array] = []
        self.middle = np.zeros((len(communes), 3))

    def write(self) -> None:
        """Streets lot by lot (a département each), then hamlets, then what was gathered on the way."""
        for (lot,) in self.con.execute("SELECT DISTINCT left(voie_cle, 2) FROM numerotees ORDER BY 1").fetchall():
            self._lot(lot)
        rows = self.con.execute(PLACES).fetchall()
        self.db.executemany(STREET, self._places(rows))
        self._towns()
        self._terms()
        self._cells()
        self.db.executemany(
            "INSERT INTO postcode VALUES (?, ?)",
            ((code, array("I", sorted(towns)).tobytes()) for code, towns in sorted(self.postcodes.items())),
        )
        self.db.execute("INSERT INTO whole VALUES ('town_of', ?)", (self.town_of.tobytes(),))

    def _lot(self, lot: str) -> None:
        self.con.execute(PARTS, {"lot": lot})
        streets = self.con.execute(STREETS, {"lot": lot}).fetchall()
        houses = self.con.execute(HOUSES, {"lot": lot}).fetchnumpy()
        ranks = houses["numero"].astype(np.int64) * REPEATS + houses["repetition"].astype(np.int64)
        spots = packed(ranks, houses["longitude"], houses["latitude"])
        ends = np.cumsum([row[-1] for row in streets])
        first, base = len(self.town_of), [0, *ends.tolist()]
        self.db.executemany(STREET, self._streets(streets, spots, base))
        number = {row[0]: first + rank for rank, row in enumerate(streets)}
        self.db.executemany(
            "INSERT INTO elsewhere VALUES (?, ?, ?, ?)",
            (
                (number[key], postcode, former, array("I", ranks).tobytes())
                for key, postcode, former, ranks in self.con.execute(ELSEWHERE, {"lot": lot}).fetchall()
            ),
        )
        self.db.executemany(
            "INSERT INTO house VALUES (?, ?)",
            ((first + i, spots[base[i] : base[i + 1]].tobytes()) for i in range(len(streets))),
        )
        owner = first + np.repeat(np.arange(len(streets)), np.diff(base))
        odd = np.flatnonzero(houses["odd"])
        self.db.executemany(
            "INSERT OR IGNORE INTO odd VALUES (?, ?, ?)",
            ((str(houses["cle"][i]), int(owner[i]), int(ranks[i])) for i in odd),
        )
        pairs = np.stack([cells(houses["longitude"], houses["latitude"]), owner], axis=1)
        self.sight.append(np.unique(pairs, axis=0))

    def _streets(
        self, streets: Sequence[tuple[Any, ...]], spots: Array, base: Sequence[int]
    ) -> Iterator[tuple[Any, ...]]:
        """The rows of a lot; a street stands where its middle house does."""
        middles = spots[[(base[i] + base[i + 1]) // 2 for i in range(len(streets))]]
        for (key, name, commune, postcodes, formers, hamlets, _), middle in zip(streets, middles, strict=True):
            also = " ".join(
                word for locality in dict.fromkeys((*formers, *(hamlets or ()))) if locality for word in cut(locality)
            )
            mine = (tuple(dict.fromkeys(filter(None, postcodes))), formers[0], len(formers) > 1)
            where = (float(middle["longitude"]) / 1e6, float(middle["latitude"]) / 1e6)
            kind = "voie" if any(word in WAYS for word in self._cut(name)) else "hameau"
            yield self._row(key, kind, name, commune, mine, also, where)

    def _places(self, rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        for key, name, commune, postcode, longitude, latitude in rows:
            mine = ((postcode,) if postcode else (), "", False)
            yield self._row(key, "lieu_dit", name, commune, mine, "", (longitude, latitude))

    def _row(
        self,
        key: str,
        kind: str,
        name: str,
        commune: str,
        mine: tuple[tuple[str, ...], str, bool],
        also: str,
        where: tuple[float, float],
    ) -> tuple[Any, ...]:
        """A street; `mine` is its postcodes, its former commune (of most houses) and whether some houses differ."""
        number, town, named = len(self.town_of), self.town[commune], self._cut(name)
        for word in {*telling(named), *also.split()}:
            self.words.add(self.words.streets, word, number)
        postcodes, former, mixed = mine
        for postcode in postcodes:
            self.postcodes.setdefault(postcode, set()).add(town)
        self.town_of.append(town)
        self.middle[town] += (*where, 1)
        return (number, key, kind, name, " ".join(named), town, " ".join(postcodes), former, also, *where, mixed)

    def _cut(self, name: str) -> list[str]:
        words = self.names.get(name)
        if words is None:
            words = self.names[name] = cut(name)
        return words

    def _towns(self) -> None:
        rows = []
        for rank, commune in enumerate(self.communes):
            named = cut(commune.name)
            for word in named:
                self.words.add(self.words.towns, word, rank)
            for postcode in commune.postcodes:
                self.postcodes.setdefault(postcode, set()).add(rank)
            x, y, count = self.middle[rank].tolist()
            middle = (x / count, y / count) if count else (None, None)
            rows.append((rank, commune.ref.code, commune.name, commune.population, " ".join(named), *middle))
        self.db.executemany("INSERT INTO town VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def _terms(self) -> None:
        """Every word, what it is found in, and what it may be mistaken for. Ways and small words are known, no more."""
        every = {word for name in self.names.values() for word in name}
        every |= self.words.streets.keys() | self.words.towns.keys()
        empty = array("I")
        slips: set[tuple[int, int]] = set()
        terms, postings = [], []
        for number, word in enumerate(sorted(every)):
            streets = self.words.streets.get(word, empty)
            towns = self.words.towns.get(word, empty)
            terms.append((number, word, len(streets), len(towns)))
            postings.append((number, streets.tobytes(), towns.tobytes()))
            slips |= {(mark(short), number) for short in shortened(word)}
            if heard := sound(word):
                slips.add((mark(SIGHT + heard), number))
        self.db.executemany("INSERT INTO term VALUES (?, ?, ?, ?)", terms)
        self.db.executemany("INSERT INTO found VALUES (?, ?, ?)", postings)
        self.db.executemany("INSERT INTO slip VALUES (?, ?)", sorted(slips))

    def _cells(self) -> None:
        """The streets that have a house in each cell."""
        if not self.sight:
            return
        pairs = np.unique(np.concatenate(self.sight), axis=0)
        numbers, starts = np.unique(pairs[:, 0], return_index=True)
        streets = pairs[:, 1].astype("<u4")
        ends = [*starts.tolist()[1:], len(pairs)]
        self.db.executemany(
            "INSERT INTO cell VALUES (?, ?)",
            (
                (number, streets[start:end].tobytes())
                for number, start, end in zip(numbers.tolist(), starts.tolist(), ends, strict=True)
            ),
        )
