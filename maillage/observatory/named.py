"""Territories of a release by name: those of a level, those that words find, today's commune for one of before."""

import threading
from pathlib import Path

from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.words import alphabetical
from maillage.observatory.sheets import Hit, hint
from maillage.store import search
from maillage.territories.cog import plain_name


class Named:
    """The search index of a release."""

    def __init__(self, folder: Path) -> None:
        self._index = search.open_index(folder / "search.sqlite")
        self._turn = threading.Lock()
        self._levels: dict[Level, dict[str, Territory]] = {}

    def close(self) -> None:
        """Let go of the file."""
        self._index.close()

    def level(self, level: Level) -> dict[str, Territory]:
        """The territories of a level by code, by name as a dictionary sorts them; read once a release."""
        found = self._levels.get(level)
        if found is None:
            with self._turn:
                rows = self._index.execute(
                    "SELECT * FROM territory WHERE level = ?", (level.value,)
                ).fetchall()
            every = sorted(map(search.read, rows), key=lambda one: (alphabetical(one.name), one.ref.code))
            found = self._levels[level] = {one.ref.code: one for one in every}
        return found

    def heirs(self, ref: Ref) -> list[Ref]:
        """The communes of today that a commune of before became, by code; none for any other territory."""
        if ref.level is not Level.COMMUNE or ref.code in self.level(Level.COMMUNE):
            return []
        with self._turn:
            found = {one.current for one in search.formerly(self._index, ref.code)}
        return [Ref(Level.COMMUNE, code) for code in sorted(found)]

    def successor(self, ref: Ref) -> Ref | None:
        """The commune of today that a commune of before leads to: one that was shared out leads nowhere."""
        found = self.heirs(ref)
        return found[0] if len(found) == 1 else None

    def search(self, text: str, limit: int = 8) -> list[Hit]:
        """Territories whose name, code or postcode begins like the words typed, the likeliest first.

        A commune of before leads to today's, and the hint says which it was.
        """
        with self._turn:
            found = search.find(self._index, text, limit)
            before = search.find_former(self._index, text, limit)
        typed = plain_name(text)
        hits = [Hit(one, hint(one)) for one in found]
        same = [
            one for one in hits if typed in (plain_name(one.territory.name), one.territory.ref.code.lower())
        ]
        for one in before:
            today = self.level(Level.COMMUNE)[one.current]
            was = f"anciennement {one.name}" if one.name else f"ancien code {one.code}"
            hit = Hit(today, f"{hint(today)} · {was}")
            known = [each.territory.ref for each in hits]
            if today.ref not in known:
                hits.insert(len(same) if plain_name(one.name) == typed else len(hits), hit)
            elif plain_name(one.name) == typed and today.name != one.name:
                hits[known.index(today.ref)] = hit
        return hits[:limit]
