"""What a reader asks in an address: level, period, part of the region, page. Nonsense is refused in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from maillage.kernel.errors import UnknownChoice, UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref

LONGEST_QUERY = 100
LAST_PAGE = 100_000
LEVEL_PATTERN = "commune|epci|groupement|departement|region"


def level(request: HttpRequest, among: Sequence[Level], usual: Level) -> Level:
    """The level asked by `niveau`."""
    text = request.GET.get("niveau", "")
    if not text:
        return usual
    if text not in among:
        raise UnknownChoice(f"Niveau « {text} » inconnu.", text, {level.value: level.label for level in among})
    return Level(text)


def period(text: str, among: Sequence[Period]) -> Period:
    """The period with this code, the last one when the text is empty."""
    if not text:
        return among[-1]
    for known in among:
        if known.code == text:
            return known
    published = {known.code: known.label for known in among}
    raise UnknownChoice(f"Aucune donnée pour la période « {text} ».", text, published)


def kind(request: HttpRequest, among: Sequence[str]) -> str:
    """The nature of territory asked by `nature`, empty for all of them."""
    text = request.GET.get("nature", "")
    if not text or not among:
        return ""
    if text not in among:
        raise UnknownChoice(f"Nature « {text[:40]} » inconnue.", text, {nature: nature for nature in among})
    return text


def within(request: HttpRequest) -> Ref | None:
    """The territory asked by `dans`, written `niveau:code`."""
    text = request.GET.get("dans", "")
    return Ref.parse(text) if text else None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a long list."""

    number: int
    size: int
    total: int = 0

    @property
    def offset(self) -> int:
        """Rank of its first row, from 0."""
        return (self.number - 1) * self.size

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        """Rank of its first row, from 1."""
        return self.offset + 1

    @property
    def last_row(self) -> int:
        """Rank of its last row, from 1."""
        return min(self.offset + self.size, self.total)

    @property
    def before(self) -> int | None:
        """The page before, None for the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The page after, None for the last."""
        return self.number + 1 if self.number < self.last else None


def page(request: HttpRequest, size: int, name: str = "page") -> Page:
    """The page asked by `page`, or by another name where a page has two lists."""
    text = request.GET.get(name, "1")
    if not text.isdecimal() or not 1 <= int(text[:9]) <= LAST_PAGE:
        raise UsageError(f"Page « {text[:20]} » inconnue. Écrivez un nombre à partir de 1.")
    return Page(int(text), size)
