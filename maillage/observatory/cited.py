"""Figures as a release published them, that release deleted or not, and those that a later one said otherwise.

Who comes: somebody who follows a citation, with the release, the indicator, the territory and the period it names; or
somebody who follows corrections. What each release published is kept beside them (`store/citations.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from maillage.kernel.errors import DataError, UsageError
from maillage.kernel.indicator import Indicator
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.kernel.value import Value
from maillage.observatory.reading import Catalogue
from maillage.observatory.sheets import ReleaseSheet
from maillage.store import citations

OPEN = 12
"""Releases whose catalogue is kept at hand."""
# The columns of `reading.VALUE_SELECT`, without what depends on the other territories of a release.
SELECT = (
    "niveau, code, periode, valeur, numerateur, denominateur, connues, total, signalements, segment, NULL AS rang, "
    "0 AS classes, detail, NULL AS manquants, 1 AS ex_aequo, indicateur"
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A figure as a release published it, its indicator and its territory as that release called them."""

    release: ReleaseSheet
    indicator: Indicator
    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure that a release (`by`) shows otherwise than those before it, the first of which was `since`.

    `before` and `after` are in the unit of `indicator`, or None: nothing to measure, or, when it is not `published`
    any more, nothing at all. `cause` is empty when it is not known.
    """

    by: ReleaseSheet
    since: ReleaseSheet
    indicator: Indicator
    territory: Ref
    name: str
    period: Period
    before: float | None
    after: float | None
    published: bool
    cause: str


@dataclass(frozen=True, slots=True)
class CorrectedFigures:
    """Figures of one indicator and one period that a release shows otherwise: how many, and the largest territory."""

    by: ReleaseSheet
    indicator: Indicator
    period: Period
    count: int
    first: Correction


@dataclass(frozen=True, slots=True)
class Sought:
    """Which corrections: those of a release, of an indicator, of a territory; all of them by default."""

    release: int | None = None
    indicator: str = ""
    territory: Ref | None = None
    period: Period | None = None


LARGEST = "list_position(['region', 'departement', 'groupement', 'epci', 'commune'], niveau)"
ORDER = f"publication DESC, indicateur, periode DESC, {LARGEST}, nom, code"


class Citations:
    """What is kept of each release. `folder` is that of the release being read."""

    def __init__(self, folder: Path, rows: Callable[..., list[tuple[Any, ...]]], catalogue: Catalogue) -> None:
        home, self._query, self._read = folder.parent.parent, rows, catalogue
        self._folders = citations.kept(home)
        if (folder / citations.OWN).is_dir():
            self._folders[catalogue.release.number] = folder / citations.OWN
        self._catalogues = lru_cache(maxsize=OPEN)(self._open)

    def _open(self, number: int) -> Catalogue:
        if number == self._read.release.number:
            return self._read
        return Catalogue(self._folders[number])

    def release(self, number: int) -> ReleaseSheet:
        """A release that citations are kept of."""
        return self._catalogues(number).release

    @property
    def releases(self) -> list[ReleaseSheet]:
        """Those that citations are kept of, the last first."""
        return [self.release(number) for number in sorted(self._folders, reverse=True)]

    def figure(self, key: str, indicator: str, ref: Ref, period: Period) -> Cited:
        """A figure as the release of this key published it. Raises UsageError when it did not."""
        number = int(key.partition("-")[0])
        if number not in self._folders or self.release(number).key != key:
            raise UsageError("Aucune publication de ce site ne porte ce numéro et cette date.")
        until = {one: folder for one, folder in self._folders.items() if one <= number}
        found = self._rows(
            until,
            f"SELECT nom, publie, {SELECT} FROM {{}} WHERE niveau = ? AND code = ? AND indicateur = ? AND periode = ? "
            "ORDER BY publication DESC LIMIT 1",
            [ref.level.value, ref.code, indicator, period.code],
        )
        if not found or not found[0][1]:
            raise UsageError(f"La publication n° {number} n’avait pas ce chiffre.")
        name, _, *row = found[0]
        catalogue = self._catalogues(number)
        return Cited(catalogue.release, catalogue.indicators[indicator].indicator, name, catalogue.value(row))

    def since(self, cited: Cited) -> list[Correction]:
        """What later releases said of a cited figure, the last first."""
        ref, period = cited.value.territory, cited.value.period
        later = {number: folder for number, folder in self._folders.items() if number > cited.release.number}
        return self._corrections(later, Sought(None, cited.indicator.name, ref, period), 0, len(later))

    def count(self, sought: Sought) -> int:
        """How many corrections there are."""
        where, asked = _where(sought)
        counted = self._rows(self._folders, f"SELECT count(*) FROM {{}} WHERE {where}", asked)
        return int(counted[0][0]) if counted else 0

    def corrections(self, sought: Sought, offset: int, limit: int) -> list[Correction]:
        """Corrections, of the last release first, then by indicator, from the last period and the largest territory."""
        return self._corrections(self._folders, sought, offset, limit)

    def by_indicator(self, sought: Sought, limit: int) -> list[CorrectedFigures]:
        """Corrections gathered by release, indicator and period, the last first."""
        where, asked = _where(sought)
        numbers = self._rows(
            self._folders,
            f"SELECT publication, indicateur, periode, count(*) FROM {{}} WHERE {where} GROUP BY ALL "
            f"ORDER BY publication DESC, indicateur, periode DESC LIMIT {limit}",
            asked,
        )
        groups = []
        for number, name, code, count in numbers:
            one = Sought(number, name, sought.territory, Period.parse(code))
            first = self.corrections(one, 0, 1)[0]
            groups.append(CorrectedFigures(first.by, first.indicator, first.period, count, first))
        return groups

    def _corrections(self, folders: Mapping[int, Path], sought: Sought, offset: int, limit: int) -> list[Correction]:
        where, asked = _where(sought)
        found = self._rows(
            folders,
            "SELECT publication, avant_depuis, indicateur, niveau, code, nom, periode, avant, valeur, publie, cause "
            f"FROM {{}} WHERE {where} ORDER BY {ORDER} LIMIT {limit} OFFSET {offset}",
            asked,
        )
        return [self._correction(row) for row in found]

    def _correction(self, row: Sequence[Any]) -> Correction:
        number, since, name, level, code, named, period, before, after, published, cause = row
        by, then = self._catalogues(number), self._catalogues(since)
        return Correction(
            by=by.release,
            since=then.release,
            indicator=(by if name in by.indicators else then).indicators[name].indicator,
            territory=Ref(Level(level), code),
            name=named,
            period=Period.parse(period),
            before=before,
            after=after,
            published=published,
            cause=cause or "",
        )

    def _rows(self, folders: Mapping[int, Path], sql: str, asked: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows of a question put to what these releases published. Raises DataError when it cannot be read."""
        if not folders:
            return []
        try:
            return self._query(sql.format(citations.rows(folders)), asked)
        except duckdb.Error as error:
            raise DataError(f"Les citations gardées sont illisibles ({str(error).splitlines()[0]}).") from None


def _where(sought: Sought) -> tuple[str, list[Any]]:
    """Conditions on the rows, and what they are asked with."""
    conditions, asked = ["corrige"], []
    for column, value in (
        ("publication", sought.release),
        ("indicateur", sought.indicator or None),
        ("niveau", sought.territory and sought.territory.level.value),
        ("code", sought.territory and sought.territory.code),
        ("periode", sought.period and sought.period.code),
    ):
        if value is not None:
            conditions.append(f"{column} = ?")
            asked.append(value)
    return " AND ".join(conditions), asked
