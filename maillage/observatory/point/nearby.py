"""What a release knows around its points. What was never loaded is told apart from what is not there."""

from functools import cached_property
from typing import TYPE_CHECKING

from maillage.observatory.point.around import AroundPoint
from maillage.observatory.point.file import PointFile
from maillage.observatory.point.fixed import FixedNetworks
from maillage.observatory.point.ground import Grounds
from maillage.observatory.point.within import WithinCommune

if TYPE_CHECKING:
    from maillage.observatory.point.mobile import MobileSites


class Nearby(PointFile):
    """The file of a release about points, by what it tells."""

    @cached_property
    def fixed(self) -> FixedNetworks:
        """Buildings, how far fibre has come, what can be subscribed to."""
        return FixedNetworks(self)

    @cached_property
    def mobile(self) -> "MobileSites":
        """Mobile sites."""
        # Imported here, as the parts of the door that need NumPy: see `observatory.door`.
        from maillage.observatory.point.mobile import MobileSites

        return MobileSites(self)

    @cached_property
    def ground(self) -> Grounds:
        """What holds for a whole commune or département."""
        return Grounds(self)

    @cached_property
    def within(self) -> WithinCommune:
        """The buildings of a commune."""
        return WithinCommune(self)

    @cached_property
    def around(self) -> AroundPoint:
        """The buildings around a point."""
        return AroundPoint(self)
