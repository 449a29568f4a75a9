"""A normalised table: the contract between the files that feed it and the indicators that read it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds; its value is the type DuckDB stores."""

    TEXT = "VARCHAR"
    INTEGER = "BIGINT"
    DECIMAL = "DOUBLE"
    BOOLEAN = "BOOLEAN"
    GEOMETRY = "BLOB"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, kind, meaning in French and unit. A required column refuses empty values."""

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition (SQL over the table's columns) that a row must meet, or be refused or flagged.

    A condition that cannot be told (NULL) is met. `column` says which column the reader should look at.
    """

    condition: str
    column: str
    reason: str
    refuses: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A normalised table.

    `key` names the columns that identify a row within a source. The loader adds to every table the
    columns of PROVENANCE, and handles three column names by itself:

    - `commune`: code as published; it is carried to the current COG and its first form kept in
      `commune_publiee`. Where the column is not required, the place of the row is looked for with
      `longitude`, `latitude`, `code_postal` and `ville` when the table has them;
    - `periode`: the period a row describes; filled with the delivery's period when the source leaves it empty.

    `whole_france`: keep every row, not just those of the region served.
    `order`: the columns its rows are laid by, so that a search by the first reads few of them. Without it, they are
    laid by commune, then as they came.
    `lasting`: whether a key means the same in two periods; where it does not, they are not compared.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rules: tuple[Rule, ...] = ()
    whole_france: bool = False
    order: tuple[str, ...] = ()
    lasting: bool = True

    def has(self, name: str) -> bool:
        """Whether the table declares this column."""
        return any(column.name == name for column in self.columns)


PROVENANCE = (
    Column("commune_publiee", Kind.TEXT, "Code de la commune tel que publié", required=False),
    Column("source", Kind.TEXT, "Source dont vient la ligne"),
    Column("fichier", Kind.TEXT, "Fichier dont vient la ligne"),
    Column("ligne", Kind.INTEGER, "Numéro de la ligne dans le fichier"),
)
