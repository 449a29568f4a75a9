"""Give each row the current commune it belongs to: by its code, else by its address, else by its coordinates.

An address wins over the point when it agrees with itself: a postcode and a town that name one commune. Whatever cannot
be settled is said, never guessed: a row is kept (perhaps flagged), outside, or refused.
"""

from collections.abc import Callable, Sequence
from typing import Any

from maillage.kernel import french
from maillage.kernel.problem import Effect, Problem
from maillage.kernel.table import Table
from maillage.territories.cog import Cog
from maillage.territories.outlines import Outlines
from maillage.territories.points import in_france, other_readings, put_right

Row = dict[str, Any]
Report = Callable[[Problem], None]
NEAR = 0.2
"""Kilometres out of its commune at which a point is still believed: outlines are simplified, streets are borders."""


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
                self._leave(row, point)
                continue
            row["commune"] = code
            if self._check_point(row, point, code):
                kept.append(row)
        return kept

    def _locate(self, rows: Sequence[Row]) -> list[str | None]:
        if not self.points or self.outlines.empty:
            return [None] * len(rows)
        known = [i for i, row in enumerate(rows) if _has_point(row)]
        codes = self.outlines.locate([rows[i]["longitude"] for i in known], [rows[i]["latitude"] for i in known])
        communes: list[str | None] = [None] * len(rows)
        for i, code in zip(known, codes, strict=True):
            communes[i] = code
        return communes

    def _settle(self, row: Row, point: str | None) -> str | None:
        """The current commune of a row; None when it is refused or outside, which is then recorded."""
        published = row.get("commune")
        if published is None:
            return self._by_address_or_point(row, point)
        code, reason = self.cog.carry(published)
        if code is not None:
            return code
        if self.cog.lies_elsewhere(published):
            self._leave(row, point)
            return None
        addressed = self._addressed(row)
        if len(addressed) == 1:
            (code,) = addressed
            self._problem(row, "commune", published, self._counted(reason, code), Effect.FLAGGED)
            return code
        self._problem(row, "commune", published, reason, Effect.REFUSED)
        return None

    def _by_address_or_point(self, row: Row, point: str | None) -> str | None:
        addressed = self._addressed(row)
        if len(addressed) == 1 or point in addressed:
            code = point if point in addressed else next(iter(addressed))
            self._tell_former(row, code)
            if self.points and not _has_point(row):
                reason = self._counted("coordonnées absentes", code)
                self._problem(row, "longitude", "", reason, Effect.FLAGGED)
            return code
        if point is None:
            self._lost(row)
            return None
        if self._addressed_elsewhere(row):
            self._leave(row, point)
            return None
        self._check_address(row, point)
        return point

    def _leave(self, row: Row, point: str | None) -> None:
        """Count a row as outside of the region, and say so when its point falls in it all the same."""
        self.outside.add((row["fichier"], row["ligne"]))
        if point is not None and self.addresses:
            said = "code" if row.get("commune") else "adresse"
            reason = (
                f"hors de la région d’après son {said}, mais le point tombe dans {self._name(point)} : "
                "ligne laissée hors de la région"
            )
            self._problem(row, "longitude", row["longitude"], reason, Effect.FLAGGED)

    def _lost(self, row: Row) -> None:
        """Neither code, point in the region nor known address: outside when it is so for sure, else refused."""
        postcode = row.get("code_postal") or ""
        served = bool(postcode) and self.cog.posted_here(postcode)
        if postcode and not served and self.cog.posted_elsewhere(postcode):
            self.outside.add((row["fichier"], row["ligne"]))
            return
        if not _has_point(row):
            reason = "ni code de commune, ni coordonnées, ni adresse reconnue : impossible de situer la ligne"
            self._problem(row, "commune", "", reason, Effect.REFUSED)
            return
        longitude, latitude = row["longitude"], row["latitude"]
        if not in_france(longitude, latitude):
            hint = _hint(longitude, latitude)
            reason = f"le point n’est pas en France{hint}, et ni code ni adresse ne situent la ligne"
        elif self.outlines.empty:
            reason = "contours des communes non chargés : impossible de situer ce point"
        elif served:
            town = row.get("ville") or ""
            reason = f"le point tombe hors de la région, et l’adresse {postcode} {town} n’est pas reconnue"
        else:
            self.outside.add((row["fichier"], row["ligne"]))
            return
        self._problem(row, "longitude", f"{longitude} {latitude}", reason, Effect.REFUSED)

    def _addressed(self, row: Row) -> set[str]:
        if not self.addresses or not row.get("code_postal") or not row.get("ville"):
            return set()
        return self.cog.by_address(row["code_postal"], row["ville"])

    def _addressed_elsewhere(self, row: Row) -> bool:
        """Whether the postcode and the town are those of one commune of another region."""
        if not self.addresses or not row.get("code_postal") or not row.get("ville"):
            return False
        return self.cog.is_address_elsewhere(row["code_postal"], row["ville"])

    def _tell_former(self, row: Row, code: str) -> None:
        """Flag a town written by the name of a commune of before."""
        if not self.cog.goes_by(code, row["ville"]):
            reason = f"ancienne commune, ou nom qui n’est plus porté : ligne comptée dans {self._name(code)}"
            self._problem(row, "ville", row["ville"], reason, Effect.FLAGGED)

    def _check_address(self, row: Row, point: str) -> None:
        """Flag a point whose commune has neither the postcode nor the name the row gives."""
        if not self.addresses:
            return
        commune = self.cog.communes[point]
        postcode, town = row.get("code_postal"), row.get("ville")
        if postcode and postcode not in commune.postcodes:
            reason = f"le point tombe dans {self._name(point)}, dont ce n’est pas le code postal"
            self._problem(row, "code_postal", postcode, reason, Effect.FLAGGED)
        elif town and not self.cog.is_called(point, town):
            reason = f"le point tombe dans {self._name(point)} : autre nom, même code postal"
            self._problem(row, "ville", town, reason, Effect.FLAGGED)

    def _check_point(self, row: Row, point: str | None, code: str) -> bool:
        """Put right or set aside, and tell, a point that is not in the commune of its row; whether the row is kept.

        A table of places does without a point that is wrong. In the others, which are made of points, one that is out
        of its commune stays, and the row of one that is not in France is refused.
        """
        if not self.points or not _has_point(row) or point == code or not self.cog.served(code):
            return True
        longitude, latitude = row["longitude"], row["latitude"]
        right = put_right(self.outlines, code, longitude, latitude)
        if right is not None:
            wrong, row["longitude"], row["latitude"] = right
            reason = f"{wrong}, remises en ordre : le point tombe alors dans {self._name(code)}"
            self._problem(row, "longitude", f"{longitude} {latitude}", reason, Effect.FLAGGED)
            return True
        plausible = in_france(longitude, latitude)
        if plausible and self.addresses and self.outlines.empty:
            reason = (
                "contours des communes non chargés : aucun point n’a été vérifié, les lignes sont comptées dans la "
                "commune de leur code ou de leur adresse"
            )
            self.report(Problem(row["fichier"], 0, "longitude", "", reason, Effect.FLAGGED))
            return True
        apart = self.outlines.kilometres(code, longitude, latitude) if plausible else None
        aside = self.addresses and not (plausible and (apart is None or apart[0] <= NEAR))
        kept = plausible or self.addresses
        out = "hors de la région" if plausible else f"hors de France{_hint(longitude, latitude)}"
        where = f"dans {self._name(point)}" if point else out
        reason = self._counted(f"le point tombe {where}", code)
        reason += f", dont le centre est à {_kilometres(apart[1])}" if apart else ""
        reason += " ; point non repris" if aside else ""
        effect = Effect.FLAGGED if kept else Effect.REFUSED
        self._problem(
            row, "longitude", f"{longitude} {latitude}", reason if kept else f"le point tombe {where}", effect
        )
        if aside:
            row["longitude"] = row["latitude"] = None
        return kept

    def _counted(self, what: str, code: str) -> str:
        return f"{what} : ligne comptée dans {self._name(code)}"

    def _name(self, code: str) -> str:
        return f"{self.cog.communes[code].name} ({code})"

    def _problem(self, row: Row, column: str, value: object, reason: str, effect: Effect) -> None:
        self.report(Problem(row["fichier"], row["ligne"], column, str(value)[:80], reason, effect))


def _hint(longitude: float, latitude: float) -> str:
    """« (longitude et latitude inversées ?) » where another reading of a point gives one in France."""
    return next((f" ({wrong} ?)" for wrong, _, _ in other_readings(longitude, latitude)), "")


def _kilometres(distance: float) -> str:
    """« 0,4 km », « 115 km »."""
    return f"{french.number(distance, 0 if distance >= 10 else 1)} km"
