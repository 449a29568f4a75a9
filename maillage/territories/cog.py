"""The code officiel géographique of the region served, in memory.

Former codes lead to the current COG through `anciens_codes`, then through the commune a déléguée, an
associée or an arrondissement belongs to. A code that leads to several communes (a merger undone) leads nowhere.
"""

from dataclasses import dataclass, field
from datetime import date

import duckdb

from maillage.kernel.errors import DataError, UsageError
from maillage.kernel.words import plain_name

PARTS = ("commune-deleguee", "commune-associee", "arrondissement-municipal")
FORMER = ("commune-deleguee", "commune-associee", "commune-ancienne")


@dataclass(frozen=True, slots=True)
class Commune:
    """A current commune."""

    code: str
    name: str
    departement: str
    region: str
    population: int | None
    postcodes: tuple[str, ...]
    siren: str


@dataclass(frozen=True, slots=True)
class FormerCommune:
    """A commune that is no longer one, or a name a commune no longer bears, and the current commune it leads to.

    `kind` is `commune-deleguee`, `commune-associee` or `commune-ancienne` (gone, or renamed: `code` may then be that of
    the current commune).
    """

    code: str
    name: str
    kind: str
    current: str


@dataclass(frozen=True, slots=True)
class Grouping:
    """A groupement in force: its nature, its communes of any region, the days its perimeter stands between, and for a
    programme of the State the day its list describes."""

    code: str
    name: str
    nature: str
    communes: frozenset[str]
    valid_from: date | None = None
    valid_until: date | None = None
    listed_on: date | None = None


@dataclass(slots=True)
class Cog:
    """Communes of France by code, former codes, EPCI by member; the region served and its groupements."""

    region: str
    region_name: str
    communes: dict[str, Commune]
    former: dict[str, set[str]]
    epci_of: dict[str, str]
    epci: dict[str, tuple[str, str, int]]
    departements: dict[str, str]
    former_named: dict[str, list[FormerCommune]]
    served_departements: list[str]
    by_postcode: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    """Served communes by postcode, or département, and plain name."""
    postcodes: dict[str, set[str]] = field(default_factory=dict)
    """The regions each postcode serves."""
    groupings: dict[str, Grouping] = field(default_factory=dict)

    def carry(self, code: str) -> tuple[str | None, str]:
        """The current commune a code leads to, and why when it leads to none."""
        if code in self.communes:
            return code, ""
        targets = self.former.get(code, set())
        if len(targets) == 1:
            return next(iter(targets)), ""
        if targets:
            listed = ", ".join(sorted(targets))
            return None, f"commune {code} aujourd’hui partagée entre {listed} : rattachement impossible"
        return None, f"commune {code} inconnue du code officiel géographique, même parmi les anciens codes"

    def served(self, code: str) -> bool:
        """Whether a current commune lies in the region served."""
        return self.communes[code].region == self.region

    def served_communes(self) -> list[Commune]:
        """The communes of the region served, by code."""
        return sorted((c for c in self.communes.values() if c.region == self.region), key=lambda c: c.code)

    def lies_elsewhere(self, code: str) -> bool:
        """Whether a code, even unknown, is written in a known département of another region."""
        departement = code[:3] if code.startswith("97") else code[:2]
        return departement in self.departements and departement not in self.served_departements

    def is_called(self, code: str, town: str) -> bool:
        """Whether a commune goes by this name: its own or the beginning of it, or that of a part of it (déléguée)."""
        wanted = plain_name(town)
        former = self.former_named.get(wanted, [])
        return self.goes_by(code, town) or any(commune.current == code for commune in former)

    def population(self) -> int:
        """Inhabitants of the region served."""
        return sum(commune.population or 0 for commune in self.served_communes())

    def goes_by(self, code: str, town: str) -> bool:
        """Whether a commune is called so today: its own name, or the beginning of it."""
        return f"{plain_name(self.communes[code].name)} ".startswith(f"{plain_name(town)} ")

    def by_address(self, postcode: str, town: str) -> set[str]:
        """The communes that have this postcode and this name (written any way): theirs, else one of before.

        A postcode that no commune has is that of a CEDEX: the name is then looked for in its département.
        """
        wanted = plain_name(town)
        codes = self.by_postcode.get((postcode, wanted), set())
        if not codes and _departement(postcode) in self.served_departements and postcode not in self.postcodes:
            codes = self.by_postcode.get((_departement(postcode), wanted), set())
        return codes or {
            commune.current
            for commune in self.formerly_called(town)
            if postcode in self.communes[commune.current].postcodes
        }

    def posted_here(self, postcode: str) -> bool:
        """Whether letters to this postcode come to the region served."""
        region = self.postcodes.get(postcode)
        return self.region in region if region else _departement(postcode) in self.served_departements

    def posted_elsewhere(self, postcode: str) -> bool:
        """Whether letters to this postcode go to another region, for sure."""
        if not postcode.isdecimal() or len(postcode) != 5 or self.posted_here(postcode):
            return False
        departement = _departement(postcode)
        return postcode in self.postcodes or departement in self.departements or departement == "20"

    def is_address_elsewhere(self, postcode: str, town: str) -> bool:
        """Whether a commune of another region, and none of this one, has this postcode and this name."""
        if not self.posted_elsewhere(postcode) or postcode not in self.postcodes:
            return False
        wanted = plain_name(town)
        return any(
            postcode in commune.postcodes and plain_name(commune.name) == wanted for commune in self.communes.values()
        )

    def formerly_called(self, name: str) -> list[FormerCommune]:
        """The communes of before that bore this name (written any way) and lie in the region served, by code."""
        communes = self.former_named.get(plain_name(name), [])
        return [commune for commune in communes if self.served(commune.current)]

    def former_communes(self) -> list[FormerCommune]:
        """The communes of before that lie in the region served, by code then name."""
        every = (commune for same in self.former_named.values() for commune in same if self.served(commune.current))
        return sorted(every, key=lambda commune: (commune.code, commune.name))


def _departement(postcode: str) -> str:
    """The département a postcode begins with; « 20 » for both of Corsica."""
    return postcode[:3] if postcode.startswith("97") else postcode[:2]


def _former_codes(con: duckdb.DuckDBPyConnection, current: set[str]) -> dict[str, set[str]]:
    former: dict[str, set[str]] = {}
    parts = dict(
        con.execute(
            "SELECT code, rattachement FROM communes WHERE type IN (?, ?, ?) AND rattachement IS NOT NULL", PARTS
        ).fetchall()
    )
    for code, target in parts.items():
        if target in current:
            former.setdefault(code, set()).add(target)
    rows = con.execute("SELECT code, anciens_codes FROM communes WHERE anciens_codes IS NOT NULL").fetchall()
    for code, listed in rows:
        target = code if code in current else parts.get(code)
        for old in listed.split():
            if target in current:
                former.setdefault(old, set()).add(target)
    return former


def _former_named(con: duckdb.DuckDBPyConnection, current: set[str]) -> dict[str, list[FormerCommune]]:
    """The communes of before by plain name, those of one name by code."""
    by_name: dict[str, list[FormerCommune]] = {}
    rows = con.execute(
        "SELECT code, nom, type, rattachement FROM communes WHERE type IN (?, ?, ?) AND rattachement IS NOT NULL "
        "ORDER BY code, type, nom",
        FORMER,
    ).fetchall()
    for code, name, kind, target in rows:
        if target in current:
            by_name.setdefault(plain_name(name), []).append(FormerCommune(code, name, kind, target))
    return by_name


def load_cog(con: duckdb.DuckDBPyConnection, region: str | None) -> Cog:
    """Read the COG from the tables of `con`. `region` None: the only region there is.

    Raises DataError when no commune is loaded, UsageError when the region is unknown or left unsaid among several.
    """
    rows = con.execute(
        "SELECT code, nom, departement, coalesce(region, ''), population, codes_postaux, coalesce(siren, '') "
        "FROM communes WHERE type = 'commune-actuelle'"
    ).fetchall()
    if not rows:
        raise DataError("Aucune commune chargée : chargez d’abord le code officiel géographique (cog_communes).")
    communes = {
        code: Commune(code, name, dep, reg, pop, tuple((posts or "").split()), siren)
        for code, name, dep, reg, pop, posts, siren in rows
    }
    regions = dict(con.execute("SELECT code, nom FROM regions").fetchall())
    inhabited = sorted({commune.region for commune in communes.values() if commune.region})
    if region is None and len(inhabited) == 1:
        region = inhabited[0]
    if region not in inhabited:
        raise UsageError(
            f"Région « {region or ''} » inconnue. Régions du code officiel géographique chargé : "
            + ", ".join(f"{code} {regions.get(code, '')}".strip() for code in inhabited)
            + "."
        )
    members = con.execute("SELECT code, nom, nature, membre FROM epci").fetchall()
    sizes: dict[str, int] = {}
    for code, _, _, _ in members:
        sizes[code] = sizes.get(code, 0) + 1
    cog = Cog(
        region=region,
        region_name=regions.get(region, f"Région {region}"),
        communes=communes,
        former=_former_codes(con, set(communes)),
        epci_of={member: code for code, _, _, member in members},
        epci={code: (name, kind, sizes[code]) for code, name, kind, _ in members},
        departements=dict(con.execute("SELECT code, nom FROM departements").fetchall()),
        former_named=_former_named(con, set(communes)),
        served_departements=sorted({c.departement for c in communes.values() if c.region == region}),
    )
    for commune in communes.values():
        for postcode in commune.postcodes:
            cog.postcodes.setdefault(postcode, set()).add(commune.region)
    for commune in cog.served_communes():
        for posted in (*commune.postcodes, commune.departement):
            cog.by_postcode.setdefault((posted, plain_name(commune.name)), set()).add(commune.code)
    return cog
