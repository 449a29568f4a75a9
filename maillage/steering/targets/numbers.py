"""Values as people type and read them: exact decimals, a comma, at most four digits after it."""

import re
from decimal import Decimal

from maillage.kernel import french
from maillage.kernel.errors import UsageError

PLACES = Decimal("0.0001")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_SHAPE = re.compile(r"[-−]?\d{1,11}(?:[.,]\d{1,4})?", re.ASCII)


def parse(text: str) -> Decimal | None:
    """« 62,4 % » → Decimal("62.4000"); None when nothing is typed. Raises UsageError for anything else."""
    bare = _SPACES.sub("", text).removesuffix("%")
    if not bare:
        return None
    if not _SHAPE.fullmatch(bare):
        raise UsageError("Une valeur s’écrit en chiffres, avec quatre décimales au plus, par exemple 62,4 ou 1 250.")
    return Decimal(bare.replace(",", ".").replace("−", "-")).quantize(PLACES)


def typed(value: Decimal | None) -> str:
    """A value as a field holds it, without useless zeros."""
    if value is None:
        return ""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def shown(value: Decimal | None, unit: str, decimals: int) -> str:
    """« 62,4 % »; « inconnue » when nobody knows."""
    return "inconnue" if value is None else french.with_unit(float(value), unit, decimals)
