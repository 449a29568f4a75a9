"""Tables as JSON: what the columns are, then each row as an object, then the deliveries it all comes from."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import StreamingHttpResponse

from maillage.web.exports.about import About, source_lines
from maillage.web.exports.comma import file_name
from maillage.web.exports.table import Cell, Column, Table, plain


def value(cell: Cell) -> str | float | int | None:
    """A cell as JSON has it: days as texts, amounts as numbers, null for what is unknown."""
    bare = plain(cell)
    if isinstance(bare, date):
        return bare.isoformat()
    return float(bare) if isinstance(bare, Decimal) else bare


def record(columns: Sequence[Column], row: Sequence[Cell]) -> dict[str, str | float | int | None]:
    """A row as an object."""
    return {column.name: value(cell) for column, cell in zip(columns, row, strict=True)}


def described(columns: Sequence[Column]) -> list[dict[str, str]]:
    """The columns, in words."""
    return [
        {"name": column.name, "label": column.label, "meaning": column.words, "kind": column.kind.value}
        for column in columns
    ]


def head(table: Table, about: About) -> dict[str, Any]:
    """What a table says of itself before its rows."""
    return {
        "title": table.title,
        "address": about.address,
        "publication": about.publication,
        "simulated": about.release.simulated,
        "notice": about.notice,
        "filters": [{"label": label, "value": text} for label, text in table.filters],
        "columns": described(table.columns),
    }


def sources(table: Table, about: About) -> list[dict[str, Any]]:
    """The deliveries it comes from, known once its rows are drawn."""
    columns, lines = source_lines(table, about)
    return [record(columns, line) for line in lines]


def _text(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False)


def _written(table: Table, about: About) -> Iterator[str]:
    yield f'{_text(head(table, about))[:-1]}, "rows": ['
    yield from _separated(_text(record(table.columns, row)) for row in table.rows)
    yield f'\n], "sources": {_text(sources(table, about))}}}\n'


def _separated(texts: Iterable[str]) -> Iterator[str]:
    for rank, text in enumerate(texts):
        yield f"{',' if rank else ''}\n{text}"


def json_file(table: Table, about: About) -> StreamingHttpResponse:
    """The table, sent as it is written."""
    return StreamingHttpResponse(
        _written(table, about),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name(table, about.release, "json")}"'},
    )
