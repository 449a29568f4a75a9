"""Delimited text, read as it comes with bounded memory. A line that cannot be cut is told, never guessed."""

import csv
import re
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from maillage.kernel.errors import DataError
from maillage.kernel.problem import Effect, Problem
from maillage.kernel.source import Content, RawRow
from maillage.sources.formats.files import LARGEST_UNPACKED, too_large, unpacked

LONGEST = 1024**2
"""Bytes of a line, and characters of a record written over several lines."""
MOST_LINES = 100
"""Lines of a record: beyond, a quote was left open."""

_SEPARATORS = {";": "« ; »", ",": "« , »", "\t": "la tabulation", "|": "« | »"}
_BOM, _UTF16 = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
_TOO_LONG = "ligne de plus de 1 Mo"
_TWICE = re.compile(
    "[ÂÃâ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
"""What a letter in UTF-8, read in Windows-1252, looks like: « Ã© » for « é »."""
_NUL = "caractère nul : la ligne est abîmée"
_UNREADABLE = "texte illisible : ni UTF-8, ni Windows-1252"


class _Lines:
    """The decoded lines of a file, for csv.reader.

    A line that cannot be used is served empty, with a fault. `pending` holds the lines of the record
    being read: when a record turns out to have no end, all of them but the first are served again, so
    that an open quote costs one line and not the rest of the file.
    """

    def __init__(self, stream: IO[bytes], path: Path, latin_1: bool = False) -> None:
        self.stream = stream
        self.latin_1 = latin_1
        self.path = path
        self.number = 0
        self.size = 0
        self.legacy = 0
        self.twice = 0
        self.pending: list[tuple[str, str]] = []
        self.again: deque[tuple[str, str]] = deque()

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.again.popleft() if self.again else self._read()
        self.number += 1
        self.pending.append(line)
        if len(self.pending) > 1 and (
            len(self.pending) > MOST_LINES or sum(len(text) for text, _ in self.pending) > LONGEST
        ):
            raise csv.Error("endless record")
        return line[0]

    def record(self) -> tuple[int, str]:
        """The record is complete: its first line, and the first fault of its lines."""
        first = self.number - len(self.pending) + 1
        fault = next((fault for _, fault in self.pending if fault), "")
        self.pending.clear()
        return first, fault

    def rewind(self, keep: int = 1) -> int:
        """Serve the pending lines again but the `keep` first; the line the record started at."""
        first = self.number - len(self.pending) + 1
        self.number = first + keep - 1
        self.again.extendleft(reversed(self.pending[keep:]))
        self.pending.clear()
        return first

    def _read(self) -> tuple[str, str]:
        raw = self.stream.readline(LONGEST + 1)
        if not raw:
            raise StopIteration
        if self.size == 0:
            if raw.startswith(_UTF16):
                raise DataError(f"{self.path.name} : fichier en UTF-16. Enregistrez-le en UTF-8.")
            raw = raw.removeprefix(_BOM) or b"\n"
            if raw.lstrip().startswith((b"{", b"[")):
                raise DataError(
                    f"{self.path.name} : c’est du JSON ; il faut le CSV. Téléchargez le fichier CSV de ce jeu de "
                    "données, puis redonnez-le."
                )
        self.size += len(raw)
        if self.size > LARGEST_UNPACKED:
            raise too_large(self.path, LARGEST_UNPACKED)
        if len(raw) > LONGEST:
            while raw and not raw.endswith(b"\n"):
                raw = self.stream.readline(LONGEST)
            return "\n", _TOO_LONG
        if b"\0" in raw:
            return "\n", _NUL
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            return self._legacy(raw)
        return (self._once(text) if _TWICE.search(text) else text), ""

    def _once(self, text: str) -> str:
        """A line encoded twice in UTF-8, as it was first; as it is when it was not."""
        try:
            first = b"".join(_byte(letter) for letter in text).decode("utf-8")
        except UnicodeError:
            return text
        self.twice += 1
        return first

    def _legacy(self, raw: bytes) -> tuple[str, str]:
        try:
            text = raw.decode("cp1252")
        except UnicodeDecodeError:
            if not self.latin_1:
                return "\n", _UNREADABLE
            text = raw.decode("latin-1")
        self.legacy += 1
        return text, ""


def _byte(letter: str) -> bytes:
    """The byte that was read as this letter in Windows-1252. Raises UnicodeError when there is none."""
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")


@dataclass(frozen=True, slots=True)
class Csv:
    """Delimited text whose column names are on line `header` (what is above is skipped).

    `separator` may hold several characters: the one that cuts the header most is used. `lower_header`
    puts the column names in lower case, for publishers who change it from one file to the next. `latin_1`: a line that
    is neither in UTF-8 nor in Windows-1252 is read in Latin-1, in which any byte is a letter.
    """

    separator: str = ";"
    header: int = 1
    lower_header: bool = False
    latin_1: bool = False

    def read(self, path: Path) -> Content:
        """Open the file (.csv, gzipped or alone in a zip) and read its header."""
        notes: list[Problem] = []
        with unpacked(path, ".csv") as stream:
            columns, _, _ = self._start(stream, path)
        return Content(columns, self._rows(path, notes), notes)

    def _start(self, stream: IO[bytes], path: Path) -> tuple[tuple[str, ...], _Lines, Iterator[list[str]]]:
        """The column names, the lines after the header, and the reader that cuts them."""
        lines = _Lines(stream, path, self.latin_1)
        text = self._header_line(lines, path)
        separator = max(self.separator, key=text.count)
        lines.rewind(keep=0)
        reader = csv.reader(lines, delimiter=separator, strict=True)
        try:
            cells = next(reader)
        except csv.Error as error:
            raise DataError(f"{path.name} : en-tête illisible, {_reason(error)}.") from None
        _, fault = lines.record()
        if fault:
            raise DataError(f"{path.name} : en-tête illisible, {fault}.")
        return self._columns(cells, text, path), lines, reader

    def _header_line(self, lines: _Lines, path: Path) -> str:
        text = ""
        for rank in range(self.header):
            lines.pending.clear()
            try:
                text = next(lines)
            except StopIteration:
                if rank == 0:
                    raise DataError(f"{path.name} : le fichier est vide.") from None
                raise DataError(
                    f"{path.name} : {rank} lignes seulement, en-tête attendu à la ligne {self.header}."
                ) from None
        if text.lstrip().startswith("<"):
            raise DataError(f"{path.name} : c’est une page web et non un fichier de données.")
        return text

    def _columns(self, cells: list[str], text: str, path: Path) -> tuple[str, ...]:
        if len(cells) <= 1:
            others = [c for c in _SEPARATORS if c not in self.separator and c in text]
            if others:
                separator = _SEPARATORS[max(others, key=text.count)]
                wanted = " ou ".join(_SEPARATORS[c] for c in self.separator)
                raise DataError(f"{path.name} : le fichier semble séparé par {separator} et non {wanted}.")
        names = [cell.strip(" \u00a0\u202f\t\r\n") or f"colonne {i}" for i, cell in enumerate(cells, 1)]
        if self.lower_header:
            names = [name.lower() for name in names]
        for name in names:
            if names.count(name) > 1:
                raise DataError(f"{path.name} : deux colonnes portent le nom « {name} ».")
        if not names:
            raise DataError(f"{path.name} : en-tête vide à la ligne {self.header}.")
        return tuple(names)

    def _rows(self, path: Path, notes: list[Problem]) -> Iterator[RawRow]:
        with unpacked(path, ".csv") as stream:
            columns, lines, reader = self._start(stream, path)
            yield from _cut(columns, lines, reader)
        if lines.legacy:
            notes.append(legacy_note(path, lines.legacy))
        if lines.twice:
            notes.append(_twice_note(path, lines.twice))

    def records(self, stream: IO[bytes], path: Path) -> Generator[RawRow, None, int]:
        """The rows of an open stream that starts with the header; gives at the end how many lines were not in UTF-8."""
        columns, lines, reader = self._start(stream, path)
        yield from _cut(columns, lines, reader)
        return lines.legacy


def _cut(columns: tuple[str, ...], lines: _Lines, reader: Iterator[list[str]]) -> Iterator[RawRow]:
    """The rows after the header, cut into columns."""
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield RawRow(lines.rewind(), {}, _reason(error))
            continue
        first, fault = lines.record()
        if fault:
            yield RawRow(first, {}, fault)
        elif len(cells) == len(columns):
            yield RawRow(first, dict(zip(columns, cells, strict=True)))
        elif cells:
            yield RawRow(first, {}, f"{len(cells)} colonnes au lieu de {len(columns)}")


def _reason(error: csv.Error) -> str:
    """The French reason behind an error of csv.reader."""
    if "field limit" in str(error):
        return f"cellule de plus de {csv.field_size_limit()} caractères"
    return "guillemet ouvert et jamais refermé, ou mal placé"


def legacy_note(path: Path, count: int) -> Problem:
    """That some lines were read in Windows-1252."""
    what = "1 ligne n’est pas" if count == 1 else f"{count} lignes ne sont pas"
    return Problem(path.name, 0, "", "", f"{what} en UTF-8 : texte lu en Windows-1252", Effect.FLAGGED)


def _twice_note(path: Path, count: int) -> Problem:
    """That some lines were encoded twice."""
    what = "1 ligne encodée" if count == 1 else f"{count} lignes encodées"
    reason = f"{what} deux fois en UTF-8 (« Ã© » pour « é ») : texte remis en ordre"
    return Problem(path.name, 0, "", "", reason, Effect.FLAGGED)
