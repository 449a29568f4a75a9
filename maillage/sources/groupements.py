"""Own groupings of communes, in a CSV typed by the territory: one row per commune.

A groupement that changes has its rows twice, the old ones with their last day. Former commune codes are welcome.
"""

import re
from collections.abc import Iterator

from maillage.kernel.licence import NON_PRECISEE
from maillage.kernel.row import Refused, Row
from maillage.kernel.source import DAY, Source
from maillage.sources.formats.typed import Typed

SOURCE = Source(
    name="groupements",
    table="groupements",
    title="Groupements de communes propres au territoire",
    publisher="Le territoire lui-même",
    page="https://www.banatic.interieur.gouv.fr/",
    licence=NON_PRECISEE,
    frequency="à chaque changement de périmètre",
    format=Typed(),
    required=("code", "nom", "nature", "commune", "valable_du"),
    optional=("valable_au",),
    notes="Fichier tenu par le territoire, facultatif : SCoT, PETR, syndicats, pôles métropolitains. Une ligne par "
    "commune. Seuls sont publiés les groupements valables au jour que décrit la dernière livraison. La base nationale "
    "sur l’intercommunalité (page citée) donne la composition des syndicats, PETR et pôles métropolitains.",
    deposited=DAY,
)
NATURES = {name.casefold(): name for name in ("SCoT", "PETR", "syndicat", "pôle métropolitain", "autre")}
_CODE = re.compile(r"[A-Z0-9]{2,9}")


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One row, one commune of a groupement."""
    code = row.required("code").upper()
    if not _CODE.fullmatch(code):
        raise Refused("code", "code de 2 à 9 lettres sans accent ou chiffres attendu, ex. SCOT01", code)
    nature = row.required("nature")
    if nature.casefold() not in NATURES:
        raise Refused("nature", f"nature inconnue ; natures : {', '.join(NATURES.values())}", nature)
    start, end = row.typed_day("valable_du"), row.typed_day("valable_au")
    if start is None:
        raise Refused("valable_du", "valeur obligatoire absente")
    yield {
        "code": code,
        "nom": row.required("nom"),
        "nature": NATURES[nature.casefold()],
        "commune": row.commune("commune"),
        "valable_du": start.isoformat(),
        "valable_au": end.isoformat() if end else None,
    }
