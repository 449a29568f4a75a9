"""Under which terms a publisher lets its data be reused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: short code, French label, address of its text (empty when there is none)."""

    code: str
    label: str
    url: str = ""


LICENCE_OUVERTE_1 = Licence(
    "LO-1.0", "Licence Ouverte 1.0", "https://www.etalab.gouv.fr/wp-content/uploads/2014/05/Licence_Ouverte.pdf"
)
LICENCE_OUVERTE_2 = Licence("LO-2.0", "Licence Ouverte 2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/")
CONFIDENTIELLE = Licence("confidentielle", "Source confidentielle : accord entre l’opérateur et la collectivité")
NON_PRECISEE = Licence("non précisée", "Licence non précisée par l’éditeur")
