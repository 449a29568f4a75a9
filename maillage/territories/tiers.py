"""The territories of the region served, from communes to the region, and what belongs to each."""

from maillage.kernel.territory import Level, Ref, Territory
from maillage.territories.cog import Cog, Commune, Grouping

KINDS = {
    "CC": "Communauté de communes",
    "CA": "Communauté d’agglomération",
    "CU": "Communauté urbaine",
    "METRO": "Métropole",
    "MET69": "Métropole de Lyon",
}
GROUPINGS = {
    "syndicat": "Syndicat",
    "pôle métropolitain": "Pôle métropolitain",
    "programme de l’État": "Programme de l’État",
    "autre": "Autre groupement",
}


def membership(cog: Cog) -> list[tuple[str, str, str]]:
    """Every (commune, level, code of the territory it belongs to) of the region served, itself included."""
    rows: list[tuple[str, str, str]] = []
    for commune in cog.served_communes():
        rows.append((commune.code, Level.COMMUNE, commune.code))
        if commune.code in cog.epci_of:
            rows.append((commune.code, Level.EPCI, cog.epci_of[commune.code]))
        rows.append((commune.code, Level.DEPARTEMENT, commune.departement))
        rows.append((commune.code, Level.REGION, cog.region))
    for grouping in cog.groupings.values():
        rows += [(code, Level.GROUPEMENT, grouping.code) for code in _inside(cog, grouping)]
    return rows


def territories(cog: Cog) -> list[Territory]:
    """Every territory of the region served, from communes to the region."""
    region = Ref(Level.REGION, cog.region)
    inside: dict[Ref, list[Commune]] = {}
    for commune in cog.served_communes():
        for level, code in _above(cog, commune):
            inside.setdefault(Ref(level, code), []).append(commune)
    grouped: dict[str, list[Ref]] = {}
    for grouping in sorted(cog.groupings.values(), key=lambda grouping: grouping.code):
        for code in _inside(cog, grouping):
            grouped.setdefault(code, []).append(Ref(Level.GROUPEMENT, grouping.code))
    listed = []
    for commune in cog.served_communes():
        parents = tuple(Ref(level, code) for level, code in _above(cog, commune))
        ref = Ref(Level.COMMUNE, commune.code)
        mine = tuple(grouped.get(commune.code, ()))
        listed.append(
            Territory(
                ref, commune.name, "Commune", commune.population, commune.postcodes, 1, 1, parents, groupings=mine
            )
        )
    for ref, members in sorted(inside.items()):
        name, kind, whole = _named(cog, ref, len(members))
        population = sum(member.population or 0 for member in members)
        parents = () if ref == region else (region,)
        listed.append(Territory(ref, name, kind, population, (), len(members), whole, parents))
    listed += [_grouping(cog, grouping) for _, grouping in sorted(cog.groupings.items())]
    return listed


def _inside(cog: Cog, grouping: Grouping) -> list[str]:
    """The communes of a groupement that lie in the region served, by code."""
    return sorted(code for code in grouping.communes if cog.served(code))


def _grouping(cog: Cog, grouping: Grouping) -> Territory:
    """A groupement as a territory. Its only parent is the region: it may cross EPCI and départements."""
    members = _inside(cog, grouping)
    return Territory(
        ref=Ref(Level.GROUPEMENT, grouping.code),
        name=grouping.name,
        kind=GROUPINGS.get(grouping.nature, grouping.nature),
        population=sum(cog.communes[code].population or 0 for code in members),
        postcodes=(),
        communes=len(members),
        communes_whole=len(grouping.communes),
        parents=(Ref(Level.REGION, cog.region),),
        valid_from=grouping.valid_from,
        valid_until=grouping.valid_until,
        listed_on=grouping.listed_on,
    )


def _above(cog: Cog, commune: Commune) -> list[tuple[Level, str]]:
    epci = cog.epci_of.get(commune.code)
    levels = [(Level.EPCI, epci)] if epci else []
    return [*levels, (Level.DEPARTEMENT, commune.departement), (Level.REGION, cog.region)]


def _named(cog: Cog, ref: Ref, inside: int) -> tuple[str, str, int]:
    if ref.level is Level.EPCI:
        name, kind, whole = cog.epci[ref.code]
        return name, KINDS.get(kind, kind), whole
    if ref.level is Level.DEPARTEMENT:
        return cog.departements.get(ref.code, f"Département {ref.code}"), "Département", inside
    return cog.region_name, "Région", inside
