"""Files that people type in a spreadsheet: one reader for all of them, whatever the spreadsheet made of the file.

Separated by « ; », « , » or tabulations, with or without a first line `sep=;`, in UTF-8 (with or without mark), UTF-16
or Windows-1252, whatever the ends of lines and the case of heads. Dates are day first, as French people write them.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period

HEAVIEST = 16_000_000
"""Bytes of a file: nobody types more."""
MOST_LINES = 100
"""Lines of a cell written over several: beyond, a quote was left open."""
FORMS = "écrivez JJ/MM/AAAA (01/02/2022) ou AAAA-MM-JJ (2022-02-01)"

_MARKS = "\t;,"
_SEP = re.compile(r'"?sep=([;,\t])"?[;,\t]*', re.IGNORECASE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_TIME = r"(?:[ T]0{1,2}:00(?::00)?)?"
_FRENCH = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}){_TIME}", re.ASCII)
_ISO = re.compile(rf"(\d{{4}})([/.-])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line: its number in the file, from 1, and its trimmed cells by head. `fault` tells why it could not be cut."""

    number: int
    cells: dict[str, str]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class TypedFile:
    """The heads, in small letters without accents, and the lines that are not blank. `legacy`: in Windows-1252."""

    heads: tuple[str, ...]
    lines: tuple[TypedLine, ...]
    legacy: bool = False


def decoded(content: bytes) -> tuple[str, bool]:
    """The text of a file, and whether it was in Windows-1252. Raises UsageError when it is no text."""
    if len(content) > HEAVIEST:
        raise UsageError(f"fichier trop lourd : {HEAVIEST // 1_000_000} Mo au plus")
    try:
        text, legacy = _decoded(content)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UsageError(
            f"texte illisible à la ligne {line} : ni UTF-8, ni Windows-1252. Enregistrez le tableau en « CSV UTF-8 »"
        ) from None
    if "\0" in text:
        raise UsageError("ce n’est pas un texte. Enregistrez le tableau en « CSV UTF-8 »")
    return text, legacy


def _decoded(content: bytes) -> tuple[str, bool]:
    if content.startswith(_UTF16):
        return content.decode("utf-16"), False
    try:
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return content.decode("cp1252"), True


def records(text: str) -> Iterator[tuple[int, list[str], str]]:
    """Each line that is not blank: its number, its trimmed cells, and why it could not be cut (« » when it was)."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text.removeprefix("\ufeff"))
    first = next((rank for rank, line in enumerate(lines) if line.strip()), len(lines))
    declared = _SEP.fullmatch(lines[first].strip("\r\n ")) if first < len(lines) else None
    rank = first + 1 if declared else first
    head = next((line for line in lines[rank:] if line.strip()), "")
    mark = declared[1] if declared else next((mark for mark in _MARKS if mark in head), ";")
    while rank < len(lines):
        reader = csv.reader(iter(lines[rank : rank + MOST_LINES]), delimiter=mark, strict=True)
        try:
            cells = [cell.strip(" \u00a0\u202f\t\r\n") for cell in next(reader, [])]
        except csv.Error:
            yield rank + 1, [], "il y manque un guillemet, ou elle en a un de trop"
            rank += 1
            continue
        if any(cells):
            yield rank + 1, cells, ""
        rank += max(reader.line_num, 1)


def read(content: bytes | str) -> TypedFile:
    """A file whose first line gives the heads. A line may stop before its last, empty, cells.

    Raises UsageError, which says what is wrong without naming the file, when it cannot be read as a table.
    """
    text, legacy = decoded(content) if isinstance(content, bytes) else (content, False)
    every = records(text)
    number, names, fault = next(every, (0, [], ""))
    if fault:
        raise UsageError(f"la ligne {number} ne se lit pas : {fault}")
    if not names:
        raise UsageError("le fichier est vide")
    heads = _heads(names)
    return TypedFile(heads, tuple(_line(number, cells, fault, heads) for number, cells, fault in every), legacy)


def head(name: str) -> str:
    """A head as it compares: `Période ` → `periode`, `VALABLE DU` → `valable_du`."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    return "_".join("".join(c for c in bare if not unicodedata.combining(c)).split())


def _heads(names: Sequence[str]) -> tuple[str, ...]:
    """The heads down to the last that is not empty. Raises UsageError when two are the same."""
    last = max(rank for rank, name in enumerate(names) if name)
    heads = tuple(head(name) or f"colonne {rank}" for rank, name in enumerate(names[: last + 1], 1))
    twice = next((name for name in heads if heads.count(name) > 1), None)
    if twice:
        raise UsageError(f"deux colonnes portent le nom « {twice} »")
    return heads


def _line(number: int, cells: list[str], fault: str, heads: tuple[str, ...]) -> TypedLine:
    if not fault and any(cells[len(heads) :]):
        fault = f"{len(cells)} colonnes au lieu de {len(heads)}"
    if fault:
        return TypedLine(number, {}, fault)
    kept = [*cells[: len(heads)], *[""] * (len(heads) - len(cells))]
    return TypedLine(number, dict(zip(heads, kept, strict=True)))


def day(text: str) -> date:
    """`01/02/2022`, `1.2.2022` and `2022-02-01` are 1 February 2022. Raises UsageError with the form expected."""
    bare = text.strip()
    if _SHORT_YEAR.fullmatch(bare):
        raise UsageError(f"année à deux chiffres : {FORMS}")
    french, iso = _FRENCH.fullmatch(bare), _ISO.fullmatch(bare)
    try:
        if french:
            return date(int(french[4]), int(french[3]), int(french[1]))
        if iso:
            return date(int(iso[1]), int(iso[3]), int(iso[4]))
    except ValueError:
        raise UsageError(f"cette date n’existe pas : {FORMS}, le jour d’abord") from None
    raise UsageError(f"date illisible : {FORMS}")


def code(text: str) -> str:
    """A code of commune or of département with the leading zero that spreadsheets take away: `1004` → `01004`."""
    bare = text.strip()
    return bare.zfill({1: 2, 4: 5}.get(len(bare), 0)) if bare.isdecimal() else bare


def period(text: str) -> Period:
    """A period as `Period.parse` reads it, or a day as a French spreadsheet writes it. Raises UsageError."""
    if _FRENCH.fullmatch(text.strip()) or _SHORT_YEAR.fullmatch(text.strip()):
        return Period.parse(day(text).isoformat())
    return Period.parse(text)
