"""Operators of « Cohésion numérique des territoires » by département: wireless accesses that the State helps to pay.

Traps: the publisher's file is a GeoJSON with one feature a département and numbered properties (`opérateur1`,
`technologie1`…); its tables, one row an operator, are read as well. Two territories have a sentence instead of an
operator. A technology listed for a département may not reach a given address.
"""

import re
from collections.abc import Iterator

from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.row import Refused, Row
from maillage.kernel.source import Source
from maillage.sources.formats.geojson_or_csv import GeoJsonOrCsv

SOURCE = Source(
    name="cohesion_numerique",
    table="alternatives",
    title="Cohésion numérique des territoires : opérateurs aidés par département",
    publisher="Agence nationale de la cohésion des territoires",
    page="https://agence-cohesion-territoires.gouv.fr/cohesion-numerique-des-territoires-1295",
    licence=LICENCE_OUVERTE_2,
    frequency="à chaque labellisation",
    format=GeoJsonOrCsv(separator=";,"),
    required=("insee_dep", r"op[ée]rateur1?", r"technologie1?"),
    optional=("rang", r"op[ée]rateur[2-9]", r"technologie[2-9]", r"site\d?", r"prise_en_?charge(_superieure_300e)?\d?"),
    ignored=("dep", "insee_reg", "geometry"),
    # No `remote`: the list is published inside a map whose address is not known to be stable.
    notes="Liste de mars 2024 pour la dernière connue. L’aide de l’État va jusqu’à 300 euros, ou 600 sous conditions "
    "chez les opérateurs marqués. Une technologie citée pour un département peut ne pas atteindre une adresse donnée ; "
    "le satellite est possible presque partout.",
)
_DEPARTEMENT = re.compile(r"2[AB]|[0-9]{2}|9[78][0-9]")


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One row, one operator of a département, or all of them; a place without operator gives none."""
    code = row.required("insee_dep").upper().zfill(2)
    if not _DEPARTEMENT.fullmatch(code):
        raise Refused("insee_dep", "ce n’est pas un code de département (2 ou 3 caractères)", code)
    for name, match in row.matching(r"op[ée]rateur(\d?)"):
        operator, technology = row.text(name), row.text(f"technologie{match[1]}")
        if operator is None or technology is None:
            continue
        yield {
            "departement": code,
            "rang": int(match[1]) if match[1] else row.count("rang"),
            "operateur": operator,
            "technologie": technology,
            "site": row.text(f"site{match[1]}"),
            "aide_majoree": _flag(row, match[1]),
        }


def _flag(row: Row, rank: str) -> bool | None:
    """Whether the help may be the larger one, None where it is not said."""
    names = row.matching(rf"prise_en_?charge(?:_superieure_300e)?{rank}")
    return row.flag(names[0][0]) if names else None
