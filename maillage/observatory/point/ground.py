"""What holds for the whole commune or département of a point: zone, commitments, end of copper, helped providers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from maillage.kernel.territory import Ref
from maillage.kernel.value import Origin
from maillage.observatory.point.file import PointFile, day


@dataclass(frozen=True, slots=True)
class Ground:
    """What holds for the whole commune: its zone and who is committed there; the end of its copper network."""

    zone: str
    committed: str
    amel: str
    operators: tuple[str, ...]
    zone_origin: Origin | None
    copper: str
    copper_ends_on: date | None
    copper_message: str
    copper_origin: Origin | None


class Zone(NamedTuple):
    """The zone of a commune, who is committed there before Arcep (L. 33-13) and the operator of its AMEL; empty texts
    where it is not said."""

    name: str = ""
    committed: str = ""
    amel: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A provider of the list « Cohésion numérique » (until when: `kernel.schemes`), and whether for more than 300 €."""

    operator: str
    technology: str
    site: str
    more_help: bool | None


class _Commune(NamedTuple):
    """A row of the file."""

    commune: str
    zone: str | None
    engagement_l33_13: str | None
    operateur_amel: str | None
    operateurs: str | None
    periode: str | None
    source: str | None
    statut: str | None
    fermeture_technique_le: str | None
    message: str | None
    cuivre_periode: str | None
    cuivre_source: str | None


class Grounds:
    """What a release knows of whole communes and départements, read once."""

    def __init__(self, file: PointFile) -> None:
        self._file = file

    @cached_property
    def _communes(self) -> dict[str, _Commune]:
        return {row.commune: row for row in self._file.rows(_Commune, "communes")}

    def of(self, commune: Ref) -> Ground | None:
        """What holds for the whole commune; None when nothing is loaded."""
        row = self._communes.get(commune.code)
        if row is None:
            return None
        return Ground(
            zone=row.zone or "",
            committed=_name(row.engagement_l33_13),
            amel=_name(row.operateur_amel),
            operators=tuple(self._file.operator(code) for code in (row.operateurs or "").split("-") if code),
            zone_origin=self._file.delivery(row.source, row.periode),
            copper=row.statut or "",
            copper_ends_on=day(row.fermeture_technique_le),
            copper_message=row.message or "",
            copper_origin=self._file.delivery(row.cuivre_source, row.cuivre_periode),
        )

    def zones(self) -> dict[str, Zone]:
        """The zone of each commune, by code; nothing when it is not loaded."""
        return {
            code: Zone(_name(row.zone), _name(row.engagement_l33_13), _name(row.operateur_amel))
            for code, row in self._communes.items()
        }

    def alternatives(self, departement: str) -> list[Alternative]:
        """The providers that the State helps to subscribe to, in this département."""
        return self._alternatives.get(departement, [])

    @cached_property
    def _alternatives(self) -> dict[str, list[Alternative]]:
        columns = "departement, operateur, technologie, site, aide_majoree"
        alternatives: dict[str, list[Alternative]] = defaultdict(list)
        for departement, operator, technology, site, more_help in self._file.select(
            columns, "alternatives", "ORDER BY rang"
        ):
            alternatives[departement].append(Alternative(operator, technology, site or "", more_help))
        return dict(alternatives)


def _name(text: str | None) -> str:
    """A name, empty where the file has none or « 0 »."""
    return "" if text in (None, "0") else text
