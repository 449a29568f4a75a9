"""Territories picked by name, code or `niveau:code`; what is kept is `niveau:code`, several separated by spaces."""

from functools import partial
from typing import Any
from weakref import WeakKeyDictionary
from weakref import ref as weak

from django.conf import settings

from maillage.kernel.errors import DataError, UsageError
from maillage.kernel.french import typographic
from maillage.kernel.territory import LEVELS, Level, Ref, Territory
from maillage.observatory.door import Observatory, current
from maillage.observatory.sheets import hint
from maillage.web.forms.pickers.catalogue import NEAR, Catalogue, Entry
from maillage.web.forms.pickers.fields import Pick, PickMany

HELP = "Un nom, par exemple celui d’une commune, d’un EPCI ou d’un département."
HELP_MANY = "Des noms de communes, d’EPCI, de départements : un par ligne, ou séparés par des points-virgules."
NONE = "Aucun territoire ne s’appelle"
SOURCE = ("api:search",)
_kept: "WeakKeyDictionary[Observatory, Catalogue]" = WeakKeyDictionary()


def _entry(territory: Territory, departements: dict[Ref, str]) -> Entry:
    ref, level = territory.ref, territory.ref.level.label
    within = [parent for parent in territory.parents if parent in departements]
    apart = (
        *(parent.code for parent in within),
        level,
        *(f"{level}, {parent.code}" for parent in within),
        *(departements[parent] for parent in within),
        f"{level}, {ref.code}",
    )
    words = partial(_hint, territory)
    return Entry(str(ref), territory.name, apart=apart, codes=(ref.code,), hint=words)


def _hint(territory: Territory) -> str:
    return typographic(hint(territory))


def catalogue(source: Observatory) -> Catalogue:
    """The territories of a release, read once."""
    known = _kept.get(source)
    if known is None:
        departements = {each.ref: each.name for each in source.territories(Level.DEPARTEMENT)}
        entries = (_entry(each, departements) for level in LEVELS for each in source.territories(level))
        # The catalogue must not hold its release: it goes with it.
        reading = weak(source)
        known = _kept[source] = Catalogue(entries, NONE, lambda text: _found(reading(), text))
    return known


def _found(source: Observatory | None, text: str) -> list[str]:
    """What the search finds: by postcode, nature, code or name of before."""
    return [str(hit.territory.ref) for hit in source.search(text, NEAR)] if source else []


def served() -> Catalogue:
    """Those of the release being read; none when nothing is published."""
    try:
        return catalogue(current(settings.MAILLAGE_HOME))
    except DataError:
        return Catalogue((), NONE)


def ref(source: Observatory, text: str) -> Ref:
    """The territory that a text of an address means. Raises UsageError, with what may be meant."""
    known, name = catalogue(source), text[:60]
    answers = known.named(text)
    if len(answers) == 1:
        return Ref.parse(answers[0].key)
    if answers:
        among = " ou ".join(f"« {choice.label} »" for choice in answers[:4])
        raise UsageError(f"Plusieurs territoires se nomment « {name} » : écrivez {among}.")
    if ":" in text:
        return source.territory(Ref.parse(text)).ref
    close = ", ".join(choice.label for choice in known.near(text))
    raise UsageError(f"{NONE} « {name} »." + (f" Vouliez-vous dire {close} ?" if close else ""))


class _Coded:
    """While nothing is published no name is known: a reference is taken as it is written."""

    catalogue: Any

    def _refused(self, part: str) -> str:
        if not len(self.catalogue):
            return "Rien n’est encore publié ici : un territoire s’écrit par son code, comme departement:25."
        words: str = super()._refused(part)  # type: ignore[misc]
        return words

    def _one_of(self, part: str, chosen: frozenset[str]) -> Any:
        if not len(self.catalogue):
            return _unpublished(part)
        return super()._one_of(part, chosen)  # type: ignore[misc]


def _unpublished(part: str) -> Any:
    """A reference while nothing is published: only its form counts."""
    try:
        key = str(Ref.parse(part))
    except UsageError:
        return None
    return Catalogue((Entry(key, key),), NONE).choice(key)


class TerritoryField(_Coded, Pick):
    """A territory; what it gives is its reference, or nothing."""

    def __init__(self, **named: Any) -> None:
        named.pop("max_length", None)
        super().__init__(served, **{"source": SOURCE, "help_text": HELP} | named)


class TerritoriesField(_Coded, PickMany):
    """Several territories; what it gives is one text."""

    def __init__(self, most: int = 20_000, **named: Any) -> None:
        named.pop("max_length", None)
        super().__init__(served, join=" ".join, most=most, **{"source": SOURCE, "help_text": HELP_MANY} | named)
