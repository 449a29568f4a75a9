"""Roads known by a number and zones known by initials, written the same however they are typed.

« Route départementale n° 673 », « RD 673 », « RD673 » and « D673 » are `route d673`: one word that no other number
looks like. « Zone industrielle » and « ZI » are `zi`.
"""

import re
from collections.abc import Callable, Sequence

ANNOUNCING = frozenset(
    "aile app appart appartement appartements apparte appt apt bal bat batiment batiments bats bloc boite box bt bte "
    "btmt bureau cage case casier cedex cellule chalet chambre couloir emplacement ent entree esc escalier etage etg "
    "hall ilot imm immeuble interphone lettres lgt local log logement logt lot lotissement maison niveau palier "
    "parcelle pavillon petite plot porte postale pte res residence sonnette studio tour tranche unite villa bp cs tsa"
    "".split()
)
"""What a number that follows is the number of, when it is not that of a house: « bâtiment 2 », « BP 12 »."""
INTRODUCING = frozenset("n no numero".split())
"""What may stand between a word and its number."""
_SHORT = {"rd": "d", "cd": "d", "rn": "n", "rm": "m", "vc": "vc", "cr": "cr", "rf": "rf"}
_LONG = {
    ("route", "departementale"): "d",
    ("chemin", "departemental"): "d",
    ("voie", "departementale"): "d",
    ("route", "nationale"): "n",
    ("route", "metropolitaine"): "m",
    ("route", "forestiere"): "rf",
    ("voie", "communale"): "vc",
    ("chemin", "vicinal"): "vc",
    ("chemin", "rural"): "cr",
    ("departementale",): "d",
    ("nationale",): "n",
    ("autoroute",): "a",
}
_LETTERS = ("d", "n", "m", "a")
_STUCK = re.compile(r"(rd|cd|rn|rm|vc|cr|rf|d|n|m|a)([0-9]{1,4})")
_DIGIT = re.compile(r"[0-9]")
_NUMBER = re.compile(r"[0-9]{1,4}")
INITIALS = frozenset("rd cd rn vc cr rf zi za zac zae zc zup bp cs tsa".split())
"""What may be written with points: « R.D. 673 », « Z.I. »."""
ROAD = re.compile(r"(?:d|n|m|a|vc|cr|rf)[0-9]{1,4}")
"""A numbered road, as it is written here."""
_WAYS = frozenset("route chemin voie".split())
_OTHER_WAYS = frozenset("rue avenue boulevard place impasse allee cours quai grande".split())
_ZONES = (
    (("zone", "d", "amenagement", "concerte"), "zac"),
    (("zone", "d", "activites", "economiques"), "zae"),
    (("zone", "d", "activite", "economique"), "zae"),
    (("zone", "d", "activites", "commerciales"), "zac"),
    (("zone", "d", "activites", "artisanales"), "za"),
    (("zone", "d", "activites"), "za"),
    (("zone", "d", "activite"), "za"),
    (("zone", "activites"), "za"),
    (("zone", "artisanale"), "za"),
    (("zone", "industrielle"), "zi"),
    (("zone", "commerciale"), "zc"),
    (("zone", "a", "urbaniser", "en", "priorite"), "zup"),
)

Known = Callable[[str], bool]
"""Whether a numbered road is in the index: what is only likely to be one is read as one if so."""


def numbered(tokens: Sequence[str], known: Known) -> list[str]:
    """Words with numbered roads as `route d673` and zones as their initials."""
    if "zone" not in tokens and not _DIGIT.search(" ".join(tokens)):
        return list(tokens)
    made: list[str] = []
    at = 0
    while at < len(tokens):
        taken, words = _zone(tokens, at) or _road(tokens, at, known) or (1, [tokens[at]])
        if len(words) == 2 and made and made[-1] in ("route", "autoroute"):
            made.pop()
        made += words
        at += taken
    return made


def _zone(tokens: Sequence[str], at: int) -> tuple[int, list[str]] | None:
    if tokens[at] != "zone":
        return None
    window = tuple(tokens[at : at + 5])
    return next(((len(long), [short]) for long, short in _ZONES if window[: len(long)] == long), None)


def _road(tokens: Sequence[str], at: int, known: Known) -> tuple[int, list[str]] | None:
    """How many words a road takes, and how it is written; None when there is none here."""
    before, word = tokens[at - 1] if at else "", tokens[at]
    if before in ANNOUNCING:
        return None
    stuck = _STUCK.fullmatch(word)
    if stuck:
        kind, number = stuck.groups()
        # « n12 » may be « n° 12 », and « a3 » a staircase.
        sure = kind in _SHORT or kind == "d"
        return _read(1, _SHORT.get(kind, kind), number, sure, known)
    for size in (2, 1):
        long = tuple(tokens[at : at + size])
        if long in _LONG and not (size == 1 and before in _OTHER_WAYS):
            taken, number = _after(tokens, at + size)
            return _read(size + taken, _LONG[long], number, False, known) if number else None
    if word in _SHORT:
        taken, number = _after(tokens, at + 1)
        return _read(1 + taken, _SHORT[word], number, True, known) if number else None
    if word in _LETTERS and (before in ("", "la", "route", "autoroute") or (before.isdigit() and word in "dn")):
        number = tokens[at + 1] if at + 1 < len(tokens) and _NUMBER.fullmatch(tokens[at + 1]) else ""
        return _read(2, word, number, False, known) if number else None
    return None


def _after(tokens: Sequence[str], at: int) -> tuple[int, str]:
    """The number that follows, « n° » or not, and how many words they take."""
    skipped = 1 if at < len(tokens) and tokens[at] in INTRODUCING else 0
    rest = tokens[at + skipped : at + skipped + 1]
    return (skipped + 1, rest[0]) if rest and _NUMBER.fullmatch(rest[0]) else (0, "")


def _read(taken: int, kind: str, number: str, sure: bool, known: Known) -> tuple[int, list[str]] | None:
    road = f"{kind}{int(number)}"
    return (taken, ["route", road]) if sure or known(road) else None
