"""The search index of territories: SQLite FTS5, names without accents, codes and postcodes, by prefix.

Communes of before are found by the name and the code they had, and lead to today's.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from maillage.kernel.natures import SMALL, also_called, without_nature
from maillage.kernel.territory import LEVELS, Level, Ref, Territory
from maillage.kernel.words import words

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Former:
    """A commune of before: the code and the name it had (perhaps unknown), and the code of today's commune."""

    code: str
    name: str
    current: str


LATER = ("", None, None, None, None, "", None)
"""What the last columns of a territory say where a release made before them has none."""
_FTS = "content='', tokenize=\"unicode61 remove_diacritics 2\", prefix='2 3'"


def build(
    path: Path,
    territories: Sequence[Territory],
    boxes: Mapping[tuple[str, str], tuple[float, float, float, float]],
    former: Sequence[Former] = (),
) -> None:
    """Write the territories (the table `territory`), their index (`words`), and the communes of before (`former`)."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "CREATE TABLE territory (id INTEGER PRIMARY KEY, level TEXT, code TEXT, name TEXT, kind TEXT, "
            "population INTEGER, postcodes TEXT, communes INTEGER, communes_whole INTEGER, parents TEXT, "
            "bbox TEXT, plain TEXT, groupings TEXT, valid_from TEXT, valid_until TEXT, area_km2 REAL, rural REAL, "
            "density_class TEXT, listed_on TEXT, "
            "UNIQUE (level, code))"
        )
        db.execute(f"CREATE VIRTUAL TABLE words USING fts5(name, codes, nature, {_FTS})")
        for number, territory in enumerate(territories, 1):
            box = boxes.get((territory.ref.level, territory.ref.code))
            db.execute(
                "INSERT INTO territory VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    number,
                    territory.ref.level.value,
                    territory.ref.code,
                    territory.name,
                    territory.kind,
                    territory.population,
                    " ".join(territory.postcodes),
                    territory.communes,
                    territory.communes_whole,
                    " ".join(str(parent) for parent in territory.parents),
                    json.dumps(box) if box else None,
                    " ".join(words(territory.name)),
                    " ".join(str(grouping) for grouping in territory.groupings),
                    territory.valid_from and territory.valid_from.isoformat(),
                    territory.valid_until and territory.valid_until.isoformat(),
                    territory.area_km2,
                    territory.rural,
                    territory.density_class,
                    territory.listed_on and territory.listed_on.isoformat(),
                ),
            )
            codes = " ".join((territory.ref.code, *territory.postcodes))
            db.execute(
                "INSERT INTO words (rowid, name, codes, nature) VALUES (?, ?, ?, ?)",
                (number, " ".join(words(territory.name)), codes, " ".join(_nature(territory))),
            )
        _write_former(db, territories, former)


def _nature(territory: Territory) -> list[str]:
    """The words of a territory's nature; none for a commune, which « communauté de communes » would find."""
    return (
        []
        if territory.ref.level is Level.COMMUNE
        else [*words(territory.kind), *also_called(territory.name, territory.kind)]
    )


def _write_former(db: sqlite3.Connection, territories: Sequence[Territory], former: Sequence[Former]) -> None:
    today = {commune.ref.code: commune for commune in territories if commune.ref.level is Level.COMMUNE}
    db.execute("CREATE TABLE former (id INTEGER PRIMARY KEY, code TEXT, name TEXT, plain TEXT, current TEXT)")
    db.execute(f"CREATE VIRTUAL TABLE former_words USING fts5(name, codes, {_FTS})")
    kept = [commune for commune in dict.fromkeys(former) if commune.current in today]
    for number, commune in enumerate(kept, 1):
        plain = " ".join(words(commune.name))
        db.execute(
            "INSERT INTO former VALUES (?, ?, ?, ?, ?)", (number, commune.code, commune.name, plain, commune.current)
        )
        codes = " ".join((commune.code, *today[commune.current].postcodes))
        db.execute("INSERT INTO former_words (rowid, name, codes) VALUES (?, ?, ?)", (number, plain, codes))
    db.execute("CREATE INDEX former_code ON former (code)")


def open_index(path: Path) -> sqlite3.Connection:
    """The index, for reading only, shareable between threads that take turns."""
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def read(row: Sequence[object]) -> Territory:
    """A row of the table `territory` as a Territory."""
    _, level, code, name, kind, population, postcodes, communes, whole, parents, bbox, _, *rest = row
    # A release made before groupements has nothing more in its index, one made before classes of density ends there.
    later: list[object] = [*rest, *LATER[len(rest) :]]
    groupings, start, end, area, rural, density_class, listed = later
    return Territory(
        ref=Ref(Level(str(level)), str(code)),
        name=str(name),
        kind=str(kind),
        population=population if isinstance(population, int) else None,
        postcodes=tuple(str(postcodes).split()),
        communes=int(str(communes)),
        communes_whole=int(str(whole)),
        parents=tuple(Ref.parse(parent) for parent in str(parents).split()),
        bbox=tuple(json.loads(str(bbox))) if bbox else None,
        groupings=tuple(Ref.parse(grouping) for grouping in str(groupings).split()),
        valid_from=date.fromisoformat(str(start)) if start else None,
        valid_until=date.fromisoformat(str(end)) if end else None,
        area_km2=area if isinstance(area, float) else None,
        rural=rural if isinstance(rural, float) else None,
        density_class=str(density_class),
        listed_on=date.fromisoformat(str(listed)) if listed else None,
    )


def find(db: sqlite3.Connection, text: str, limit: int) -> list[Territory]:
    """Territories whose words begin like each word typed: the same name first, then the larger level, then people.

    Small words, then those of a nature (« commune de », « communauté de communes »), are forgotten only when nothing
    has them all.
    """
    typed = words(text[:LONGEST])
    for some in _ways(typed):
        rows = _matching(db, some, limit)
        if rows:
            return [read(row) for row in rows]
    return []


def _ways(typed: list[str]) -> list[list[str]]:
    """The words typed, then without the small ones, then without those of a nature."""
    ways: list[list[str]] = []
    for some in (typed, [word for word in typed if word not in SMALL], without_nature(typed)):
        if some and some not in ways:
            ways.append(some)
    return ways


def _matching(db: sqlite3.Connection, typed: Sequence[str], limit: int) -> list[tuple[object, ...]]:
    match = _match(typed)
    rank = " ".join(f"WHEN '{level}' THEN {i}" for i, level in enumerate(reversed(LEVELS)))
    return db.execute(
        "SELECT t.* FROM words w JOIN territory t ON t.id = w.rowid WHERE words MATCH ? "
        "ORDER BY (t.code = ?) DESC, (t.plain = ?) DESC, (t.plain LIKE ? || '%') DESC, "
        f"t.level <> 'commune' AND t.population > 500000 DESC, t.population DESC, CASE t.level {rank} END LIMIT ?",
        (match, " ".join(typed).upper(), " ".join(typed), typed[0], limit),
    ).fetchall()


def _match(typed: Sequence[str]) -> str:
    return " ".join(f'"{word}"*' for word in typed)


def find_former(db: sqlite3.Connection, text: str, limit: int) -> list[Former]:
    """The communes of before whose name or code begins like each word typed, the same name first."""
    typed = words(text[:LONGEST])
    if not has_former(db):
        return []
    for some in _ways(typed):
        rows = db.execute(
            "SELECT f.code, f.name, f.current FROM former_words w JOIN former f ON f.id = w.rowid "
            "WHERE former_words MATCH ? ORDER BY (f.code = ?) DESC, (f.plain = ?) DESC, f.plain, f.code LIMIT ?",
            (_match(some), " ".join(some).upper(), " ".join(some), limit),
        ).fetchall()
        if rows:
            return [Former(*row) for row in rows]
    return []


def formerly(db: sqlite3.Connection, code: str) -> list[Former]:
    """The communes of before that had a code."""
    if not has_former(db):
        return []
    rows = db.execute("SELECT code, name, current FROM former WHERE code = ? ORDER BY name, current", (code,))
    return [Former(*row) for row in rows]


def has_former(db: sqlite3.Connection) -> bool:
    """Whether the index knows communes of before: one made by an earlier version does not."""
    return bool(db.execute("SELECT 1 FROM sqlite_master WHERE name = 'former'").fetchone())
