"""What the forms of the back office ask as plain text: territories, operators' codes. Checked, and written one way."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from maillage.kernel.errors import DataError, UsageError
from maillage.kernel.territory import Ref
from maillage.observatory import door

TERRITORIES_HELP = "Un par ligne ou séparés par des espaces : epci:200065647 commune:25056 departement:25"
OPERATORS_HELP = "Codes de l’Arcep, séparés par des espaces : FRTE SFR0. Vide : tous les opérateurs."
_CODE = re.compile(r"[A-Z0-9]{3,5}")


def refs(text: str) -> tuple[Ref, ...]:
    """The territories of a text that was checked."""
    return tuple(Ref.parse(part) for part in _parts(text))


def codes(text: str) -> tuple[str, ...]:
    """The operators' codes of a text that was checked."""
    return tuple(part.upper() for part in _parts(text))


def _parts(text: str) -> list[str]:
    return list(dict.fromkeys(part for part in re.split(r"[\s,;]+", text) if part))


def written(territories: tuple[Any, ...]) -> str:
    """The same as they are kept: one form only."""
    return " ".join(map(str, territories))


def check_territories(text: str) -> None:
    """Raises ValidationError for what is no territory of the region served. Without release, only the form counts."""
    try:
        territories = refs(text)
        source = door.current(settings.MAILLAGE_HOME)
    except UsageError as error:
        raise ValidationError(str(error)) from None
    except DataError:
        return
    for ref in territories:
        try:
            source.territory(ref)
        except UsageError as error:
            raise ValidationError(str(error)) from None


def check_codes(text: str) -> None:
    """Raises ValidationError for what is not the code of an operator."""
    wrong = [code for code in codes(text) if not _CODE.fullmatch(code)]
    if wrong:
        raise ValidationError(f"« {wrong[0][:20]} » n’est pas un code d’opérateur, comme FRTE ou SFR0.")
