"""A programme of the State as ANCT draws it: a point for each territory, whose communes are one text.

`liste_geo` is « Aurillac (15014); Arpajon-sur-Cère (15012) »: names may hold brackets, codes are five characters in
others. `date_signature` may be null for all.
"""

import re
from collections.abc import Iterator

from maillage.kernel.row import Refused, Row

_CODE = re.compile(r"\(([0-9AB]{5})\)")


def members(row: Row, code: str, programme: str) -> Iterator[dict[str, object]]:
    """The communes of one territory of a programme. Raises Refused when no code is read."""
    text = row.required("liste_geo")
    communes = _CODE.findall(text)
    if not communes:
        raise Refused("liste_geo", "aucun code de commune entre parenthèses, ex. Aurillac (15014)", text)
    signed = row.spare("date_signature", row.day)
    for commune in communes:
        row.place = commune
        yield {"code": code, "nom": programme, "commune": commune, "signe_le": signed.isoformat() if signed else None}
