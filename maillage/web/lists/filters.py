"""What narrows a list: each filter is a field of its form, a parameter of its address, of its files and of its API."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from maillage.kernel import french
from maillage.kernel.errors import UnknownChoice, UsageError
from maillage.web.lists.asked import Asked

Option: TypeAlias = tuple[str, str]
Options: TypeAlias = Sequence[Option | tuple[str, Sequence[Option]]]
"""Value and words; or the words of a group, and its own."""
LONGEST = 100


class Field(StrEnum):
    """How a filter is filled in."""

    CHOICE = "choix"
    WORDS = "mots"
    DAY = "jour"


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter. `options`, of a choice: value and words; the form leaves out a choice without any.

    `usual`: what is asked when the address says nothing. `parse` reads what is not among the options, or is no choice,
    and raises UsageError; `said` says it again, and `written` as an address does, when several texts ask the same. A
    filter `behind` waits under « Plus de filtres »; one chosen `elsewhere` on its page is kept as it is by the form of
    the list; one that does not narrow leaves nothing out: it groups, or dates.
    """

    name: str
    label: str
    field: Field = Field.CHOICE
    options: Options | Callable[[Asked], Options] = ()
    usual: str | Callable[[Asked], str] = ""
    parse: Callable[[str, Asked], Any] | None = None
    said: Callable[[Asked], str] | None = None
    written: Callable[[Any], str] | None = None
    behind: bool = False
    elsewhere: bool = False
    narrows: bool = True
    longest: int = LONGEST

    def offered(self, asked: Asked) -> Options:
        """The options of a choice."""
        return self.options(asked) if callable(self.options) else self.options

    def known(self, asked: Asked) -> dict[str, str]:
        """The words of each option, groups opened."""
        known: dict[str, str] = {}
        for value, words in self.offered(asked):
            known |= {value: words} if isinstance(words, str) else dict(words)
        return known

    def start(self, asked: Asked) -> str:
        """What is asked when the address says nothing."""
        return self.usual(asked) if callable(self.usual) else self.usual

    def read(self, text: str, asked: Asked) -> Any:
        """What this text asks. Raises UsageError, in words, for what does not exist."""
        if self.parse is not None:
            return self.parse(text, asked)
        if self.field is Field.DAY:
            return _day(text)
        if self.field is Field.WORDS:
            return text
        among = self.known(asked)
        if text and text not in among:
            raise UnknownChoice(f"{self.label} « {text[:40]} » : inconnu.", text, among)
        return text

    def words(self, text: str, asked: Asked) -> str:
        """What is asked, as a reader says it."""
        if self.said is not None:
            return self.said(asked)
        if self.field is Field.DAY and text:
            return french.day(date.fromisoformat(text))
        return self.known(asked).get(text, text).strip() if self.field is Field.CHOICE else text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"« {text[:20]} » n’est pas une date. Écrivez AAAA-MM-JJ.") from None


def every(words: str, options: Iterable[tuple[Any, Any]]) -> list[Option]:
    """The options of a choice that may ask nothing: « Tous », then these."""
    return [("", words), *((str(value), french.typographic(str(label))) for value, label in options)]
