"""What is only begun: « 12 rue », « rue Mirandeuil », « 12 rue de la g » name no street yet; some are proposed.

The streets of the commune typed, or else of the largest, that have the way, the first letter and the number typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from maillage.store.addresses.houses import REPEATS
from maillage.store.addresses.index import Index
from maillage.store.addresses.normal import STOPS, WAYS, weight
from maillage.store.addresses.places import Place, placed
from maillage.store.addresses.rank import REPEATS as REPETITIONS
from maillage.store.addresses.rank import Asked, HouseNumber

SCORE = 0.65
"""Of a street that is only proposed."""
LOOKED_AT = 200
"""Streets whose numbers are looked at."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The commune typed, None when there is none yet; the ways, the first letter of a name and the number."""

    town: int | None
    ways: frozenset[str]
    letter: str
    number: HouseNumber | None


def read(index: Index, asked: Asked, unfinished: bool, towns: Sequence[int]) -> Begun | None:
    """What is typed when it names no street; `towns` are the communes that it may name, the likeliest first.

    None when it names one, or when nothing but a commune is typed.
    """
    number = _number(asked)
    spent = set(number.ranks) if number else set()
    rest = [rank for rank in range(len(asked.words)) if rank not in spent and rank not in asked.loose]
    ways = frozenset(asked.words[rank] for rank in rest if asked.words[rank] in WAYS)
    naming = [rank for rank in rest if weight(asked.words[rank]) == 1.0]
    letter = ""
    last = len(asked.words) - 1
    if unfinished and naming[-1:] == [last] and len(asked.words[last]) == 1:
        letter = asked.words[naming.pop()]
    if not ways and not (letter and number):
        return None
    if not naming:
        same = index.towns_of(asked.postcode) if asked.postcode else ()
        chosen = max((int(town) for town in same), key=lambda town: index.fame[town], default=None)
        return Begun(chosen, ways, letter, number)
    for town in towns:
        if _is_named(asked, [*naming, *(r for r in rest if asked.words[r] in STOPS)], naming, index.towns[town].words):
            return Begun(town, ways, letter, number)
    return None


def _number(asked: Asked) -> HouseNumber | None:
    for rank, word in enumerate(asked.words):
        if word.isdigit() and len(word) <= 5 and rank not in asked.announced:
            after = asked.words[rank + 1] if rank + 1 < len(asked.words) else ""
            if after in REPETITIONS:
                return HouseNumber(int(word), REPETITIONS[after], (rank, rank + 1), f"{word} {after}")
            return HouseNumber(int(word), (), (rank,), word)
    return None


def _is_named(asked: Asked, some: Sequence[int], naming: Sequence[int], town: Sequence[str]) -> bool:
    """Whether the words that name something name this commune, and the whole of it."""
    met = {word for rank in some for word in town if asked.likes[rank].get(word, 0.0) or asked.words[rank] == word}
    own = {word for word in town if weight(word) == 1.0}
    return own <= met and all(any(asked.likes[rank].get(word) for word in own) for rank in naming)


def proposed(index: Index, begun: Begun, limit: int, score: float = SCORE) -> list[Place]:
    """Some streets, by name: those that have the number first, and no other when one has it."""
    town = begun.town
    if town is None:
        if not index.towns:
            return []
        town = int(index.fame.argmax())
    named = [
        (number, words)
        for number, words in index.named_in(town)
        if begun.ways <= set(words.split()) and _starts(words, begun.letter)
    ]
    named = sorted(named, key=lambda pair: pair[1])[:LOOKED_AT]
    kept: list[int] = []
    for number, _ in named:
        if len(kept) == limit:
            break
        if begun.number is None or _has(index, number, begun.number.number):
            kept.append(number)
    chosen = kept or [number for number, _ in named[:limit]]
    streets = sorted(index.streets(chosen), key=lambda street: chosen.index(street.id))
    places = []
    for street in streets:
        house = None
        if kept and begun.number:
            houses = index.houses(street.id)
            house = houses[houses["rank"].searchsorted(begun.number.number * REPEATS)]
        place = placed(index, street, house, score)
        absent = begun.number.text if begun.number and not kept else ""
        places.append(replace(place, absent=absent, begun=True))
    return places


def _starts(words: str, letter: str) -> bool:
    return not letter or any(word.startswith(letter) for word in words.split() if weight(word) == 1.0)


def _has(index: Index, street: int, number: int) -> bool:
    ranks = index.houses(street)["rank"]
    at = int(ranks.searchsorted(number * REPEATS))
    return at < len(ranks) and int(ranks[at]) // REPEATS == number
