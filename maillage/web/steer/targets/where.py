"""Where the indicators of a list are looked at: one territory, or all those of a level."""

from collections.abc import Callable

from django.utils import timezone

from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Level, Ref
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets.models import Sheet
from maillage.web.forms.pickers import territories
from maillage.web.lists.asked import Asked
from maillage.web.lists.filters import Filter, Options
from maillage.web.steer.standings import Row, place, rows, source_of, usual

LEVELS = (Level.DEPARTEMENT, Level.EPCI)
SHEETS, MATRIX = "targets.sheets", "targets.matrix"


def strategy(slug: str, among: list[Strategy]) -> Strategy | None:
    """The strategy asked; None for all of them. Raises UsageError for one that is not among these."""
    asked = next((candidate for candidate in among if candidate.slug == slug), None)
    if slug and asked is None:
        raise UsageError(f"Stratégie « {slug[:40]} » inconnue, ou sans indicateur.")
    return asked


def sheets(asked: Asked) -> list[Sheet]:
    """The sheets of the list, in their order, read once."""
    return asked.memory[SHEETS]  # type: ignore[no-any-return]


def refs(asked: Asked) -> list[Ref]:
    """The territories asked."""
    source = source_of(asked.request)
    if asked["niveau"] and source is not None:
        return [territory.ref for territory in source.territories(Level(asked["niveau"]))]
    return [asked["territoire"]] if asked["territoire"] else []


def matrix(asked: Asked) -> list[list[Row]]:
    """Where each sheet stands in each territory asked, read once."""
    if MATRIX not in asked.memory:
        asked.memory[MATRIX] = rows(source_of(asked.request), sheets(asked), refs(asked), timezone.localdate())
    return asked.memory[MATRIX]  # type: ignore[no-any-return]


def _places(asked: Asked) -> Options:
    """The territories one may choose, by level."""
    source = source_of(asked.request)
    if source is None:
        return ()
    region = source.release.region
    groups = [
        (level.plural.capitalize() if level is not Level.EPCI else level.plural, source.territories(level))
        for level in LEVELS
    ]
    return [
        (str(region), place(source, region)),
        *((words, [(str(each.ref), each.name) for each in territories]) for words, territories in groups),
    ]


def _levels(asked: Asked) -> Options:
    if source_of(asked.request) is None:
        return ()
    return [("", "Un territoire"), *((str(level), f"Tous les {level.plural}") for level in LEVELS)]


def _territory(text: str, asked: Asked) -> Ref | None:
    """The territory asked. Raises UsageError when it is not known."""
    source = source_of(asked.request)
    if not text:
        return None
    return Ref.parse(text) if source is None else territories.ref(source, text)


def _said(asked: Asked) -> str:
    return "" if asked["niveau"] or not asked["territoire"] else place(source_of(asked.request), asked["territoire"])


def filters(read: Callable[[Asked], list[Sheet]]) -> tuple[Filter, Filter]:
    """The filters of a list of these sheets: which territories, and which one."""

    def held(asked: Asked) -> list[Sheet]:
        if SHEETS not in asked.memory:
            asked.memory[SHEETS] = read(asked)
        return sheets(asked)

    def usual_territory(asked: Asked) -> str:
        return str(usual(source_of(asked.request), held(asked)) or "")

    def territory(text: str, asked: Asked) -> Ref | None:
        held(asked)
        return _territory(text, asked)

    return (
        Filter("niveau", "Voir", options=_levels, narrows=False),
        Filter(
            "territoire",
            "Territoire",
            options=_places,
            usual=usual_territory,
            parse=territory,
            said=_said,
            narrows=False,
        ),
    )
