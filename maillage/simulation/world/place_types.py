"""The letters the regional list gives a place: M mediation, I information, T work, O training, F mediation and making,
TL tiers-lieu; joined by `-`, sometimes in lower case, sometimes none."""

import numpy as np
from numpy.typing import NDArray

from maillage.simulation.world.chance import Ints

SERVICE, MEDIATION, TIERS_LIEU, FABRIQUE, OTHER = range(5)
TYPES: dict[int, tuple[str, ...]] = {
    MEDIATION: ("M", "M", "M-I", "m", "M-F"),
    TIERS_LIEU: ("F-TL", "TL", "I-TL", "T-TL", "O-TL"),
    FABRIQUE: ("F-TL", "TL"),
    OTHER: ("I", "I", "I", "F", "O", "T", "F-I", "F-O", ""),
}
ADVISED, WELCOMED = "I-M", "I"
"""A France Services whose form is even helps with digital tools; the others only inform."""

FORMATS = ("Fixe",) * 16 + ("Multisites", "Bus_équivalent", "Fixe_antenne(s)", "Itinérante")


def official_format(form: int) -> str:
    """The format of a France Services in its official list."""
    return FORMATS[form // 5 % len(FORMATS)]


def goes_round(kind: int, form: int) -> bool:
    """Whether the national list says that a place moves."""
    return kind == SERVICE and form % 9 == 0


def types(kind: int, form: int) -> str:
    """The letters of a place."""
    if kind == SERVICE:
        return WELCOMED if form % 2 else ADVISED
    return TYPES[kind][form // 11 % len(TYPES[kind])]


def helps(kind: Ints, form: Ints) -> NDArray[np.bool_]:
    """Whether the letters of each place say mediation: M, or F."""
    letters = [
        types(place_kind, place_form).upper().split("-")
        for place_kind, place_form in zip(kind.tolist(), form.tolist(), strict=True)
    ]
    return np.array([not {"M", "F"}.isdisjoint(initials) for initials in letters], dtype=bool)
