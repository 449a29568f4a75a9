"""Every refused or flagged row of a source, as a file to send to its publisher."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase

from maillage.web.access import public
from maillage.web.exports.rows import Cell, csv_file
from maillage.web.observe import observatory
from maillage.web.pages.source.view import effect

HEAD = (
    "source",
    "periode",
    "fichier",
    "ligne",
    "colonne",
    "valeur",
    "motif",
    "effet",
    "obtenu_le",
    "publication",
)
BATCH = 1000


@public
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The rows of the source's page, all of them."""
    source = observatory(request)
    sheet = source.source(name)
    wanted = effect(request.GET.get("effet", ""))
    obtained = {delivery.period.code: delivery.obtained_on for delivery in sheet.deliveries}

    def rows() -> Iterator[tuple[Cell, ...]]:
        offset, total = 0, 1
        while offset < total:
            lines, total = source.problems(name, wanted, offset, BATCH)
            for line in lines:
                one = line.problem
                yield (
                    name,
                    line.period.code,
                    one.file,
                    one.line,
                    one.column,
                    one.value,
                    one.reason,
                    one.effect.value,
                    obtained.get(line.period.code),
                    source.release.number,
                )
            offset += BATCH

    return csv_file(f"maillage-{name}-lignes", HEAD, rows(), source.release)
