"""How well a street answers what was typed: which word was meant for what, and what is left unexplained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from maillage.store.addresses.normal import weight

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


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: its words, what each may stand for and weighs, and the postcode apart."""

    words: tuple[str, ...]
    postcode: str
    likes: tuple[Mapping[str, float], ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A score from 0 to 1, and the house number that is left once the name is explained."""

    score: float
    number: int | None = None
    repeats: tuple[str, ...] = ()


Spots = list[tuple[int, float]]


def explain(
    asked: Asked, street: Sequence[str], town: Sequence[str], also: frozenset[str], same_postcode: bool
) -> Explained:
    """Weigh a street of a commune against what was typed. Each word typed stands for one word at most."""
    first = _explain(asked, street, town, also, same_postcode, True)
    if not set(street) & set(town):
        return first
    return max(first, _explain(asked, street, town, also, same_postcode, False), key=lambda one: one.score)


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
    named = {*street, *town}
    # What is typed as it is written first, so that « allée » does not take the place of « Vallée ».
    for rank in sorted(range(len(met)), key=lambda one: asked.words[one] not in named):
        likes = asked.likes[rank]
        for names, sure in sides if street_first else sides[::-1]:
            at, best = _best(likes, names, sure)
            if best > met[rank] + 0.1:
                sure[at] = met[rank] = best
                break
        else:
            if also:
                met[rank] = max(met[rank], max(0.9 * likes.get(word, 0.0) for word in also))
    number, repeats, spent = _house(asked.words, met)
    total = sum(w for rank, w in enumerate(asked.weights) if rank not in spent)
    told = sum(w * met[rank] for rank, w in enumerate(asked.weights) if rank not in spent)
    if asked.postcode:
        total, told = total + 0.6, told + 0.6 * same_postcode
    of_street, of_town = _share(street, sure_street), _share(town, sure_town)
    if not any(sure_town):
        of_town = 0.75 if same_postcode else 0.4
    typed = " ".join(word for rank, word in enumerate(asked.words) if rank not in spent)
    order = _order(typed, " ".join(street), " ".join(town) if any(sure_town) else "")
    score = 0.45 * told / max(total, 0.1) + 0.27 * of_street + 0.14 * of_town + 0.14 * order
    return Explained(score if any(sure_street) else 0.0, number, repeats)


def _best(likes: Mapping[str, float], names: Sequence[str], sure: Sequence[float]) -> tuple[int, float]:
    """The word not met yet that one typed stands for most surely."""
    best, at = 0.0, -1
    for rank, name in enumerate(names):
        one = likes.get(name, 0.0)
        if one > best and not sure[rank]:
            best, at = one, rank
    return at, best


def _house(words: Sequence[str], met: Sequence[float]) -> tuple[int | None, tuple[str, ...], set[int]]:
    """The first number that the name does not explain, what repeats it, and the ranks of the words they take."""
    for rank, word in enumerate(words):
        if met[rank] or not word.isdigit() or len(word) > 5:
            continue
        after = words[rank + 1] if rank + 1 < len(words) else ""
        if after in REPEATS or (len(after) == 1 and after.isalpha() and not met[rank + 1]):
            return int(word), REPEATS.get(after, (after,)), {rank, rank + 1}
        return int(word), (), {rank}
    return None, (), set()


def _share(names: Sequence[str], sure: Sequence[float]) -> float:
    """How much of a name was typed."""
    total = sum(map(weight, names))
    return sum(weight(name) * one for name, one in zip(names, sure, strict=True)) / total if total else 0.0


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
    told = 0.0
    for rank, likes in enumerate(asked.likes):
        at, best = _best(likes, town, sure)
        if at >= 0:
            sure[at] = best
        told += asked.weights[rank] * best
    total = sum(asked.weights)
    if asked.postcode:
        total, told = total + 0.6, told + 0.6 * same_postcode
    order = fuzz.ratio(" ".join(asked.words), " ".join(town)) / 100
    return 0.45 * told / max(total, 0.1) + 0.41 * _share(town, sure) + 0.14 * order if told else 0.0
