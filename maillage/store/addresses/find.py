"""Finding a place from what people type: every word may be missing, misspelt, abridged or in another place.

The words typed vote for streets and communes, each as much as it is rare; the best are then explained word by word
(`rank.explain`) and their house number looked for. Nothing is guessed in silence: what is nearly as good comes too.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from rapidfuzz import fuzz, process

from maillage.store.addresses import begun
from maillage.store.addresses import typed as typed_words
from maillage.store.addresses.houses import Array
from maillage.store.addresses.index import Index, Like, Street
from maillage.store.addresses.normal import cut, weight
from maillage.store.addresses.places import Place, commune, places
from maillage.store.addresses.rank import Asked, Explained, explain, explain_town

LONGEST = 200
"""Characters read of what is typed."""
CANDIDATES = 48
"""Streets explained word by word, at least."""
ENOUGH = 40_000
"""Streets weighed: beyond, frequent words no longer bring others in."""
LEAST = 0.5
"""Score under which a street is no answer."""
NEARLY = 0.13
"""How far from the best an answer may be."""
POOR = 0.72
"""Score under which the streets of the likeliest communes are compared one by one."""
NAMED = 0.85
"""Score from which a street is named by what is typed, though nothing of it tells it from others (« La Place »)."""
LIKELY_TOWNS = 3
_SPLIT_POSTCODE = re.compile(r"(?<!\d)(\d{2}) (\d{3})(?!\d)")


def find(index: Index, text: str, limit: int, near: tuple[float, float] | None = None) -> list[Place]:
    """The places that answer a text, the likeliest first. Whatever the text, never an error."""
    asked, likes = ask(index, text)
    if not asked.words and not asked.postcode:
        return []
    towns, by_word = _towns(index, asked, likes)
    ranked = _ranked(index, asked, _candidates(index, likes, towns, by_word, max(CANDIDATES, 4 * limit)))
    if asked.words and (not ranked or ranked[0][0].score < POOR):
        looser, more = _by_town(index, asked, towns)
        ranked = sorted(ranked + _ranked(index, looser, more), key=lambda entry: -entry[0].score)
    best = ranked[: 2 * limit]
    answers = [_as_typed(place, asked) for explained, street in best for place in places(index, explained, street)]
    answers += _communes(index, asked, towns, limit)
    if not any(place.score >= NAMED and place.kind != "commune" for place in answers):
        answers = _begun(index, asked, text[:LONGEST], towns, answers, limit)
    answers = [place for place in answers if place.score >= LEAST]
    far = {place.key: _distance(place, near) for place in answers} if near else {}
    answers.sort(key=lambda place: (-round(place.score, 3), far.get(place.key, 0.0), place.kind == "lieu_dit"))
    return _told_apart(answers, limit)


def ask(index: Index, text: str) -> tuple[Asked, list[list[Like]]]:
    """What was typed, cut into words, with what each may stand for."""
    typed = text[:LONGEST]
    joined = _SPLIT_POSTCODE.sub(lambda m: m[1] + m[2] if len(index.towns_of(m[1] + m[2])) else m[0], typed)
    read = typed_words.read(joined, index.has, index.has)
    last = len(read.words) - 1
    likes = [
        index.exactly(word) if rank in read.loose else index.likes(word, read.unfinished and rank == last)
        for rank, word in enumerate(read.words)
    ]
    weights = tuple(_weight(word, readings) for word, readings in zip(read.words, likes, strict=True))
    sure = tuple({like.word: like.surely for like in readings} for readings in likes)
    return Asked(read.words, read.postcode, sure, weights, read.loose, read.announced, read.roads, read.digits), likes


def _weight(word: str, likes: Sequence[Like]) -> float:
    """A word misspelt weighs what the word it stands for does."""
    if word.isdigit():
        return 0.5
    return weight(likes[0].word) if likes else weight(word)


def _towns(index: Index, asked: Asked, likes: Sequence[Sequence[Like]]) -> tuple[Array, list[Array | None]]:
    """The votes for communes: all of them, and those of each word."""
    count = len(index.towns)
    by_word: list[Array | None] = []
    every = np.zeros(count)
    for readings in likes:
        votes: Array | None = None
        for like in readings:
            if like.towns and weight(like.word) == 1.0:
                votes = np.zeros(count) if votes is None else votes
                rare = math.log(1 + count / like.towns) / math.log(1 + count)
                some = index.towns_with(like.term)
                votes[some] = np.maximum(votes[some], like.surely * rare)
        by_word.append(votes)
        if votes is not None:
            every += votes
    if asked.postcode:
        every[index.towns_of(asked.postcode)] += 0.6
    return every, by_word


def _candidates(
    index: Index, likes: Sequence[Sequence[Like]], towns: Array, by_word: Sequence[Array | None], most: int
) -> list[int]:
    """The streets that get most votes: a word votes for a street by its name, or else by its commune's."""
    count = len(index.town_of)
    votes: list[list[tuple[Array, float]]] = []
    for readings in likes:
        mine = []
        for like in readings:
            if like.streets:
                rare = max(0.15, math.log(1 + count / like.streets) / math.log(1 + count))
                mine.append((index.streets_with(like.term), weight(like.word) * like.surely * rare))
        votes.append(mine)
    streets = _union([some for mine in votes for some, _ in mine])
    if not len(streets):
        return []
    town_of = index.town_of[streets]
    score = towns[town_of] + 0.02 * index.fame[town_of]
    for mine, of_town in zip(votes, by_word, strict=True):
        if not mine:
            continue
        by_name = np.zeros(len(streets))
        for some, vote in mine:
            at = np.searchsorted(streets, some)
            at[at == len(streets)] = 0
            here = at[streets[at] == some]
            by_name[here] = np.maximum(by_name[here], vote)
        score += by_name if of_town is None else np.maximum(by_name - of_town[town_of], 0)
    if len(score) <= most:
        return [int(number) for number in streets]
    return [int(number) for number in streets[np.argpartition(-score, most)[:most]]]


def _union(lists: Sequence[Array]) -> Array:
    """Every street of some lists, the shortest lists first and no longer once there are enough."""
    taken, total = [], 0
    for some in sorted(lists, key=len):
        if total >= ENOUGH:
            break
        taken.append(some)
        total += len(some)
    return np.unique(np.concatenate(taken)) if taken else np.empty(0, np.uint32)


def _by_town(index: Index, asked: Asked, towns: Array) -> tuple[Asked, list[int]]:
    """The streets of the likeliest communes whose name looks most like the text, for words far from any other.

    Words that stand for nothing then stand for those of these streets that they look like.
    """
    likely = [int(town) for town in np.argsort(-towns, kind="stable")[:LIKELY_TOWNS] if towns[town] > 0.4]
    names: dict[int, str] = {}
    for town in likely:
        own = set(index.towns[town].words)
        typed = zip(asked.words, asked.likes, strict=True)
        rest = " ".join(
            word
            for rank, (word, sure) in enumerate(typed)
            if not word.isdigit() and rank not in asked.loose and not own & sure.keys()
        )
        named = dict(index.named_in(town))
        scorer = fuzz.token_sort_ratio
        for name, _, number in process.extract(rest, named, scorer=scorer, score_cutoff=55, limit=8):
            names[number] = name
    known = {word for name in names.values() for word in name.split() if weight(word) == 1.0}
    likes = tuple(
        {**sure, **_looks(word, known - sure.keys())} for word, sure in zip(asked.words, asked.likes, strict=True)
    )
    return replace(asked, likes=likes), list(names)


def _looks(word: str, others: set[str]) -> dict[str, float]:
    """How surely a word stands for others that it only looks like."""
    if any(map(str.isdigit, word)) or weight(word) < 1.0:
        return {}
    near = process.extract(word, others, scorer=fuzz.ratio, score_cutoff=60, limit=3)
    return {other: 0.8 * ratio / 100 for other, ratio, _ in near}


Ranked = tuple[Explained, Street]


def _ranked(index: Index, asked: Asked, numbers: Sequence[int]) -> list[Ranked]:
    """Streets explained word by word, the best first; of two as good, that of the larger commune."""
    postcode = asked.postcode
    same = set(index.towns_of(postcode).tolist()) if postcode else set()
    ranked = []
    for street in index.streets(numbers):
        right = postcode in street.postcodes if street.postcodes and postcode else street.town in same
        words = index.towns[street.town].words
        ranked.append((explain(asked, street.words, words, street.also, right), street))
    return sorted(ranked, key=lambda entry: (-entry[0].score, -index.fame[entry[1].town], entry[1].id))


def _communes(index: Index, asked: Asked, towns: Array, limit: int) -> list[Place]:
    """Communes that answer by themselves: nothing but their name, or their postcode, was typed."""
    same = set(index.towns_of(asked.postcode).tolist()) if asked.postcode else set()
    likely = [int(rank) for rank in np.argsort(-(towns + 0.02 * index.fame), kind="stable")[: 2 * limit] if towns[rank]]
    communes = []
    for rank in likely:
        town = index.towns[rank]
        score = explain_town(asked, town.words, rank in same)
        if score >= LEAST and town.longitude is not None and town.latitude is not None:
            communes.append(commune(town, town.longitude, town.latitude, asked.postcode if rank in same else "", score))
    return communes


def _begun(index: Index, asked: Asked, text: str, towns: Array, answers: list[Place], limit: int) -> list[Place]:
    """Streets proposed when none is named yet, with the commune that is; otherwise what was found."""
    likely = [int(town) for town in np.argsort(-towns, kind="stable")[:LIKELY_TOWNS] if towns[town]]
    read = begun.read(index, asked, text[-1:].isalnum(), likely)
    if read is None:
        return answers
    kept = [place for place in answers if place.kind == "commune"]
    score = max((place.score - NEARLY / 2 for place in kept), default=begun.SCORE)
    return kept + begun.proposed(index, read, limit, max(score, begun.SCORE))


def _told_apart(answers: Sequence[Place], limit: int) -> list[Place]:
    """The answers nearly as good as the first, each once."""
    kept: list[Place] = []
    seen: set[tuple[str, ...]] = set()
    for place in answers:
        if len(kept) == limit or place.score < answers[0].score - NEARLY:
            continue
        name = " ".join(cut(place.name))
        # A hamlet whose houses are numbered is in both files.
        same = (name, place.town) if place.kind == "lieu_dit" else (place.number or "", name, place.town, place.former)
        if same not in seen:
            seen |= {same, (name, place.town)}
            kept.append(place)
    return kept


def _as_typed(place: Place, asked: Asked) -> Place:
    """A street of several postcodes under the one that was typed."""
    return replace(place, postcodes=(asked.postcode,)) if asked.postcode in place.postcodes else place


def _distance(place: Place, near: tuple[float, float]) -> float:
    """Degrees, roughly, between a place and a point: enough to sort."""
    return math.hypot((place.longitude - near[0]) * math.cos(math.radians(near[1])), place.latitude - near[1])
