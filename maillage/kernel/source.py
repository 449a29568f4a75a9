"""An official source of data: who publishes it, where, under which licence, in which shape, into which table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from maillage.kernel.licence import Licence
from maillage.kernel.problem import Problem
from maillage.kernel.visibility import Visibility


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as a format reads it: its line in the file (from 1) and its cells by column name.

    `fault` tells why the row could not be cut into columns; its cells are then empty.
    """

    line: int
    cells: Mapping[str, object]
    fault: str = ""


class Format(Protocol):
    """A file shape. `read` gives the columns of the file, the rows one by one, and notes on the file.

    Raises DataError when the file cannot be read at all.
    """

    def read(self, path: Path) -> "Content":
        """Open a file of this shape."""
        ...


@dataclass(slots=True)
class Content:
    """What a format found in a file. `notes` is filled while the rows are drawn."""

    columns: tuple[str, ...]
    rows: Iterator[RawRow]
    notes: list[Problem]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many rows kept are plausible, `per` commune or per 10 000 inhabitants of the region served.

    Below `low` the file is refused and the old table stays; above `high` it is kept and flagged.
    """

    per: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Direct:
    """A file at a fixed address. `{departement}` in it means one file for each département of the region."""

    url: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The last file whose link matches `pattern` on an HTML index; `period` rewrites its groups as a period code.

    Where links lead to folders, `file` is what to bring from the one chosen; `{departement}` in it: as in Direct.
    """

    url: str
    pattern: str
    period: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class DataGouv:
    """The last resource of a data.gouv.fr dataset whose title matches `pattern`; `period` as in Listing."""

    dataset: str
    pattern: str
    period: str


@dataclass(frozen=True, slots=True)
class Label:
    """A value of a column that something counts on: how it is written (a pattern) and what it stands for."""

    pattern: str
    words: str


@dataclass(frozen=True, slots=True)
class Labels:
    """The fixed list of values of a column. A delivery says which of `needed` no row holds, and every value that
    neither these nor `known` (a pattern) match; without `known`, other values are no news. `exact`: case matters."""

    column: str
    needed: tuple[Label, ...] = ()
    known: str = ""
    exact: bool = False


def labels(column: str, words: Mapping[str, str], known: str = "", exact: bool = False) -> Labels:
    """The list of a column from what its codes stand for; two codes of one thing are one label, either will do."""
    codes: dict[str, list[str]] = {}
    for code, meaning in words.items():
        codes.setdefault(meaning, []).append(code)
    return Labels(column, tuple(Label("|".join(same), meaning) for meaning, same in codes.items()), known, exact)


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Another file that could be loaded for this one, and what gives it away: its name (a pattern, case apart, found
    anywhere in it) or a column that this one has not. `what` completes « ce fichier semble être … »."""

    what: str
    name: str = ""
    column: str = ""


class Described(StrEnum):
    """What a deposited file describes, when its rows do not say it: its quarter, or its day."""

    QUARTER = "trimestre"
    DAY = "jour"


QUARTER, DAY = Described.QUARTER, Described.DAY


@dataclass(frozen=True, slots=True)
class Source:
    """A source. `required` columns stop the file when one is missing, `optional` and `ignored` ones may be
    there, any other is reported. Patterns (regular expressions) are allowed in all three.

    `remote` is None when no stable address is known: the file is then handed over with `load` or a manifest.
    `labels`: the columns whose values are a fixed list. `look_alikes`: the files to refuse in its place; where only the
    name tells them apart, `usual_name` (a pattern, as theirs) is what a file that can be trusted is called.
    `visibility`: who may see its rows. A table that a reserved source feeds is reserved whole: no indicator and no
    derived table reads it, and its rows are in no public part of a release (`pipeline/reserved.py`).
    `deposited`: members may give its file on a page, and say what it describes (`directory/deposits`).
    """

    name: str
    table: str
    title: str
    publisher: str
    page: str
    licence: Licence
    frequency: str
    format: Format
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    bounds: Bounds | None = None
    remote: Direct | Listing | DataGouv | None = None
    notes: str = ""
    labels: tuple[Labels, ...] = ()
    look_alikes: tuple[LookAlike, ...] = ()
    usual_name: str = ""
    visibility: Visibility = Visibility.PUBLIC
    deposited: Described | None = None
