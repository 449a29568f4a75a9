"""Amounts as people type and read them: exact, to the cent, never a float."""

import re
from decimal import Decimal

from maillage.kernel.errors import UsageError
from maillage.kernel.french import MINUS, THIN, WIDE, with_unit

CENT = Decimal("0.01")
MOST = Decimal("999999999999.99")
UNKNOWN = "inconnu"
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_SHAPE = re.compile(r"\d{1,15}(?:[.,]\d{1,2})?", re.ASCII)


def parse(text: str) -> Decimal | None:
    """« 120 000,50 € » → Decimal("120000.50"); None when nothing is typed. Raises UsageError for anything else."""
    bare = _SPACES.sub("", text).removesuffix("€")
    if not bare:
        return None
    match = _SHAPE.fullmatch(bare)
    if match is None:
        raise UsageError("Un montant s’écrit en chiffres, par exemple 120 000 ou 1 234,50.")
    amount = Decimal(bare.replace(",", ".")).quantize(CENT)
    if amount > MOST:
        raise UsageError("Ce montant est trop grand : moins de mille milliards d’euros.")
    return amount


def typed(amount: Decimal | None) -> str:
    """An amount as a field holds it: « 120000,50 », « 120000 »; empty when unknown."""
    if amount is None:
        return ""
    return f"{amount:.2f}".removesuffix(".00").replace(".", ",")


def euros(amount: Decimal | None) -> str:
    """« 120 000,50 € », « 120 000 € »; « inconnu » when nobody said it."""
    if amount is None:
        return UNKNOWN
    text = f"{abs(amount):,.2f}".removesuffix(".00").replace(",", THIN).replace(".", ",")
    return f"{MINUS if amount < 0 else ''}{text}{WIDE}€"


def whole_euros(amount: Decimal | None) -> str:
    """« 155 771 € », to the euro; « inconnu » when nobody said it."""
    return UNKNOWN if amount is None else with_unit(round(amount), "€")
