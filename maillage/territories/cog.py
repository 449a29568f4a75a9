"""The code officiel géographique of the region served, in memory.

Former codes lead to the current COG through `anciens_codes`, then through the commune a déléguée, an
associée or an arrondissement belongs to. A code that leads to several communes (a merger undone) leads nowhere.
"""

from dataclasses import dataclass, field
from datetime import date

import duckdb

from maillage.kernel.errors import DataError, UsageError
from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.words import words

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
    """A groupement in force: its nature, its communes of any region, and the days its perimeter stands between."""

    code: str
    name: str
    nature: str
    communes: frozenset[str]
    valid_from: date
    valid_until: date | None


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
    groupings: dict[str, Grouping] = field(default_factory=dict)

    def carry(self, code: str) -> tuple[str | None, str]:
        """The current commune a code leads to, and why when it leads to none."""
        if code in self.communes:
            return code, ""
        found = self.former.get(code, set())
        if len(found) == 1:
            return next(iter(found)), ""
        if found:
            listed = ", ".join(sorted(found))
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
        own = plain_name(self.communes[code].name)
        return f"{own} ".startswith(f"{wanted} ") or any(
            one.current == code for one in self.former_named.get(wanted, [])
        )

    def population(self) -> int:
        """Inhabitants of the region served."""
        return sum(commune.population or 0 for commune in self.served_communes())

    def by_address(self, postcode: str, town: str) -> set[str]:
        """The communes that have this postcode and this name (written any way): theirs, else one of before."""
        found = self.by_postcode.get((postcode, plain_name(town)), set())
        return found or {
            one.current
            for one in self.formerly_called(town)
            if postcode in self.communes[one.current].postcodes
        }

    def formerly_called(self, name: str) -> list[FormerCommune]:
        """The communes of before that bore this name (written any way) and lie in the region served, by code."""
        found = self.former_named.get(plain_name(name), [])
        return [one for one in found if self.served(one.current)]

    def former_communes(self) -> list[FormerCommune]:
        """The communes of before that lie in the region served, by code then name."""
        every = (one for same in self.former_named.values() for one in same if self.served(one.current))
        return sorted(every, key=lambda one: (one.code, one.name))


def plain_name(text: str) -> str:
    """A place name without case, accents, hyphens, articles' apostrophes or CEDEX: « L'Île-d'Aix » → `l ile d aix`."""
    kept = words(text)
    return " ".join(kept[: kept.index("cedex")] if "cedex" in kept else kept)


def _former_codes(con: duckdb.DuckDBPyConnection, current: set[str]) -> dict[str, set[str]]:
    former: dict[str, set[str]] = {}
    parts = dict(
        con.execute(
            "SELECT code, rattachement FROM communes WHERE type IN (?, ?, ?) AND rattachement IS NOT NULL",
            PARTS,
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
    found: dict[str, list[FormerCommune]] = {}
    rows = con.execute(
        "SELECT code, nom, type, rattachement FROM communes WHERE type IN (?, ?, ?) AND rattachement IS NOT NULL "
        "ORDER BY code, type, nom",
        FORMER,
    ).fetchall()
    for code, name, kind, target in rows:
        if target in current:
            found.setdefault(plain_name(name), []).append(FormerCommune(code, name, kind, target))
    return found


def load_cog(con: duckdb.DuckDBPyConnection, region: str | None) -> Cog:
    """Read the COG from the tables of `con`. `region` None: the only region there is.

    Raises DataError when no commune is loaded, UsageError when the region is unknown or left unsaid among several.
    """
    rows = con.execute(
        "SELECT code, nom, departement, coalesce(region, ''), population, codes_postaux, coalesce(siren, '') "
        "FROM communes WHERE type = 'commune-actuelle'"
    ).fetchall()
    if not rows:
        raise DataError(
            "Aucune commune chargée : chargez d’abord le code officiel géographique (cog_communes)."
        )
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
    for commune in cog.served_communes():
        for postcode in commune.postcodes:
            cog.by_postcode.setdefault((postcode, plain_name(commune.name)), set()).add(commune.code)
    return cog


def membership(cog: Cog) -> list[tuple[str, str, str]]:
    """Every (commune, level, code of the territory it belongs to) of the region served, itself included."""
    found: list[tuple[str, str, str]] = []
    for commune in cog.served_communes():
        found.append((commune.code, Level.COMMUNE, commune.code))
        if commune.code in cog.epci_of:
            found.append((commune.code, Level.EPCI, cog.epci_of[commune.code]))
        found.append((commune.code, Level.DEPARTEMENT, commune.departement))
        found.append((commune.code, Level.REGION, cog.region))
    for grouping in cog.groupings.values():
        found += [(code, Level.GROUPEMENT, grouping.code) for code in _inside(cog, grouping)]
    return found


def _inside(cog: Cog, grouping: Grouping) -> list[str]:
    """The communes of a groupement that lie in the region served, by code."""
    return sorted(code for code in grouping.communes if cog.served(code))


def territories(cog: Cog) -> list[Territory]:
    """Every territory of the region served, from communes to the region."""
    region = Ref(Level.REGION, cog.region)
    inside: dict[Ref, list[Commune]] = {}
    for commune in cog.served_communes():
        for level, code in _above(cog, commune):
            inside.setdefault(Ref(level, code), []).append(commune)
    grouped: dict[str, list[Ref]] = {}
    for grouping in sorted(cog.groupings.values(), key=lambda one: one.code):
        for code in _inside(cog, grouping):
            grouped.setdefault(code, []).append(Ref(Level.GROUPEMENT, grouping.code))
    found = []
    for commune in cog.served_communes():
        parents = tuple(Ref(level, code) for level, code in _above(cog, commune))
        ref = Ref(Level.COMMUNE, commune.code)
        mine = tuple(grouped.get(commune.code, ()))
        found.append(
            Territory(
                ref,
                commune.name,
                "Commune",
                commune.population,
                commune.postcodes,
                1,
                1,
                parents,
                groupings=mine,
            )
        )
    for ref, members in sorted(inside.items()):
        name, kind, whole = _named(cog, ref, len(members))
        population = sum(member.population or 0 for member in members)
        parents = () if ref == region else (region,)
        found.append(Territory(ref, name, kind, population, (), len(members), whole, parents))
    found += [_grouping(cog, one) for _, one in sorted(cog.groupings.items())]
    return found


def _grouping(cog: Cog, grouping: Grouping) -> Territory:
    """A groupement as a territory. Its only parent is the region: it may cross EPCI and départements."""
    members = _inside(cog, grouping)
    return Territory(
        ref=Ref(Level.GROUPEMENT, grouping.code),
        name=grouping.name,
        kind=_GROUPINGS.get(grouping.nature, grouping.nature),
        population=sum(cog.communes[code].population or 0 for code in members),
        postcodes=(),
        communes=len(members),
        communes_whole=len(grouping.communes),
        parents=(Ref(Level.REGION, cog.region),),
        valid_from=grouping.valid_from,
        valid_until=grouping.valid_until,
    )


def _above(cog: Cog, commune: Commune) -> list[tuple[Level, str]]:
    epci = cog.epci_of.get(commune.code)
    levels = [(Level.EPCI, epci)] if epci else []
    return [*levels, (Level.DEPARTEMENT, commune.departement), (Level.REGION, cog.region)]


_KINDS = {
    "CC": "Communauté de communes",
    "CA": "Communauté d’agglomération",
    "CU": "Communauté urbaine",
    "METRO": "Métropole",
    "MET69": "Métropole de Lyon",
}

_GROUPINGS = {
    "syndicat": "Syndicat",
    "pôle métropolitain": "Pôle métropolitain",
    "autre": "Autre groupement",
}


def _named(cog: Cog, ref: Ref, inside: int) -> tuple[str, str, int]:
    if ref.level is Level.EPCI:
        name, kind, whole = cog.epci[ref.code]
        return name, _KINDS.get(kind, kind), whole
    if ref.level is Level.DEPARTEMENT:
        return cog.departements.get(ref.code, f"Département {ref.code}"), "Département", inside
    return cog.region_name, "Région", inside
