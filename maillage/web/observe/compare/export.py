"""The comparison as a file: the very table of the page, in the same order, unrounded."""

from collections.abc import Iterator, Sequence

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.value import Origin
from maillage.observatory.door import Observatory
from maillage.web.exports.rows import measure
from maillage.web.exports.table import Cell, Column, Kind
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Listing, of_cells
from maillage.web.observe.compare.choice import BY_NAME, Choice, read
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


def _choice(asked: Asked) -> Choice:
    """What is compared. Raises UsageError for what the page would not show."""
    if "choice" not in asked.memory:
        choice = read(asked.request, observatory(asked.request))
        if choice.wrong or choice.too_many:
            raise UsageError(" ".join((*choice.wrong, choice.too_many)).strip())
        if not choice.ready:
            raise UsageError("Rien à comparer : donnez au moins un territoire et un indicateur.")
        asked.memory["choice"] = choice
    found: Choice = asked.memory["choice"]
    return found


def _rows(asked: Asked) -> list[Row]:
    return rows(observatory(asked.request), _choice(asked))


def _lines(asked: Asked, batch: Sequence[Row]) -> Iterator[tuple[Cell, ...]]:
    for row in batch:
        yield _line(asked, row)


def _line(asked: Asked, row: Row) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    origins: set[Origin] = set()
    unknown = []
    for line in row.lines:
        why = why_unknown(line)
        if why or line.last is None:
            cells += [None, ""]
            unknown.append(f"{line.sheet.indicator.name} : {why}")
            continue
        last = asked.drawn(line.last)
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
        observatory(asked.request).release.number,
        row.territory.part,
    )


def _title(asked: Asked) -> str:
    choice = _choice(asked)
    count = french.counted(len(choice.refs), "territoire")
    return f"Comparaison de {count}, {french.counted(len(choice.names), 'indicateur')}"


def _criteria(asked: Asked) -> tuple[tuple[str, str], ...]:
    source, choice = observatory(asked.request), _choice(asked)
    territories = ("Territoires", ", ".join(source.territory(ref).name for ref in choice.refs))
    if not choice.sort:
        return (territories,)
    by = "Nom du territoire" if choice.sort == BY_NAME else source.indicator(choice.sort).indicator.title
    return territories, ("Tri", f"{by}{', à l’envers' if choice.reverse else ''}")


COMPARISON = Listing(
    name="compare.file",
    address="comparer",
    title=_title,
    what="territoire",
    file="maillage-comparaison",
    paged=False,
    view=lambda asked: _choice(asked).address,
    # `tri` names an indicator, or the territory: the page's own order, which its files follow.
    mark="fichier",
    sorts=False,
    # What is compared is said several times in the address, which an operation of the API cannot describe.
    api=False,
    criteria=_criteria,
    rows=_rows,
    line=_lines,
    columns=lambda asked: of_cells(columns(observatory(asked.request), _choice(asked))),
)
