"""What may be picked, known by names and codes: which ones a text means, which are near, how each is written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from rapidfuzz import process

from maillage.kernel.words import folded

MOST = 8
NEAR, ALIKE = 5, 72.0
"""How many are proposed when none is called so, and how like the text they are, in percents."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be picked. `key` is what is kept; `name` what it is called; `label` what is written in a
    field, and means it alone; `hint` what tells it from its namesakes."""

    key: str
    name: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class Entry:
    """The same, on its way in: `apart` may follow its name in parentheses, to tell it from its namesakes, the best
    first; `ways` are what else may be written for it; `codes` what machines send."""

    key: str
    name: str
    ways: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    hint: Callable[[], str] = field(default=str)


def _apart(entry: Entry) -> list[str]:
    return [f"{entry.name} ({words})" for words in entry.apart]


class Catalogue:
    """What may be picked in one field. `none` says that nothing is called so: « Aucun territoire ne s’appelle »;
    `further` finds keys otherwise, for a text in no name: a postcode, a name of before."""

    def __init__(
        self, entries: Iterable[Entry], none: str, further: Callable[[str], list[str]] = lambda text: []
    ) -> None:
        self.none, self._further = none, further
        self._entries = {entry.key: entry for entry in entries}
        self._ways: dict[str, set[str]] = {}
        self._codes: dict[str, set[str]] = {}
        self._labels: dict[str, str] = {}
        for entry in self._entries.values():
            for way in (entry.name, *entry.ways):
                self._ways.setdefault(folded(way), set()).add(entry.key)
            for code in (entry.key, *entry.codes):
                self._codes.setdefault(code.casefold(), set()).add(entry.key)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def choice(self, key: str) -> Choice | None:
        """The one of this key; None when there is none."""
        entry = self._entries.get(key)
        return None if entry is None else Choice(key, entry.name, self.label(key), entry.hint())

    def label(self, key: str) -> str:
        """What is written in a field for the one of this key: the first way that means it alone, else its key."""
        if key not in self._labels:
            entry = self._entries[key]
            alone = (way for way in (entry.name, *_apart(entry), *entry.ways) if self._meant(way) == {key})
            self._labels[key] = next(alone, key)
        return self._labels[key]

    def _meant(self, text: str) -> set[str]:
        """The keys of those that a name means, as it is or with what tells namesakes apart in parentheses."""
        typed, head = folded(text), folded(text.rpartition("(")[0])
        if typed in self._ways:
            return self._ways[typed]
        namesakes = (self._entries[key] for key in self._ways.get(head, ()))
        return {entry.key for entry in namesakes if typed in map(folded, _apart(entry))}

    def named(self, text: str) -> list[Choice]:
        """Those that a text means: by their name, whatever its accents and capitals; failing that, by a code."""
        keys = self._meant(text)
        return self._choices(keys or self._codes.get(" ".join(text.split()).casefold(), set()))

    def near(self, text: str) -> list[Choice]:
        """Those whose name holds all the words of a text, else the most alike: for when none is called so."""
        close = self.begun(text, NEAR) or self._choices(self._further(text))[:NEAR]
        if close or not folded(text):
            return close
        alike = process.extract(folded(text), [*self._ways], limit=NEAR, score_cutoff=ALIKE)
        return self._choices(dict.fromkeys(key for way, _, _ in alike for key in sorted(self._ways[way])))[:NEAR]

    def begun(self, text: str, most: int = MOST) -> list[Choice]:
        """Those in whose name each word typed begins a word, the name that begins so first."""
        typed = folded(text)
        matches: dict[str, tuple[bool, str, str]] = {}
        for way, keys in self._ways.items():
            if typed and all(f" {word}" in f" {way}" for word in typed.split()):
                for key in keys:
                    rank = (not way.startswith(typed), folded(self._entries[key].name), key)
                    matches[key] = min(rank, matches.get(key, rank))
        return self._choices(sorted(matches, key=lambda key: matches[key])[:most])

    def _choices(self, keys: Iterable[str]) -> list[Choice]:
        ordered = sorted(keys) if isinstance(keys, set) else keys
        return [choice for key in ordered if (choice := self.choice(key))]
