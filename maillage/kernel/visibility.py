"""Who may see what a source holds, and what somebody holds the right to see, where."""

from dataclasses import dataclass
from enum import StrEnum

from maillage.kernel.territory import Ref, Territory


class Visibility(StrEnum):
    """A level, from what everybody may see to what the project team alone may; its value is that of the settings."""

    PUBLIC = "public"
    COLLECTIVITES = "collectivites"
    EQUIPE_PROJET = "equipe-projet"

    @property
    def height(self) -> int:
        """How reserved it is, 0 for what everybody may see."""
        return list(Visibility).index(self)


@dataclass(frozen=True, slots=True)
class Clearance:
    """The levels somebody holds, each on a territory and what is inside it. By default none: it opens nothing."""

    grants: frozenset[tuple[Visibility, Ref]] = frozenset()

    def opens(self, level: Visibility, territory: Territory) -> bool:
        """Whether it opens what is reserved at this very level about a territory."""
        around = {territory.ref, *territory.parents, *territory.groupings}
        return any(held is level and ref in around for held, ref in self.grants)


NOBODY = Clearance()
