"""What a figure is made of, as files: the rows of one of its tables, and what each commune brings."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.table import Kind as Holds
from maillage.observatory.evidence import SEVERAL
from maillage.observatory.wire import plain_number
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Kind, Table, table
from maillage.web.exports.workbook import MOST_ROWS, too_long
from maillage.web.gate.access import public
from maillage.web.observe.figure.view import Asked, extract, figure

PART_COLUMNS = (
    Column("code", "Code", "Code INSEE de la commune", width=11),
    Column("commune", "Commune", "Nom de la commune", width=34),
    Column("numerateur", "Numérateur", "Ce que la commune apporte au-dessus", Kind.NUMBER, 13),
    Column("denominateur", "Dénominateur", "Ce qu’elle apporte en dessous ; vide pour un décompte", Kind.NUMBER, 14),
    Column("poids", "Poids", "Part de l’ensemble, de 0 à 1", Kind.NUMBER, 10),
)  # fmt: skip


@public
def lines(request: HttpRequest, level: str, code: str, name: str, form: str) -> HttpResponseBase:
    """The rows of the table asked, all of them."""
    ask = figure(request, level, code, name)
    shown = extract(request, ask.evidence)
    if shown is None:
        raise UsageError("Les tables de ce chiffre ne disent pas la commune de leurs lignes.")
    if form == "xlsx" and shown.total > MOST_ROWS:
        raise too_long(MOST_ROWS)
    columns = (
        Column("nom_commune", "Commune", "Nom de la commune", width=30),
        *(
            Column(c.name, c.name, c.meaning, _kind(c.kind))
            for c in shown.columns
        ),
    )  # fmt: skip

    def rows(draft: Table) -> Iterator[Sequence[Cell]]:
        _note(ask, draft)
        for offset in range(0, shown.total, SEVERAL):
            for row in ask.evidence.rows(shown, offset):
                yield [_cell(cell) for cell in row]

    filters = (*_filters(ask), ("Table", shown.title))
    stem = f"{_stem(ask)}-{shown.name}"
    view = f"{ask.address}?periode={ask.period.code}&table={shown.name}"
    return answer(request, table(stem, f"{_title(ask)} : les lignes", view, columns, rows, filters), form)


@public
def communes(request: HttpRequest, level: str, code: str, name: str, form: str) -> HttpResponseBase:
    """What each commune brings, the heaviest first."""
    ask = figure(request, level, code, name)

    def rows(draft: Table) -> Iterator[Sequence[Cell]]:
        _note(ask, draft)
        for part in ask.evidence.parts()[0]:
            yield (
                part.commune.ref.code,
                part.commune.name,
                plain_number(part.numerator),
                plain_number(part.denominator),
                part.weight,
            )

    view = f"{ask.address}?periode={ask.period.code}"
    title = f"{_title(ask)} : les communes"
    return answer(request, table(f"{_stem(ask)}-communes", title, view, PART_COLUMNS, rows, _filters(ask)), form)


def _note(ask: Asked, draft: Table) -> None:
    draft.deliveries.update((origin.source, origin.period) for origin in ask.evidence.origins)


def _stem(ask: Asked) -> str:
    ref = ask.territory.ref
    return f"maillage-{ask.sheet.indicator.name}-{ref.level}-{ref.code}-{ask.period.code}"


def _title(ask: Asked) -> str:
    return french.typographic(f"{ask.sheet.indicator.title}, {ask.territory.name}")


def _filters(ask: Asked) -> tuple[tuple[str, str], ...]:
    return (
        ("Indicateur", ask.sheet.indicator.title),
        ("Territoire", f"{ask.territory.name} ({ask.territory.ref})"),
        ("Période", ask.period.label),
    )


def _kind(kind: Holds) -> Kind:
    return Kind.NUMBER if kind in (Holds.INTEGER, Holds.DECIMAL) else Kind.TEXT


def _cell(cell: Any) -> Cell:
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    value: Cell = cell
    return value
