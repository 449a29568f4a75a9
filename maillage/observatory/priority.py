"""Places that must not be left behind: what each can have, without satellite, at the building it is in.

Who comes: a page with the communes of a part of the region; it leaves with the places, the worst served first. What
was never loaded is told apart from what is not there: see `loaded`.
"""

from collections.abc import Collection
from dataclasses import dataclass

from maillage.kernel.period import Period
from maillage.observatory.door import Observatory
from maillage.observatory.rollout import CLASSES, FLOORS
from maillage.store.duck import quoted, scratch

CATEGORIES = ("ecole", "service_public", "sante", "entreprise")
LISTS = ("insee_bpe", "sirene_etablissements")
"""The lists of schools, town halls and care; of firms. Places of help come from others, that pages already need."""


@dataclass(frozen=True, slots=True)
class Priority:
    """A place. `name` is empty when it cannot be told; `distance` (metres to its building), `speed` (the best class
    without satellite), `satellite` and `state` (of fibre) are None or empty when its building is not known.

    `sources` are the lists that name it, `listed` what they describe.
    """

    category: str
    kind: str
    name: str
    commune: str
    longitude: float | None
    latitude: float | None
    distance: int | None
    speed: str | None
    satellite: bool | None
    state: str
    sources: tuple[str, ...]
    listed: str

    def below(self, least: float) -> bool | None:
        """Whether its class begins below a speed (Mbit/s); None when its class is unknown."""
        return None if self.speed is None else FLOORS[self.speed] < least


def loaded(source: Observatory) -> dict[str, bool]:
    """Whether each of LISTS is in the release."""
    return {name: bool(source.source(name).deliveries) for name in LISTS}


def places(source: Observatory, communes: Collection[str]) -> tuple[Period | None, list[Priority]]:
    """The quarter of the offers, None when they are not loaded, and the places of these communes, the worst class first
    and the unknown ones last."""
    file = source.folder / "derived" / "prioritaires_fixe.parquet"
    if not file.exists():
        return None, []
    with scratch() as con:
        rows = con.execute(
            "SELECT periode, categorie, nature, coalesce(nom, ''), commune, longitude, latitude, distance, classe, "
            f"satellite, coalesce(etat, ''), sources, periode_liste FROM read_parquet({quoted(file)})"
        ).fetchall()
    if not rows:
        return None, []
    inside = frozenset(communes)
    facts = [(*row[1:11], tuple(row[11].split()), row[12]) for row in rows if row[4] in inside]
    priorities = [Priority(*fact) for fact in facts]
    return Period.parse(rows[0][0]), sorted(priorities, key=_order)


def _order(place: Priority) -> tuple[int, int, str, str, str]:
    rank = len(CLASSES) if place.speed is None else CLASSES.index(place.speed)
    return rank, CATEGORIES.index(place.category), place.commune, place.kind, place.name
