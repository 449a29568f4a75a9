"""Give each row the current commune it belongs to: by its code, else by its coordinates, else by its address.

Whatever cannot be settled is said, never guessed: a row is kept (perhaps flagged), outside, or refused.
"""

from collections.abc import Callable, Sequence
from typing import Any

from maillage.kernel.problem import Effect, Problem
from maillage.kernel.table import Table
from maillage.territories.cog import Cog
from maillage.territories.outlines import Outlines

Row = dict[str, Any]
Report = Callable[[Problem], None]


def _has_point(row: Row) -> bool:
    return row.get("longitude") is not None and row.get("latitude") is not None


class Attacher:
    """Attaches the rows of one table to the communes of the region served."""

    def __init__(self, cog: Cog, outlines: Outlines, table: Table, report: Report) -> None:
        self.cog = cog
        self.outlines = outlines
        self.table = table
        self.report = report
        self.outside: set[tuple[str, int]] = set()
        self.points = table.has("longitude") and table.has("latitude")
        self.addresses = table.has("code_postal") and table.has("ville")

    def attach(self, rows: Sequence[Row]) -> list[Row]:
        """The rows to keep, each with `commune` (current) and `commune_publiee` (as read)."""
        if not self.table.has("commune"):
            return list(rows)
        located = self._locate(rows)
        kept = []
        for row, point in zip(rows, located, strict=True):
            row["commune_publiee"] = row.get("commune")
            code = self._settle(row, point)
            if code is None:
                continue
            if not self.table.whole_france and not self.cog.served(code):
                self.outside.add((row["fichier"], row["ligne"]))
                continue
            row["commune"] = code
            kept.append(row)
        return kept

    def _locate(self, rows: Sequence[Row]) -> list[str | None]:
        if not self.points or self.outlines.empty:
            return [None] * len(rows)
        known = [i for i, row in enumerate(rows) if _has_point(row)]
        codes = self.outlines.locate(
            [rows[i]["longitude"] for i in known], [rows[i]["latitude"] for i in known]
        )
        found: list[str | None] = [None] * len(rows)
        for i, code in zip(known, codes, strict=True):
            found[i] = code
        return found

    def _settle(self, row: Row, point: str | None) -> str | None:
        """The current commune of a row; None when it is refused or outside, which is then recorded."""
        published = row.get("commune")
        if published is not None:
            code, reason = self.cog.carry(published)
            if code is None and self.cog.lies_elsewhere(published):
                self.outside.add((row["fichier"], row["ligne"]))
            elif code is None:
                self._problem(row, "commune", published, reason, Effect.REFUSED)
            elif point is not None and point != code:
                self._disagree(row, "longitude", f"le point tombe dans {self._name(point)}", code)
            elif point is None and _has_point(row) and not self.outlines.empty and self.cog.served(code):
                self._disagree(row, "longitude", "le point tombe hors des contours de la région", code)
            return code
        addressed = self._addressed(row)
        if point is not None:
            self._check_address(row, point, addressed)
            return point
        if len(addressed) == 1:
            code = next(iter(addressed))
            self._disagree(row, "longitude", "coordonnées absentes ou hors de la région", code)
            return code
        self._lost(row)
        return None

    def _lost(self, row: Row) -> None:
        """Neither code, point in the region nor known address: outside when it has a point elsewhere, else refused."""
        if _has_point(row) and not self.outlines.empty:
            self.outside.add((row["fichier"], row["ligne"]))
            return
        reason = (
            "contours des communes non chargés : impossible de situer ce point"
            if _has_point(row)
            else "ni code de commune, ni coordonnées, ni adresse reconnue : impossible de situer la ligne"
        )
        self._problem(row, "commune", "", reason, Effect.REFUSED)

    def _addressed(self, row: Row) -> set[str]:
        if not self.addresses or not row.get("code_postal") or not row.get("ville"):
            return set()
        return self.cog.by_address(row["code_postal"], row["ville"])

    def _check_address(self, row: Row, point: str, addressed: set[str]) -> None:
        """Flag a point whose commune has neither the postcode nor the name the row gives."""
        if not self.addresses or point in addressed:
            return
        commune = self.cog.communes[point]
        postcode, town = row.get("code_postal"), row.get("ville")
        if postcode and postcode not in commune.postcodes:
            reason = f"le point tombe dans {self._name(point)}, dont ce n’est pas le code postal"
            self._problem(row, "code_postal", postcode, reason, Effect.FLAGGED)
        elif town and not self.cog.is_called(point, town):
            reason = f"le point tombe dans {self._name(point)} : autre nom, même code postal"
            self._problem(row, "ville", town, reason, Effect.FLAGGED)

    def _disagree(self, row: Row, column: str, what: str, code: str) -> None:
        reason = f"{what} : ligne comptée dans {self._name(code)}"
        self._problem(row, column, row.get(column) or "", reason, Effect.FLAGGED)

    def _name(self, code: str) -> str:
        return f"{self.cog.communes[code].name} ({code})"

    def _problem(self, row: Row, column: str, value: object, reason: str, effect: Effect) -> None:
        self.report(Problem(row["fichier"], row["ligne"], column, str(value)[:80], reason, effect))
