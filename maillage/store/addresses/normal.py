"""French names of streets and places cut into words that compare, however they are abbreviated, and how they sound."""

import re
from functools import lru_cache

from maillage.kernel.words import words
from maillage.store.addresses.roads import INITIALS, Known, numbered

WAYS = frozenset(
    "allee allees avenue boulevard chemin chaussee cite clos cour cours esplanade faubourg hameau impasse lotissement "
    "mail montee passage place placette promenade quai quartier residence rond route rue ruelle sente "
    "sentier square traverse venelle voie zone za zac zae zc zi zup".split()
)
"""What a street is: said wrong more often than its name, so it weighs less."""
STOPS = frozenset("a au aux d dans de des du en et l la le les lieu dit s sous sur".split())
"""Words that hardly tell one name from another."""
FULL = {
    "all": "allee",
    "av": "avenue",
    "ave": "avenue",
    "bd": "boulevard",
    "bld": "boulevard",
    "blvd": "boulevard",
    "boul": "boulevard",
    "bvd": "boulevard",
    "ch": "chemin",
    "che": "chemin",
    "chem": "chemin",
    "chs": "chaussee",
    "crs": "cours",
    "esp": "esplanade",
    "fbg": "faubourg",
    "fg": "faubourg",
    "ham": "hameau",
    "imp": "impasse",
    "lot": "lotissement",
    "pass": "passage",
    "pl": "place",
    "prom": "promenade",
    "quart": "quartier",
    "r": "rue",
    "res": "residence",
    "rpt": "rond point",
    "rte": "route",
    "sent": "sentier",
    "sq": "square",
    "vla": "villa",
    "cap": "capitaine",
    "capt": "capitaine",
    "cdt": "commandant",
    "cne": "capitaine",
    "col": "colonel",
    "doct": "docteur",
    "dr": "docteur",
    "gal": "general",
    "gen": "general",
    "gl": "general",
    "lt": "lieutenant",
    "mal": "marechal",
    "mar": "marechal",
    "mgr": "monseigneur",
    "nd": "notre dame",
    "pdt": "president",
    "pr": "professeur",
    "prof": "professeur",
    "sgt": "sergent",
    "sts": "saints",
    "stes": "saintes",
    "gd": "grand",
    "gde": "grande",
    "gr": "grande",
    "ht": "haut",
    "hte": "haute",
    "pt": "petit",
    "pte": "petite",
    "vx": "vieux",
    "deux": "2",
    "trois": "3",
    "quatre": "4",
    "cinq": "5",
    "sept": "7",
    "huit": "8",
    "onze": "11",
    "quatorze": "14",
    "premier": "1er",
    "1ere": "1er",
    "deuxieme": "2e",
    "troisieme": "3e",
}
"""Abbreviations and numbers in letters, as names and queries are both rewritten."""
YEARS = {("novembre", "18"): "1918", ("mai", "45"): "1945", ("mars", "62"): "1962"}
_POINTED = re.compile(r"\b(?:[A-Za-z]\.){1,3}[A-Za-z]\b\.?")
_STUCK = re.compile(r"([0-9]+)([a-z]+)")
_ORDINAL = re.compile(r"e|er|ere|eme|ieme|nd|nde|d|re")
_MANY = re.compile(r"[0-9]")

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"[0-9]", ""),
        (r"ph", "f"),
        (r"sch|sh|ch", "X"),
        (r"th", "t"),
        (r"h", ""),
        (r"w", "v"),
        (r"(?<=[aeiou])ill|ill(?=[aeiou])", "Y"),
        (r"(.)\1+", r"\1"),
        (r"eaux?|aux?", "o"),
        (r"(oeu|oe|eu)x?", "E"),
        (r"oi|oy", "Wa"),
        (r"ou", "U"),
        (r"gu(?=[eiy]|ai)", "G"),
        (r"ge(?=[ao])|g(?=[eiy])", "j"),
        (r"g", "G"),
        (r"qu|q|k|ck", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"x", "ks"),
        (r"ti(?=on)", "si"),
        (r"(ai|ei|y|i)[nm](?![aeiouyEU])|u[nm](?![aeiouyEU])|e[nm]$", "1"),
        (r"[ae][nm](?![aeiouyEU])", "2"),
        (r"o[nm](?![aeiouyEU])", "3"),
        (r"ai|ei|ay|ey|E", "e"),
        (r"[yY]", "i"),
        (r"z", "s"),
        (r"(?<=..)[stdpxl]$", ""),
        (r"(?<=..)e$", ""),
    )
)


def _any(road: str) -> bool:
    """Every numbered road: what a name says of itself is so."""
    return True


def _initials(pointed: re.Match[str]) -> str:
    """« R.D. » → « RD »; other letters with points are those of a first name."""
    letters = pointed[0].replace(".", "")
    return letters if letters.lower() in INITIALS else pointed[0]


def cut(text: str, known: Known = _any) -> list[str]:
    """The words of a name or of a query: « 12bis r. du Gal-de-Gaulle » → `12`, `bis`, `rue`, `du`, `general`, …

    What may be a numbered road or something else (« N 12 ») is a road when `known` says that there is one.
    """
    tokens: list[str] = []
    for word in words(_POINTED.sub(_initials, text) if "." in text else text):
        for part in _parts(word):
            tokens += FULL.get(part, part).split()
    tokens = [YEARS.get((before, word), word) for before, word in zip(["", *tokens], tokens, strict=False)]
    return numbered(tokens, known)


def _parts(word: str) -> list[str]:
    """A number and the letters stuck to it, apart, unless it is an ordinal: `12bis`, but `3e` for « 3ème »."""
    stuck = _STUCK.fullmatch(word)
    if not stuck:
        return [word]
    number, letters = stuck.groups()
    if letters in ("er", "ere"):
        return ["1er"] if number == "1" else [f"{number}e"]
    return [f"{number}e"] if letters != "d" and _ORDINAL.fullmatch(letters) else [number, letters]


def weight(word: str) -> float:
    """How much a word tells: little for « de la », some for « rue », all for a name."""
    return 0.12 if word in STOPS else 0.3 if word in WAYS else 1.0


def telling(name: list[str]) -> list[str]:
    """The words a name is looked up by: those that tell something, or all when none does (« La Place »)."""
    return [word for word in name if weight(word) == 1.0] or name


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """How a word sounds, roughly: `filip` for « Philippe »; empty for a number or a word too short to tell."""
    if len(word) < 3 or _MANY.search(word):
        return ""
    heard = word
    for pattern, by in _SOUNDS:
        heard = pattern.sub(by, heard)
    return heard if len(heard) > 1 else ""


def shortened(word: str) -> set[str]:
    """A word and what is left of it without one of its letters: two words one slip apart share one of these."""
    if len(word) < 4 or _MANY.search(word):
        return set()
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
