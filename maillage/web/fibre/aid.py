"""What the State helps to pay until fibre is there: `fibre/parts/aid.html` says it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from maillage.observatory.point.ground import Alternative
from maillage.web.fibre.words import AID

MORE_HELP = {True: "plus de 300 € selon les revenus", False: "jusqu’à 300 €", None: ""}


def helped(providers: Iterable[Alternative], today: date) -> dict[str, Any]:
    """The scheme, whether it is over, and the providers of its list: operator, technology, site, how much it helps."""
    return {
        "alternatives": [
            (provider.operator, provider.technology, provider.site, MORE_HELP[provider.more_help])
            for provider in providers
        ],
        "aid": AID,
        "aid_over": AID.validity.closed(today),
    }
