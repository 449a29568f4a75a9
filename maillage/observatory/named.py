"""Territories of a release by name: those of a level, those that words find, today's commune for one of before."""

import threading
from functools import cached_property
from pathlib import Path

from maillage.kernel.errors import UsageError
from maillage.kernel.territory import LEVELS, Level, Ref, Territory
from maillage.kernel.words import alphabetical, plain_name
from maillage.observatory.sheets import Hit, ReleaseSheet, hint
from maillage.store import search


class Named:
    """The search index of a release."""

    def __init__(self, folder: Path, release: ReleaseSheet) -> None:
        self._release = release
        self._index = search.open_index(folder / "search.sqlite")
        self._turn = threading.Lock()
        self._levels: dict[Level, dict[str, Territory]] = {}

    def close(self) -> None:
        """Let go of the file."""
        self._index.close()

    def level(self, level: Level) -> dict[str, Territory]:
        """The territories of a level by code, by name as a dictionary sorts them; read once a release."""
        territories = self._levels.get(level)
        if territories is None:
            with self._turn:
                rows = self._index.execute("SELECT * FROM territory WHERE level = ?", (level.value,)).fetchall()
            every = sorted(
                map(search.read, rows), key=lambda territory: (alphabetical(territory.name), territory.ref.code)
            )
            territories = self._levels[level] = {territory.ref.code: territory for territory in every}
        return territories

    def territory(self, ref: Ref) -> Territory:
        """A territory of the region served. Raises UsageError, with what to do, for any other."""
        try:
            return self.level(ref.level)[ref.code]
        except KeyError:
            if heirs := self.heirs(ref):
                names = " et ".join(self.territory(heir).name for heir in heirs)
                raise UsageError(
                    f"La commune {ref.code} fait aujourd’hui partie de {names} : "
                    f"demandez {' ou '.join(map(str, heirs))}."
                ) from None
            raise UsageError(
                f"Territoire « {ref.level.label} {ref.code} » inconnu en {self._release.region_name}. "
                "Cherchez-le par son nom ou son code postal."
            ) from None

    def territories(self, level: Level, within: Ref | None = None) -> list[Territory]:
        """The territories of a level, by name; those inside another when `within` is given."""
        every = self.level(level)
        if within is None or within == self._release.region:
            return list(every.values())
        if level is Level.COMMUNE:
            return [commune for commune in every.values() if within in (*commune.parents, *commune.groupings)]
        crossing = (level, within.level) == (Level.EPCI, Level.DEPARTEMENT)
        if crossing or Level.GROUPEMENT in (level, within.level):
            alone = within.level is Level.COMMUNE
            communes = [self.territory(within)] if alone else self.territories(Level.COMMUNE, within)
            inside = {ref for commune in communes for ref in (*commune.parents, *commune.groupings)}
            return [territory for territory in every.values() if territory.ref in inside and territory.ref != within]
        return [territory for territory in every.values() if within in territory.parents]

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The levels that have a territory, from the smallest."""
        return tuple(level for level in LEVELS if self.level(level))

    def heirs(self, ref: Ref) -> list[Ref]:
        """The communes of today that a commune of before became, by code; none for any other territory."""
        if ref.level is not Level.COMMUNE or ref.code in self.level(Level.COMMUNE):
            return []
        with self._turn:
            codes = {former.current for former in search.formerly(self._index, ref.code)}
        return [Ref(Level.COMMUNE, code) for code in sorted(codes)]

    def successor(self, ref: Ref) -> Ref | None:
        """The commune of today that a commune of before leads to: one that was shared out leads nowhere."""
        heirs = self.heirs(ref)
        return heirs[0] if len(heirs) == 1 else None

    def search(self, text: str, limit: int = 8) -> list[Hit]:
        """Territories whose name, code or postcode begins like the words typed, the likeliest first.

        A commune of before leads to today's, and the hint says which it was.
        """
        with self._turn:
            territories = search.find(self._index, text, limit)
            before = search.find_former(self._index, text, limit)
        typed = plain_name(text)
        hits = [Hit(territory, hint(territory)) for territory in territories]
        same = [hit for hit in hits if typed in (plain_name(hit.territory.name), hit.territory.ref.code.lower())]
        for former in before:
            today = self.level(Level.COMMUNE)[former.current]
            was = f"anciennement {former.name}" if former.name else f"ancien code {former.code}"
            hit = Hit(today, f"{hint(today)} · {was}")
            known = [each.territory.ref for each in hits]
            if today.ref not in known:
                hits.insert(len(same) if plain_name(former.name) == typed else len(hits), hit)
            elif plain_name(former.name) == typed and today.name != former.name:
                hits[known.index(today.ref)] = hit
        return hits[:limit]
