"""Corrections of a source: a file that says which cell is wrong, what it should hold, why and who says so.

Who comes: an operator who found a wrong figure; leaves with it corrected at the next computation, the publisher's file
untouched, and each application published with its file, line, column, old value, new value and reason.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from maillage.kernel import typed
from maillage.kernel.errors import DataError, UsageError
from maillage.kernel.period import french_date
from maillage.kernel.problem import Effect, Problem
from maillage.kernel.row import number
from maillage.kernel.table import Kind, Table
from maillage.store.home import Home

FIXED = ("colonne", "action", "ancienne", "nouvelle", "motif", "par", "le", "statut")
CORRECT, REMOVE = "corriger", "retirer"
APPLIED = "appliquée"
STATES = ("proposée", APPLIED, "retirée")
YES_NO = {"oui": True, "1": True, "true": True, "non": False, "0": False, "false": False}
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the file, in force. `column` is empty when the whole row is removed; `period` when any will do."""

    line: int
    key: Key
    period: str
    column: str
    old: object
    new: object
    reason: str
    by: str
    on: date

    @property
    def signed(self) -> str:
        """Why, who says so and since when."""
        return f"{self.reason} ({self.by}, {french_date(self.on)})"


@dataclass(slots=True)
class Corrections:
    """The corrections in force for one load. `digest` is the SHA-256 of their file, empty when there is none."""

    file: str = ""
    key: tuple[str, ...] = ()
    digest: str = ""
    content: bytes = b""
    found: dict[Key, list[Correction]] = field(default_factory=dict)
    periods: set[object] = field(default_factory=set)
    used: set[int] = field(default_factory=set)
    present: dict[int, object] = field(default_factory=dict)

    def apply(self, row: dict[str, Any], file: str, line: int, commune: str) -> tuple[bool, list[Problem]]:
        """Correct a row in place; gives whether it is kept, and what was done to it."""
        if not self.found:
            return True, []
        self.periods.add(row.get("periode"))
        key = tuple(row.get(_parsed_as(name)) for name in self.key)
        problems: list[Problem] = []
        for correction in self.found.get(key, ()):
            if correction.period and row.get("periode") != correction.period:
                continue
            if correction.column and row.get(correction.column) != correction.old:
                self.present[correction.line] = row.get(correction.column)
                continue
            self.used.add(correction.line)
            problems.append(_problem(correction, key, file, line, commune))
            if not correction.column:
                return False, problems
            row[correction.column] = correction.new
        return True, problems

    def idle(self) -> list[Problem]:
        """What to say of the corrections that met no row, among those that concern the periods of this delivery."""
        problems = []
        for correction in (correction for same in self.found.values() for correction in same):
            if correction.line in self.used or (correction.period and correction.period not in self.periods):
                continue
            problems.append(
                Problem(
                    self.file,
                    correction.line,
                    correction.column,
                    said(correction.old),
                    self._why_idle(correction),
                    Effect.IDLE,
                )
            )
        return problems

    def _why_idle(self, correction: Correction) -> str:
        if correction.line not in self.present:
            key = " · ".join(said(cell) for cell in correction.key)
            return f"correction non appliquée : aucune ligne de cette livraison n’a la clé « {key} »"
        present = self.present[correction.line]
        if present == correction.new:
            return "correction non appliquée : le fichier dit désormais la valeur corrigée, elle peut être retirée"
        return (
            f"correction non appliquée : le fichier dit « {said(present)} », "
            f"et non « {said(correction.old)} » ; à relire"
        )


def _parsed_as(column: str) -> str:
    """The name a parsed row gives to a column of the key: the published commune is settled later."""
    return "commune" if column == "commune_publiee" else column


def _problem(correction: Correction, key: Key, file: str, line: int, commune: str) -> Problem:
    if correction.column:
        reason = f"« {said(correction.old)} » remplacé par « {said(correction.new)} » : {correction.signed}"
        return Problem(file, line, correction.column, said(correction.old)[:80], reason, Effect.CORRECTED, commune)
    value = " · ".join(said(cell) for cell in key)[:80]
    return Problem(file, line, "", value, f"ligne retirée : {correction.signed}", Effect.CORRECTED, commune)


def said(value: object) -> str:
    """A value of a table as it is written in a correction; « vide » when there is none."""
    if value is None:
        return "vide"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    return str(value)


def read_corrections(home: Home, source: str, table: Table) -> Corrections:
    """The corrections of a source, none when it has no file. Raises DataError at the first fault of the file."""
    path = home.corrections / f"{source}.csv"
    name = f"corrections/{source}.csv"
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Corrections()
    except OSError as error:
        raise _fault(name, 0, "", f"fichier illisible ({error.strerror})") from None
    by_key: dict[Key, list[Correction]] = {}
    for correction in _Reader(name, table).read(content):
        by_key.setdefault(correction.key, []).append(correction)
    return Corrections(name, table.key, hashlib.sha256(content).hexdigest(), content, by_key)


def _fault(file: str, line: int, column: str, what: str) -> DataError:
    where = "".join([f", ligne {line}" * bool(line), f", colonne « {column} »" * bool(column)])
    return DataError(f"{file}{where} : {what}. Rien n’a été chargé, les données d’avant restent.")


class _Reader:
    """Reads the file of corrections of one table; any fault stops it, since half of it would be worse than none."""

    def __init__(self, file: str, table: Table) -> None:
        self.file = file
        self.kinds = {column.name: column.kind for column in table.columns} | {
            "commune_publiee": Kind.TEXT,
            "periode": Kind.TEXT,
        }
        self.key = table.key
        self.columns = {c.name for c in table.columns if c.kind is not Kind.GEOMETRY}
        self.periodic = table.has("periode")

    def read(self, content: bytes) -> list[Correction]:
        try:
            typed_file = typed.read(content)
        except UsageError as error:
            raise _fault(self.file, 0, "", str(error)) from None
        self._check_head(typed_file.heads)
        kept: list[Correction] = []
        seen: dict[tuple[object, ...], int] = {}
        for line in typed_file.lines:
            if line.fault:
                raise _fault(self.file, line.number, "", f"ligne illisible : {line.fault}")
            correction = self._line(line.cells, line.number)
            if correction is None:
                continue
            before = seen.setdefault((correction.key, correction.period, correction.column), correction.line)
            if before != correction.line:
                raise _fault(self.file, correction.line, "", f"même case que la ligne {before}")
            kept.append(correction)
        return kept

    def _check_head(self, names: Sequence[str]) -> None:
        wanted = (*self.key, *FIXED)
        missing = [name for name in wanted if name not in names]
        extra = [name for name in names if name not in wanted and not (self.periodic and name == "periode")]
        if missing:
            raise _fault(self.file, 1, missing[0], f"colonne absente. Colonnes attendues : {', '.join(wanted)}")
        if extra:
            raise _fault(self.file, 1, extra[0], f"colonne inconnue. Colonnes attendues : {', '.join(wanted)}")

    def _line(self, bare: Mapping[str, str], line: int) -> Correction | None:
        """The correction of a line; None when it is not in force."""
        self._among(bare, line, "statut", STATES)
        for name in ("motif", "par"):
            if not bare[name]:
                raise _fault(self.file, line, name, "à remplir : une correction est signée et motivée")
        try:
            on = typed.day(bare["le"])
        except UsageError as error:
            raise _fault(self.file, line, "le", f"« {bare['le']} », {error}") from None
        key = tuple(self._cell(bare, line, name, name) for name in self.key)
        period = str(self._cell(bare, line, "periode", "periode") or "") if "periode" in bare else ""
        column, old, new = self._change(bare, line)
        if bare["statut"] != APPLIED:
            return None
        return Correction(line, key, period, column, old, new, bare["motif"], bare["par"], on)

    def _change(self, bare: Mapping[str, str], line: int) -> tuple[str, object, object]:
        self._among(bare, line, "action", (CORRECT, REMOVE))
        if bare["action"] == REMOVE:
            for name in ("colonne", "ancienne", "nouvelle"):
                if bare[name]:
                    raise _fault(self.file, line, name, "à laisser vide : la ligne entière est retirée")
            return "", None, None
        column = bare["colonne"]
        self._among(bare, line, "colonne", sorted(self.columns))
        old, new = (self._cell(bare, line, name, column) for name in ("ancienne", "nouvelle"))
        if old == new:
            raise _fault(self.file, line, "nouvelle", "la même valeur que l’ancienne")
        return column, old, new

    def _among(self, bare: Mapping[str, str], line: int, name: str, known: Sequence[str]) -> None:
        if bare[name] not in known:
            what = f"« {bare[name]} » inconnu" if bare[name] else "à remplir"
            raise _fault(self.file, line, name, f"{what}. Écrivez : {', '.join(known)}")

    def _cell(self, bare: Mapping[str, str], line: int, name: str, column: str) -> object:
        """A cell as the table holds it in `column`; None when it is empty."""
        text, kind = bare[name], self.kinds[column]
        if not text:
            return None
        try:
            if column == "periode":
                return typed.period(text).code
            if column in {"commune", "commune_publiee"}:
                return typed.code(text)
            if kind is Kind.BOOLEAN:
                return YES_NO[text.lower()]
            if kind in (Kind.INTEGER, Kind.DECIMAL):
                value = number(text)
                if value is not None and kind is Kind.INTEGER and value != int(value):
                    raise ValueError(text)
                return int(value) if value is not None and kind is Kind.INTEGER else value
        except (ValueError, KeyError, UsageError):
            raise _fault(self.file, line, name, f"« {text} » illisible dans la colonne {column}") from None
        return text
