"""What a figure is made of, as files: the rows of one of its tables, and what each commune brings."""

from collections.abc import Iterator, Sequence
from typing import Any

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.table import Kind as Holds
from maillage.observatory.evidence import SEVERAL, Extract, Part
from maillage.observatory.wire import plain_number
from maillage.web.addresses import NAME, TERRITORY
from maillage.web.exports import table
from maillage.web.exports.table import Cell, Kind
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Stretch, of_cells
from maillage.web.lists.filters import Field, Filter
from maillage.web.observe.figure import view
from maillage.web.observe.figure.view import extract, figure

PERIOD = Filter("periode", "Période", Field.WORDS)
TABLE = Filter("table", "Table", Field.WORDS)


def _figure(asked: Asked) -> view.Asked:
    """The figure that the address names."""
    if "figure" not in asked.memory:
        asked.memory["figure"] = figure(asked.request, **asked.place)
    found: view.Asked = asked.memory["figure"]
    asked.deliveries.update((origin.source, origin.period) for origin in found.evidence.origins)
    return found


def _extract(asked: Asked) -> Extract:
    """The table asked. Raises UsageError when none says where its rows are."""
    shown = extract(asked.request, _figure(asked).evidence)
    if shown is None:
        raise UsageError("Les tables de ce chiffre ne disent pas la commune de leurs lignes.")
    return shown


def _lines(asked: Asked) -> Stretch:
    evidence, shown = _figure(asked).evidence, _extract(asked)
    return Stretch(lambda: shown.total, lambda offset, limit: evidence.rows(shown, offset, limit), SEVERAL)


def _cells(asked: Asked, batch: Sequence[Sequence[Any]]) -> Iterator[list[Cell]]:
    for row in batch:
        yield [("oui" if cell else "non") if isinstance(cell, bool) else cell for cell in row]


def _kind(kind: Holds) -> Kind:
    return Kind.NUMBER if kind in (Holds.INTEGER, Holds.DECIMAL) else Kind.TEXT


def _columns(asked: Asked) -> tuple[Column, ...]:
    held = (table.Column(each.name, each.name, each.meaning, _kind(each.kind)) for each in _extract(asked).columns)
    return of_cells((table.Column("nom_commune", "Commune", "Nom de la commune", width=30), *held))


def _parts(asked: Asked) -> list[Part]:
    """What each commune brings, the heaviest first."""
    return _figure(asked).evidence.parts()[0]


def _stem(ask: view.Asked) -> str:
    ref = ask.territory.ref
    return f"maillage-{ask.sheet.indicator.name}-{ref.level}-{ref.code}-{ask.period.code}"


def _title(ask: view.Asked) -> str:
    return french.typographic(f"{ask.sheet.indicator.title}, {ask.territory.name}")


def _criteria(ask: view.Asked) -> tuple[tuple[str, str], ...]:
    return (
        ("Indicateur", ask.sheet.indicator.title),
        ("Territoire", f"{ask.territory.name} ({ask.territory.ref})"),
        ("Période", ask.period.label),
    )


def _view(ask: view.Asked) -> str:
    return f"{ask.address}?periode={ask.period.code}"


LINES = Listing(
    name="figure.lines_file",
    address=rf"territoires/{TERRITORY}/{NAME}/lignes",
    title=lambda asked: f"{_title(_figure(asked))} : les lignes",
    file=lambda asked: f"{_stem(_figure(asked))}-{_extract(asked).name}",
    paged=False,
    sorts=False,
    view=lambda asked: f"{_view(_figure(asked))}&table={_extract(asked).name}",
    filters=(PERIOD, TABLE),
    criteria=lambda asked: (*_criteria(_figure(asked)), ("Table", _extract(asked).title)),
    rows=_lines,
    line=_cells,
    columns=_columns,
)
COMMUNES = Listing(
    name="figure.communes_file",
    address=rf"territoires/{TERRITORY}/{NAME}/communes",
    title=lambda asked: f"{_title(_figure(asked))} : les communes",
    what="commune",
    file=lambda asked: f"{_stem(_figure(asked))}-communes",
    paged=False,
    sorts=False,
    view=lambda asked: _view(_figure(asked)),
    filters=(PERIOD,),
    criteria=lambda asked: _criteria(_figure(asked)),
    rows=_parts,
    columns=(
        Column("code", "Code", "Code INSEE de la commune", width=11, cell="commune.ref.code"),
        Column("commune", "Commune", "Nom de la commune", width=34, cell="commune.name"),
        Column(
            "numerateur",
            "Numérateur",
            "Ce que la commune apporte au-dessus",
            Kind.NUMBER,
            13,
            lambda part: plain_number(part.numerator),
        ),
        Column(
            "denominateur",
            "Dénominateur",
            "Ce qu’elle apporte en dessous ; vide pour un décompte",
            Kind.NUMBER,
            14,
            lambda part: plain_number(part.denominator),
        ),
        Column("poids", "Poids", "Part de l’ensemble, de 0 à 1", Kind.NUMBER, 10, "weight"),
    ),
)
