"""The comparison as a file: the very table of the page, in the same order, unrounded."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.value import Origin
from maillage.observatory.door import Observatory
from maillage.web.exports.answer import answer
from maillage.web.exports.rows import measure
from maillage.web.exports.table import Cell, Column, Kind, Table, table
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.observe.compare import choice as asked
from maillage.web.observe.compare.choice import BY_NAME, Choice
from maillage.web.observe.compare.lines import Row, rows, why_unknown
from maillage.web.words.reading import unit_words

FIRST = (
    Column("niveau", "Niveau", "commune, epci, groupement, departement ou region", width=12),
    Column("code", "Code", "Code officiel du territoire", width=11),
    Column("territoire", "Territoire", "Nom du territoire", width=36),
)
LAST = (
    Column("inconnus", "Inconnus", "Pourquoi une valeur manque, par indicateur", width=30),
    Column("sources", "Sources", "Noms des sources, voir la feuille Sources", width=34),
    Column("obtenu_le", "Obtenu le", "Jour où la plus ancienne livraison a été obtenue", Kind.DATE, 13),
    Column("publication", "Publication", "Numéro de la publication de Maillage", Kind.NUMBER, 12),
    Column("partie", "Partie", "D’un territoire à cheval sur la région : ses communes qui y sont", width=24),
)


def columns(source: Observatory, choice: Choice) -> tuple[Column, ...]:
    """A column of values and a column of periods for each indicator."""
    figures = []
    for name in choice.names:
        indicator = source.indicator(name).indicator
        title, unit = french.typographic(indicator.title), unit_words(indicator)
        figures.append(Column(name, f"{title} ({unit})", french.typographic(indicator.definition), Kind.NUMBER, 18))
        figures.append(Column(f"{name}_periode", "Période", f"Période décrite par « {title} »", width=11))
    return (*FIRST, *figures, *LAST)


def _row(source: Observatory, draft: Table, row: Row) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    origins: set[Origin] = set()
    unknown = []
    for line in row.lines:
        why = why_unknown(line)
        if why or line.last is None:
            cells += [None, ""]
            unknown.append(f"{line.sheet.indicator.name} : {why}")
            continue
        last = draft.drawn(line.last)
        origins.update(last.origins)
        cells += [measure(line.sheet.indicator, last), last.period.code]
    ref = row.territory.ref
    return (
        ref.level.value,
        ref.code,
        row.territory.name,
        *cells,
        " | ".join(unknown),
        ", ".join(sorted({origin.source for origin in origins})),
        min((origin.obtained_on for origin in origins), default=None),
        source.release.number,
        row.territory.part,
    )


@public
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The comparison asked. Raises UsageError for what the page would not show."""
    source = observatory(request)
    choice = asked.read(request, source)
    if choice.wrong or choice.too_many:
        raise UsageError(" ".join((*choice.wrong, choice.too_many)).strip())
    if not choice.ready:
        raise UsageError("Rien à comparer : donnez au moins un territoire et un indicateur.")

    def drawn(draft: Table) -> Iterator[tuple[Cell, ...]]:
        for row in rows(source, choice):
            yield _row(source, draft, row)

    count = french.counted(len(choice.refs), "territoire")
    filters = [("Territoires", ", ".join(source.territory(ref).name for ref in choice.refs))]
    if choice.sort:
        by = "Nom du territoire" if choice.sort == BY_NAME else source.indicator(choice.sort).indicator.title
        filters.append(("Tri", f"{by}{', à l’envers' if choice.reverse else ''}"))
    export = table(
        "maillage-comparaison",
        f"Comparaison de {count}, {french.counted(len(choice.names), 'indicateur')}",
        choice.address,
        columns(source, choice),
        drawn,
        tuple(filters),
    )
    return answer(request, export, form)
