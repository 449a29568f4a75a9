"""What an observatory shows on maps."""

from abc import ABC, abstractmethod
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from maillage.kernel.territory import Level, Ref, Territory
from maillage.observatory.reading import Catalogue

if TYPE_CHECKING:
    import shapely

    from maillage.observatory.shapes import OverlaySheet, Shapes


class Mapped(ABC):
    """The part of an observatory that is drawn: tiles, outlines, calques."""

    folder: Path
    _catalogue: Catalogue

    @cached_property
    def _shapes(self) -> "Shapes":
        # Imported here, as the parts of the door that need Shapely: see `observatory.door`.
        from maillage.observatory.shapes import Shapes

        return Shapes(self.folder, self._catalogue.sources)

    @abstractmethod
    def territories(self, level: Level, within: Ref | None = None) -> list[Territory]:
        """Those of a level, or of a part of the region."""

    def tiles(self) -> Path:
        """The PMTiles archive: layers `communes`, `epci`, `departements`, `regions`, properties `code`, `nom`.

        The file is missing when no outline is loaded.
        """
        return self._shapes.tiles()

    def building_tiles(self) -> Path:
        """The PMTiles archive of buildings: one layer `immeubles`, properties `etat`, `operateur`.

        The file is missing when no building is loaded.
        """
        return self._shapes.building_tiles()

    def outlines(self, level: Level, within: Ref | None = None, drawn: bool = False) -> "dict[str, shapely.Geometry]":
        """The simplified outlines of a level by code (WGS84), of those inside a territory when `within` is given.

        A territory without a published outline is absent; neighbours share the very same border. `drawn` gives
        the lighter ones made for a picture of the whole region.
        """
        every = self._shapes.outlines(level, drawn)
        if within is None:
            return dict(every)
        inside = (territory.ref.code for territory in self.territories(level, within))
        return {code: every[code] for code in inside if code in every}

    def overlays(self) -> "list[OverlaySheet]":
        """What a map may show over its figures, in the order it is offered; only what is loaded."""
        return self._shapes.overlays()

    def overlay(self, name: str) -> "OverlaySheet":
        """One of them by name."""
        return self._shapes.overlay(name)

    def commune_at(self, longitude: float, latitude: float) -> Ref | None:
        """The commune where a point is (WGS84 degrees); None outside of the region, or without outlines."""
        code = self._shapes.commune_at(longitude, latitude)
        return Ref(Level.COMMUNE, code) if code else None
