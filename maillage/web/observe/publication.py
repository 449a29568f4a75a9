"""The column that says which release of Maillage a row comes from."""

from maillage.web.exports.table import Kind
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column


def publication(asked: Asked) -> Column:
    """The number of the release that is read, the same in every row."""
    number = observatory(asked.request).release.number
    words = "Numéro de la publication de Maillage"
    return Column("publication", "Publication", words, Kind.NUMBER, 12, lambda _: number, first=False)
