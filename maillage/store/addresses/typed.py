"""What was typed, word by word: what only counts where a name has it, and numbers that are not the house's.

« Bât 2, 35 avenue de la Poste » has two numbers and one house. Nothing is thrown away: « bâtiment », « 2 », « France »
or « CS » count for the streets and communes that have them in their name, and weigh nothing on the others.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from maillage.store.addresses.normal import cut
from maillage.store.addresses.roads import ANNOUNCING, INTRODUCING, ROAD, Known

MOST_WORDS = 20
ABSENT = -1
NOISE = frozenset(
    "cedex bp cs tsa france no numero n chez rdc droite gauche mairie commune ville village bourg".split()
)
"""What is typed around an address and is seldom in its name."""
_BEGINNINGS = frozenset("commune ville village bourg".split())
"""Noise that may be the beginning of a name half typed: « ville » of « Villers »."""
_POST = frozenset("bp cs tsa postale".split())
"""What five digits may follow that are no postcode."""
_FLOORS = frozenset("etage etg".split())
_AFTER = {("boite", "aux"): 3, ("boite", "postale"): 2, ("rez", "de"): 3}
_POSTCODE = re.compile(r"[0-9]{5}")
_STUCK = re.compile(r"([a-z]{2,})([0-9]{1,5}[a-z]?)")
_MARK = re.compile(r"[a-z]?[0-9]{0,5}[a-z]?")
_ORDINAL = re.compile(r"[0-9]{1,2}(?:e|er)")
_REPEAT = re.compile(r"bis|ter|[abcefgh]")
_NUMBER_SIGN = re.compile(r"n([0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class Typed:
    """The words typed, their postcode apart.

    `loose` are the ranks of words that count only for what has them in its name; `announced`, for the rank of a number,
    that of what announces it (ABSENT when nothing kept has it); `unfinished`, whether the last word may be half typed.
    """

    words: tuple[str, ...]
    postcode: str
    loose: frozenset[int]
    announced: Mapping[int, int]
    unfinished: bool

    @property
    def roads(self) -> frozenset[int]:
        """The ranks of numbered roads."""
        return frozenset(rank for rank, word in enumerate(self.words) if ROAD.fullmatch(word))

    @property
    def digits(self) -> tuple[int, ...]:
        """The ranks of words that may be the number of a house."""
        return tuple(rank for rank, word in enumerate(self.words) if word.isdigit() and len(word) <= 5)


def read(text: str, known: Known, named: Callable[[str], bool]) -> Typed:
    """Read what was typed; `known` says whether a numbered road is in the index, `named` whether a word is."""
    tokens = _apart(cut(text, known), known)
    owner = _owners(tokens)
    loose = {rank for rank, word in enumerate(tokens) if word in NOISE} | owner.keys() | set(owner.values())
    if tokens and tokens[-1] in _BEGINNINGS and text[-1:].isalnum():
        loose.discard(len(tokens) - 1)
    postcode = next(
        (
            rank
            for rank, word in enumerate(tokens)
            if _POSTCODE.fullmatch(word) and (rank not in owner or tokens[owner[rank]] not in _POST)
        ),
        None,
    )
    kept = [rank for rank in range(len(tokens)) if rank != postcode]
    # A word is dropped only when no street or commune kept has it, or when there are far too many.
    kept = [
        rank
        for rank in kept
        if rank not in loose or named(tokens[rank]) or (rank in owner and named(tokens[owner[rank]]))
    ]
    if len(kept) > MOST_WORDS:
        kept = [rank for rank in kept if rank not in loose]
    kept = kept[:MOST_WORDS]
    where = {rank: at for at, rank in enumerate(kept)}
    return Typed(
        words=tuple(tokens[rank] for rank in kept),
        postcode=tokens[postcode] if postcode is not None else "",
        loose=frozenset(where[rank] for rank in loose if rank in where),
        announced={where[rank]: where.get(by, ABSENT) for rank, by in owner.items() if rank in where},
        unfinished=bool(kept) and text[-1:].isalnum() and kept[-1] == len(tokens) - 1,
    )


def _apart(tokens: Sequence[str], known: Known) -> list[str]:
    """« bat2 » and « n12 » as two words, unless there is a road N12."""
    made: list[str] = []
    for word in tokens:
        stuck = _STUCK.fullmatch(word)
        signed = _NUMBER_SIGN.fullmatch(word)
        if stuck and stuck[1] in ANNOUNCING and not ROAD.fullmatch(word):
            made += cut(stuck[1]) + cut(stuck[2])
        elif signed and not known(word):
            made.append(signed[1])
        else:
            made.append(word)
    return made


def _owners(tokens: Sequence[str]) -> dict[int, int]:
    """The words that are the number of something else than a house, and the rank of what announces each."""
    owner: dict[int, int] = {}
    for rank, word in enumerate(tokens):
        if word in _FLOORS and rank and rank - 1 not in owner and _before(tokens, rank):
            owner[rank - 1] = rank
            continue
        for long, size in _AFTER.items():
            if tuple(tokens[rank : rank + 2]) == long:
                owner |= dict.fromkeys(range(rank + 1, min(rank + size, len(tokens))), rank)
        if word not in ANNOUNCING:
            continue
        at = rank + 1
        while at < len(tokens) and tokens[at] in INTRODUCING and at + 1 < len(tokens):
            owner[at] = rank
            at += 1
        if at < len(tokens) and _MARK.fullmatch(tokens[at]) and _is_mark(tokens, at):
            owner[at] = rank
            if at + 1 < len(tokens) and tokens[at].isdigit() and _REPEAT.fullmatch(tokens[at + 1]):
                owner[at + 1] = rank
    return owner


def _before(tokens: Sequence[str], rank: int) -> bool:
    """Whether a floor's number is before it: « 3e étage ». Of two numbers around it, the floor's is the smaller one."""
    if _ORDINAL.fullmatch(tokens[rank - 1]):
        return True
    after = tokens[rank + 1] if rank + 1 < len(tokens) else ""
    return tokens[rank - 1].isdigit() and (not after.isdigit() or int(tokens[rank - 1]) < int(after))


def _is_mark(tokens: Sequence[str], at: int) -> bool:
    """A number, or a letter that is no small word of a name: « bâtiment B », not « bâtiment d'accueil »."""
    word = tokens[at]
    return word not in ("a", "d", "l", "s") or at + 1 == len(tokens) or tokens[at + 1].isdigit()
