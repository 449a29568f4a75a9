"""The search index of territories: SQLite FTS5, names without accents, codes and postcodes, by prefix."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from maillage.kernel.territory import LEVELS, Level, Ref, Territory
from maillage.kernel.words import words

LONGEST = 100


def build(
    path: Path,
    territories: Sequence[Territory],
    boxes: Mapping[tuple[str, str], tuple[float, float, float, float]],
) -> None:
    """Write the territories (the table `territory`) and their index (the table `words`)."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "CREATE TABLE territory (id INTEGER PRIMARY KEY, level TEXT, code TEXT, name TEXT, kind TEXT, "
            "population INTEGER, postcodes TEXT, communes INTEGER, communes_whole INTEGER, parents TEXT, "
            "bbox TEXT, plain TEXT, groupings TEXT, valid_from TEXT, valid_until TEXT, area_km2 REAL, rural REAL, "
            "UNIQUE (level, code))"
        )
        db.execute(
            "CREATE VIRTUAL TABLE words USING fts5(name, codes, content='', "
            "tokenize=\"unicode61 remove_diacritics 2\", prefix='2 3')"
        )
        for number, one in enumerate(territories, 1):
            box = boxes.get((one.ref.level, one.ref.code))
            db.execute(
                "INSERT INTO territory VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    number,
                    one.ref.level.value,
                    one.ref.code,
                    one.name,
                    one.kind,
                    one.population,
                    " ".join(one.postcodes),
                    one.communes,
                    one.communes_whole,
                    " ".join(str(parent) for parent in one.parents),
                    json.dumps(box) if box else None,
                    " ".join(words(one.name)),
                    " ".join(str(grouping) for grouping in one.groupings),
                    one.valid_from and one.valid_from.isoformat(),
                    one.valid_until and one.valid_until.isoformat(),
                    one.area_km2,
                    one.rural,
                ),
            )
            codes = " ".join((one.ref.code, *one.postcodes))
            db.execute(
                "INSERT INTO words (rowid, name, codes) VALUES (?, ?, ?)",
                (number, " ".join(words(one.name)), codes),
            )


def open_index(path: Path) -> sqlite3.Connection:
    """The index, for reading only, shareable between threads that take turns."""
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def read(row: Sequence[object]) -> Territory:
    """A row of the table `territory` as a Territory."""
    _, level, code, name, kind, population, postcodes, communes, whole, parents, bbox, _, *rest = row
    # A release made before groupements has nothing more in its index.
    groupings, start, end, area, rural = rest or ("", None, None, None, None)
    return Territory(
        ref=Ref(Level(str(level)), str(code)),
        name=str(name),
        kind=str(kind),
        population=population if isinstance(population, int) else None,
        postcodes=tuple(str(postcodes).split()),
        communes=int(str(communes)),
        communes_whole=int(str(whole)),
        parents=tuple(Ref.parse(one) for one in str(parents).split()),
        bbox=tuple(json.loads(str(bbox))) if bbox else None,
        groupings=tuple(Ref.parse(one) for one in str(groupings).split()),
        valid_from=date.fromisoformat(str(start)) if start else None,
        valid_until=date.fromisoformat(str(end)) if end else None,
        area_km2=area if isinstance(area, float) else None,
        rural=rural if isinstance(rural, float) else None,
    )


def find(db: sqlite3.Connection, text: str, limit: int) -> list[Territory]:
    """Territories whose words begin like each word typed: the same name first, then the larger level, then people."""
    typed = words(text[:LONGEST])
    if not typed:
        return []
    match = " ".join(f'"{word}"*' for word in typed)
    rank = " ".join(f"WHEN '{level}' THEN {i}" for i, level in enumerate(reversed(LEVELS)))
    rows = db.execute(
        "SELECT t.* FROM words w JOIN territory t ON t.id = w.rowid WHERE words MATCH ? "
        "ORDER BY (t.code = ?) DESC, (t.plain = ?) DESC, (t.plain LIKE ? || '%') DESC, "
        f"t.level <> 'commune' AND t.population > 500000 DESC, t.population DESC, CASE t.level {rank} END LIMIT ?",
        (match, " ".join(typed).upper(), " ".join(typed), typed[0], limit),
    ).fetchall()
    return [read(row) for row in rows]
