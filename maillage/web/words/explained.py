"""The sentence that a team signs beside an automatic headline: `parts/explained.html` shows it."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Protocol, TypeVar

from maillage.kernel import french
from maillage.kernel.territory import Ref
from maillage.steering.explanations.published import beside


class Headline(Protocol):
    """What is explained: its words, which rule or indicator it is about, of which period."""

    @property
    def title(self) -> str:
        """Its words."""

    @property
    def about(self) -> str:
        """The rule that writes it, or its indicator."""

    @property
    def period(self) -> str:
        """The code of the period that it is read at."""


T = TypeVar("T", bound=Headline)


class Sentence(NamedTuple):
    """What is said, and « vu, expliqué par Nom, fonction, le 12 novembre 2026 »."""

    words: str
    signature: str


def sentence(words: str, name: str, role: str, on: date) -> Sentence:
    """A signed sentence: what it says, who signs it and as what, when."""
    signature = f"Vu, expliqué par {name}, {role}, le {french.day(on)}"
    return Sentence(french.typographic(words), french.typographic(signature))


def _beside(ref: Ref, headline: Headline) -> Sentence | None:
    signed = beside(ref, headline.about, headline.period, headline.title)
    return sentence(signed.words, signed.name, signed.role, signed.on) if signed else None


def explained(ref: Ref, headlines: Iterable[T]) -> list[tuple[T, Sentence | None]]:
    """Each with the sentence that explains it, if any."""
    return [(each, _beside(ref, each)) for each in headlines]
