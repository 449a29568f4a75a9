"""Spoil a share of the rows of a file in ways seen in real ones, and keep the list of what was done.

Who comes: a test, or whoever wants to see what Maillage does with bad files; leaves with files where each spoilt
line is known, with the effect it must have: refused, repaired, or flagged.
"""

import csv
import gzip
import io
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import numpy as np

from maillage.simulation.archives import gzipped, zipped
from maillage.simulation.world.chance import pick, uniform

REFUSED, REPAIRED, TOLD = "refusée", "réparée", "signalée"
BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a file can be hurt: separator, line of the header, and the columns that hold each sort of cell.

    `read_only` is the column and value of the rows that are read, where the others are left out on purpose.
    `spare_number`: the row is kept without that number, which is told.
    """

    separator: str
    header: int = 1
    code: str = ""
    operator: str = ""
    number: str = ""
    state: str = ""
    word: str = ""
    day: str = ""
    position: tuple[str, str] = ("", "")
    read_only: tuple[str, str] = ("", "")
    spare_number: bool = False


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A line that was spoilt: file, line from 1, how, and what must come of it."""

    file: str
    line: int
    kind: str
    effect: str


# Only metres in Lambert-93 are swapped: other fictional points, swapped, may fall in the box of Mayotte.
SHAPES = {
    "arcep_4g_fixe": Shape(
        ";",
        operator="20801",
        number="sites_demandes",
        day="date_publication_arrete",
        position=("x_lambert_93", "y_lambert_93"),
    ),
    "arcep_cartefibre_immeubles": Shape(
        ",", code="code_insee", number="x", state="imb_etat", word="type_imb", day="pm_date_mad"
    ),
    "arcep_ftth_2018": Shape(",", 5, code="Code commune", number="T1 2018", read_only=("Champ", "Locaux Raccordables")),
    "arcep_logements_2018": Shape(",", 5, code="Code commune", number="Logements"),
    "arcep_mci_eligibilite": Shape(";", number="limitation", state="code_techno", word="classe_debit_descendant"),
    "arcep_mci_immeubles": Shape(";", code="imb_code_insee", number="imb_x", word="imb_type"),
    "arcep_operateurs_fixe": Shape(";"),
    "arcep_mci_debits": Shape(";", code="code_insee", number="nbr", read_only=("type", "all")),
    "arcep_sites_2018": Shape(";", operator="Operateur", number="x", position=("x", "y")),
    "arcep_sites_mobiles": Shape(";", code="insee_com", operator="code_op", number="latitude"),
    "ban_adresses": Shape(";", code="code_insee", number="lon", word="certification_commune"),
    "ban_lieux_dits": Shape(";", code="code_insee", number="lat"),
    "cohesion_numerique": Shape(";", code="insee_dep", number="rang"),
    "cuivre_communes": Shape(";", code="code_insee", day="fermeture_technique"),
    "france_services": Shape(",", code="insee_com", number="latitude", spare_number=True),
    "ipe_immeubles": Shape(
        ";",
        code="CodeInseeImmeuble",
        number="CoordonneeImmeubleX",
        state="EtatImmeuble",
        day="DateCablageAdresse",
        position=("CoordonneeImmeubleX", "CoordonneeImmeubleY"),
    ),
    "mednum_bfc": Shape(",", number="lon", spare_number=True),
    "odf_observatoire": Shape(";", number="nb_ptf"),
}
Cells = dict[str, str]
Kind = tuple[str, Callable[[Shape], bool], Callable[[Shape, Cells], Cells | None], str]


def _unknown_code(shape: Shape, cells: Cells) -> Cells | None:
    return {**cells, shape.code: "ZZ999"}


def _lost_zero(shape: Shape, cells: Cells) -> Cells | None:
    code = cells[shape.code]
    return {**cells, shape.code: code.lstrip("0")} if code.startswith("0") and code.lstrip("0") else None


def _unknown_operator(shape: Shape, cells: Cells) -> Cells | None:
    return {**cells, shape.operator: "20899"}


def _unknown_state(shape: Shape, cells: Cells) -> Cells | None:
    return {**cells, shape.state: "raccordé"}


def _unknown_word(shape: Shape, cells: Cells) -> Cells | None:
    return {**cells, shape.word: "XXL"}


def _unreadable_day(shape: Shape, cells: Cells) -> Cells | None:
    return {**cells, shape.day: "30 février"} if cells[shape.day].strip() else None


def _unreadable_number(shape: Shape, cells: Cells) -> Cells | None:
    return {**cells, shape.number: "n/c ?"} if cells[shape.number].strip() else None


def _swapped(shape: Shape, cells: Cells) -> Cells | None:
    east, north = shape.position
    return {**cells, east: cells[north], north: cells[east]}


KINDS: tuple[Kind, ...] = (
    ("code de commune inconnu", lambda s: bool(s.code), _unknown_code, REFUSED),
    ("zéro de tête perdu", lambda s: bool(s.code), _lost_zero, REPAIRED),
    ("opérateur inconnu", lambda s: bool(s.operator), _unknown_operator, REFUSED),
    ("état inconnu", lambda s: bool(s.state), _unknown_state, REFUSED),
    ("mot hors de la liste", lambda s: bool(s.word), _unknown_word, REFUSED),
    ("date illisible", lambda s: bool(s.day), _unreadable_day, REFUSED),
    ("nombre illisible", lambda s: bool(s.number), _unreadable_number, REFUSED),
    ("coordonnées inversées", lambda s: bool(s.position[0]), _swapped, REFUSED),
)
WHOLE_LINE = ("ligne coupée", "ligne en double", "encodage Windows-1252")


def spoil(source: str, path: Path, share: float, seed: int) -> Iterator[Spoilt]:
    """Rewrite a file with a share of its rows spoilt, and say each. A source without SHAPES is left as it is."""
    shape = SHAPES.get(source)
    if shape is None or share <= 0:
        return
    beside = path.with_name(f".{path.name}")
    columns: list[str] = []
    number = 0
    with _lines(path) as lines, _output(path, beside) as out:
        for rank, raw in enumerate(lines):
            number += 1
            line = raw.decode("utf-8")
            written, kind, effect = raw, "", ""
            if rank + 1 == shape.header:
                columns = [c.lstrip("\ufeff") for c in next(csv.reader([line], delimiter=shape.separator))]
            elif rank >= shape.header:
                hit, way = _drawn(seed, path.name, rank, share)
                if hit:
                    written, kind, effect = _spoilt(shape, columns, line, way)
            out.write(written)
            if kind:
                number += kind == "ligne en double"
                yield Spoilt(path.name, number, kind, effect)
    os.replace(beside, path)


@contextmanager
def _lines(path: Path) -> Iterator[IO[bytes]]:
    """The lines of a text file, gzipped or not, or of the only member of a zip."""
    if path.suffix == ".gz":
        with gzip.open(path, "rb") as stream:
            yield stream  # type: ignore[misc]
        return
    if path.suffix != ".zip":
        with open(path, "rb") as stream:
            yield stream
        return
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as member:
        yield member


@contextmanager
def _output(path: Path, beside: Path) -> Iterator[IO[bytes]]:
    """Where the spoilt file is written: like the first, text, gzip or zip."""
    if path.suffix == ".gz":
        with gzipped(beside, 1) as stream:
            yield stream
        return
    if path.suffix != ".zip":
        with open(beside, "wb") as stream:
            yield stream
        return
    with zipfile.ZipFile(path) as archive:
        name = archive.namelist()[0]
    with zipped(beside, name, 1) as stream:
        yield stream


@lru_cache(maxsize=2)
def _block(seed: int, name: str, block: int, share: float) -> tuple[Any, Any]:
    who = np.arange(block * BLOCK, (block + 1) * BLOCK)
    hit = uniform(seed, f"dirt {name}", who) < share
    return hit, pick(seed, f"dirt kind {name}", len(KINDS) + len(WHOLE_LINE), who)


def _drawn(seed: int, name: str, rank: int, share: float) -> tuple[bool, int]:
    """Whether a line is to be spoilt, and which way first."""
    hit, way = _block(seed, name, rank // BLOCK, share)
    return bool(hit[rank % BLOCK]), int(way[rank % BLOCK])


def _spoilt(shape: Shape, columns: list[str], line: str, way: int) -> tuple[bytes, str, str]:
    """The line spoilt in the way drawn, or the next one that applies to it."""
    cells = dict(zip(columns, next(csv.reader([line], delimiter=shape.separator)), strict=True))
    column, value = shape.read_only
    if column and cells[column] != value:
        return line.encode(), "", ""
    for step in range(len(KINDS) + len(WHOLE_LINE)):
        choice = (way + step) % (len(KINDS) + len(WHOLE_LINE))
        if choice >= len(KINDS):
            done = _whole_line(shape, line, WHOLE_LINE[choice - len(KINDS)])
            if done is not None:
                return done
            continue
        name, applies, change, effect = KINDS[choice]
        changed = change(shape, cells) if applies(shape) else None
        if changed is not None:
            spare = change is _unreadable_number and shape.spare_number
            return _line(shape, changed, line).encode(), name, TOLD if spare else effect
    return line.encode(), "", ""


def _whole_line(shape: Shape, line: str, kind: str) -> tuple[bytes, str, str] | None:
    if kind == "ligne coupée":
        cut = line.rstrip("\r\n").rsplit(shape.separator, 2)[0]
        return f"{cut}\n".encode(), kind, REFUSED
    if kind == "ligne en double":
        return line.encode() * 2, kind, REFUSED
    try:
        legacy = line.encode("cp1252")
    except UnicodeEncodeError:
        return None
    return (legacy, kind, REPAIRED) if legacy != line.encode() else None


def _line(shape: Shape, cells: Cells, like: str) -> str:
    out = io.StringIO()
    ending = "\r\n" if like.endswith("\r\n") else "\n"
    if like.startswith('"'):
        writer = csv.writer(out, delimiter=shape.separator, quoting=csv.QUOTE_ALL, lineterminator=ending)
    else:
        writer = csv.writer(out, delimiter=shape.separator, lineterminator=ending)
    writer.writerow(cells.values())
    return out.getvalue()
