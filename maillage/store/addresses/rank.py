"""How well a street answers what was typed: which word was meant for what, and what is left unexplained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz import fuzz

from maillage.store.addresses.normal import WAYS, weight
from maillage.store.addresses.roads import ROAD

REPEATS = {
    "b": ("b", "bis"),
    "bis": ("bis", "b"),
    "t": ("t", "ter"),
    "ter": ("ter", "t"),
    "q": ("q", "quater"),
    "quater": ("quater", "q"),
    "quinquies": ("quinquies",),
}
"""What is written after a number, and how the base may write it."""
RANGE = 4
"""How far apart the two ends of « 12-14 rue de la Gare » may be."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: its words, what each may stand for and weighs, and the postcode apart.

    `loose`, `announced`, `roads` and `digits` are ranks of words, as `typed.Typed` has them.
    """

    words: tuple[str, ...]
    postcode: str
    likes: tuple[Mapping[str, float], ...]
    weights: tuple[float, ...]
    loose: frozenset[int] = frozenset()
    announced: Mapping[int, int] = field(default_factory=dict)
    roads: frozenset[int] = frozenset()
    digits: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """A number that may be that of the house, what may repeat it, and the ranks of the words they take."""

    number: int
    repeats: tuple[str, ...]
    ranks: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A score from 0 to 1, and the numbers left once the name is explained: that of the house first."""

    score: float
    numbers: tuple[HouseNumber, ...] = ()


Spots = list[tuple[int, float]]


def explain(
    asked: Asked, street: Sequence[str], town: Sequence[str], also: frozenset[str], same_postcode: bool
) -> Explained:
    """Weigh a street of a commune against what was typed. Each word typed stands for one word at most."""
    first = _explain(asked, street, town, also, same_postcode, True)
    if not set(street) & set(town):
        return first
    return max(first, _explain(asked, street, town, also, same_postcode, False), key=lambda explained: explained.score)


def _explain(
    asked: Asked,
    street: Sequence[str],
    town: Sequence[str],
    also: frozenset[str],
    same_postcode: bool,
    street_first: bool,
) -> Explained:
    sure_street, sure_town = [0.0] * len(street), [0.0] * len(town)
    sides = (street, sure_street), (town, sure_town)
    met = [0.0] * len(asked.words)
    of_name = [False] * len(met)
    named = {*street, *town}
    # What is typed as it is written first, so that « allée » does not take the place of « Vallée ».
    for rank in sorted(range(len(met)), key=lambda rank: asked.words[rank] not in named):
        likes = asked.likes[rank]
        for names, sure in sides if street_first else sides[::-1]:
            at, best = _best(likes, names, sure)
            if best > met[rank] + 0.1:
                sure[at] = met[rank] = best
                of_name[rank] = names is street
                break
        else:
            if also:
                met[rank] = max(met[rank], max(0.9 * likes.get(word, 0.0) for word in also))
    if asked.roads and _another_road(asked, street, met):
        return Explained(0.0)
    aside = _aside(asked, met, of_name)
    numbers = _numbers(asked, met, of_name, aside)
    spent = aside | set(numbers[0].ranks if numbers else ())
    total = sum(w for rank, w in enumerate(asked.weights) if rank not in spent)
    matched = sum(w * met[rank] for rank, w in enumerate(asked.weights) if rank not in spent)
    if asked.postcode:
        total, matched = total + 0.6, matched + 0.6 * same_postcode
    of_street, of_town = _share(street, sure_street), _share(town, sure_town)
    if not any(sure_town):
        of_town = 0.75 if same_postcode else 0.4
    typed = " ".join(word for rank, word in enumerate(asked.words) if rank not in spent)
    order = _order(typed, " ".join(street), " ".join(town) if any(sure_town) else "")
    score = 0.45 * matched / max(total, 0.1) + 0.27 * of_street + 0.14 * of_town + 0.14 * order
    return Explained(score if any(sure_street) else 0.0, numbers)


def _another_road(asked: Asked, street: Sequence[str], met: Sequence[float]) -> bool:
    """Whether a numbered road was typed and the street is another one."""
    return any(not met[rank] for rank in asked.roads) and any(map(ROAD.fullmatch, street))


def _aside(asked: Asked, met: Sequence[float], of_name: Sequence[bool]) -> set[int]:
    """The ranks of words that do not count here: no name has them, and what announces a number is not of the name."""
    if not asked.loose:
        return set()
    return {
        rank
        for rank in asked.loose
        if not met[rank]
        and not (rank in asked.announced and asked.announced[rank] >= 0 and of_name[asked.announced[rank]])
    }


def _best(likes: Mapping[str, float], names: Sequence[str], sure: Sequence[float]) -> tuple[int, float]:
    """The word not met yet that one typed stands for most surely."""
    best, at = 0.0, -1
    for rank, name in enumerate(names):
        likelihood = likes.get(name, 0.0)
        if likelihood > best and not sure[rank]:
            best, at = likelihood, rank
    return at, best


def _numbers(asked: Asked, met: Sequence[float], of_name: Sequence[bool], aside: set[int]) -> tuple[HouseNumber, ...]:
    """The numbers that the name does not explain; first the one before the name, then after it, then the first typed.

    Of two that follow each other on the same side of a street (« 12-14 »), the first.
    """
    numbers = [_number(asked.words, rank, met) for rank in asked.digits if not met[rank] and rank not in aside]
    if len(numbers) < 2:
        return tuple(numbers)
    kept = [rank for rank in range(len(met)) if rank not in aside]
    sides = [_beside(asked.words, number, kept, of_name) for number in numbers]
    for at, (number, other) in enumerate(pairwise(numbers)):
        gap = other.number - number.number
        if number.ranks[-1] + 1 == other.ranks[0] and 0 < gap <= RANGE and gap % 2 == 0:
            sides[at] = max(sides[at], sides[at + 1])
    order = sorted(range(len(numbers)), key=lambda at: -sides[at])
    return tuple(numbers[at] for at in order)


def _number(words: Sequence[str], rank: int, met: Sequence[float]) -> HouseNumber:
    """The number of a rank, with what repeats it."""
    after = words[rank + 1] if rank + 1 < len(words) else ""
    if after in REPEATS or (len(after) == 1 and after.isalpha() and not met[rank + 1]):
        return HouseNumber(int(words[rank]), REPEATS.get(after, (after,)), (rank, rank + 1), f"{words[rank]} {after}")
    return HouseNumber(int(words[rank]), (), (rank,), words[rank])


def _beside(words: Sequence[str], number: HouseNumber, kept: Sequence[int], of_name: Sequence[bool]) -> int:
    """2 when a number is just before the name of the street, 1 when it is just after, 0 otherwise."""
    following = next((rank for rank in kept if rank > number.ranks[-1]), None)
    if following is not None and (of_name[following] or words[following] in WAYS):
        return 2
    before = max((rank for rank in kept if rank < number.ranks[0]), default=None)
    return int(before is not None and of_name[before])


def _share(names: Sequence[str], sure: Sequence[float]) -> float:
    """How much of a name was typed."""
    total = sum(map(weight, names))
    return (
        sum(weight(name) * likelihood for name, likelihood in zip(names, sure, strict=True)) / total if total else 0.0
    )


def _order(typed: str, street: str, town: str) -> float:
    """How near the text is to « rue commune » or « commune rue »."""
    if not town:
        return fuzz.ratio(typed, street) / 100
    return max(fuzz.ratio(typed, f"{street} {town}"), fuzz.ratio(typed, f"{town} {street}")) / 100


def explain_town(asked: Asked, town: Sequence[str], same_postcode: bool) -> float:
    """How well a commune alone answers what was typed."""
    if not asked.words:
        return 1.0 if same_postcode else 0.0
    sure = [0.0] * len(town)
    matched = total = 0.0
    kept = []
    for rank, likes in enumerate(asked.likes):
        at, best = _best(likes, town, sure)
        if at >= 0:
            sure[at] = best
        elif rank in asked.loose:
            continue
        kept.append(asked.words[rank])
        matched += asked.weights[rank] * best
        total += asked.weights[rank]
    if asked.postcode:
        total, matched = total + 0.6, matched + 0.6 * same_postcode
    order = fuzz.ratio(" ".join(kept), " ".join(town)) / 100
    return 0.45 * matched / max(total, 0.1) + 0.41 * _share(town, sure) + 0.14 * order if matched else 0.0
