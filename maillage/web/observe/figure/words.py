"""A figure taken to pieces, in words: the operation with its numbers, what each commune brings, a cell of a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from maillage.kernel import french
from maillage.kernel.indicator import Indicator
from maillage.kernel.table import Column, Kind
from maillage.kernel.value import Value
from maillage.observatory.evidence import Evidence, Extract, Part
from maillage.web.words.reading import shown

HEADS = {"commune_publiee": "Code publié", "source_locaux": "Source des locaux", "imb_id": "Immeuble"}
SPELT = {
    "g2": "2G", "g3": "3G", "g4": "4G", "g5": "5G", "l33": "L. 33-13", "13": "", "numero": "numéro",
    "periode": "période", "operateur": "opérateur", "operateurs": "opérateurs", "categorie": "catégorie",
    "etablissements": "établissements", "eligibles": "éligibles à", "tres": "très", "privee": "privée",
    "mediation": "médiation", "itinerant": "itinérant", "partage": "partagé", "ciblee": "ciblée",
    "a": "à", "departement": "département", "region": "région", "anfr": "ANFR", "siren": "SIREN",
    "amel": "AMEL", "datagouv": "sur data.gouv.fr", "plateforme": "sur sa plateforme",
}  # fmt: skip
"""Words of the names of columns, which have neither accent nor capital, as a reader writes them."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a commune brings, in words."""

    name: str
    code: str
    numerator: str
    denominator: str
    figure: str
    weight: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Some rows of an extract: heads, cells as text, and what each column means."""

    heads: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[tuple[str, str, bool], ...], ...]
    meanings: tuple[tuple[str, str], ...]


def operation(indicator: Indicator, value: Value) -> str:
    """« 10 150 ÷ 10 680 × 100 = 95,0 % », « Orange 4 + SFR 3 = 7 sites »."""
    result = "rien à mesurer" if value.value is None else precise(indicator, value.value)
    if value.denominator is None:
        parts = " + ".join(f"{part} {french.number(count)}" for part, count in value.breakdown.items())
        return f"{parts} = {result}" if parts else result
    times = _times(indicator.factor)
    return f"{french.number(value.numerator)} ÷ {french.number(value.denominator)}{times} = {result}"


def _times(factor: float | None) -> str:
    """« × 100 », « ÷ 1 000 »; nothing when the division says it all."""
    if factor is None or factor == 1:
        return ""
    return f" × {french.number(factor)}" if factor > 1 else f" ÷ {french.number(round(1 / factor))}"


def precise(indicator: Indicator, value: float) -> str:
    """The value with all its decimals, even those that are zeros, and its unit."""
    number = french.aligned(value, indicator.decimals)
    if indicator.unit == "%":
        return f"{number}{french.THIN}%"
    return f"{number}{french.WIDE}{french.typographic(indicator.unit)}"


def share(indicator: Indicator, part: Part) -> Share:
    """What a commune brings, in words."""
    down = part.denominator
    figure = ""
    if down is not None and indicator.factor is not None:
        share_here = part.numerator * indicator.factor / down if down else None
        figure = "sans objet" if share_here is None else french.aligned(share_here, indicator.decimals)
        figure += f"{french.THIN}%" if share_here is not None and indicator.unit == "%" else ""
    weight = "" if part.weight is None else french.with_unit(100 * part.weight, "%", 1)
    return Share(
        french.typographic(part.commune.name),
        part.commune.ref.code,
        french.number(part.numerator),
        "" if down is None else french.number(down),
        figure,
        weight,
    )


def cell(value: Any, column: Column) -> str:
    """A cell of a table; « vide » when the table holds nothing there."""
    if value is None:
        return "vide"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if column.kind is Kind.INTEGER:
        return french.number(value)
    if column.kind is Kind.DECIMAL:
        return f"{value:.7g}".replace(".", ",").replace("-", french.MINUS)
    return str(value)


def head(column: Column) -> str:
    """The name of a column, for a reader."""
    if column.name in HEADS:
        return HEADS[column.name]
    words = " ".join(filter(None, (SPELT.get(word, word) for word in column.name.split("_"))))
    return words[:1].upper() + words[1:]


def sheet(evidence: Evidence, extract: Extract, offset: int, limit: int) -> Sheet:
    """Rows of an extract; the columns that hold nothing on this page are left out."""
    rows = evidence.rows(extract, offset, limit)
    kept = [
        (rank, column) for rank, column in enumerate(extract.columns, 1) if any(row[rank] is not None for row in rows)
    ]
    heads: list[tuple[str, bool]] = [("Commune", False)] if extract.placed else []
    heads += [(head(column), _is_figure(column)) for _, column in kept]
    return Sheet(
        heads=tuple(heads),
        rows=tuple(_row(row, extract, kept) for row in rows),
        meanings=tuple((head(column), french.typographic(column.meaning)) for _, column in kept),
    )


def _is_figure(column: Column) -> bool:
    return column.kind in (Kind.INTEGER, Kind.DECIMAL)


def _row(row: Sequence[Any], extract: Extract, kept: Sequence[tuple[int, Column]]) -> tuple[tuple[str, str, bool], ...]:
    cells = [("Commune", french.typographic(row[0]), False)] if extract.placed else []
    cells += [(head(column), cell(row[rank], column), _is_figure(column)) for rank, column in kept]
    return tuple(cells)


def figure_words(indicator: Indicator, value: Value | None) -> str:
    """The figure as it is shown everywhere, « inconnu » when there is none."""
    return "inconnu" if value is None else shown(indicator, value)
