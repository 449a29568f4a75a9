"""Establishments of Sirene with positions (Géo-Sirene): one gzipped CSV by département, some of its columns.

Quirks kept: closed and small establishments among the others, no name for most, partial diffusion, positions that are
only the middle of the commune.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from maillage.simulation.archives import gzipped
from maillage.simulation.equipment import employers
from maillage.simulation.formats import Written
from maillage.simulation.mergers import published_as
from maillage.simulation.world.chance import pick, uniform
from maillage.simulation.world.fibre import quarter_index
from maillage.simulation.world.mobile import degrees
from maillage.simulation.world.model import World

PERIOD, OBTAINED_ON = "2026-06-01", "2026-06-05"
HEADER = (
    "siren,nic,siret,statutDiffusionEtablissement,dateCreationEtablissement,trancheEffectifsEtablissement,"
    "codePostalEtablissement,codeCommuneEtablissement,etatAdministratifEtablissement,enseigne1Etablissement,"
    "denominationUsuelleEtablissement,activitePrincipaleEtablissement,caractereEmployeurEtablissement,longitude,latitude,"
    "geo_score,geo_type\n"
)
SIZES = ("11", "11", "11", "12", "12", "21", "22", "32", "NN", "01")
ACTIVITIES = ("25.62B", "46.69B", "49.41A", "10.71C", "84.11Z", "62.01Z", "47.11D")
KINDS = ("housenumber", "housenumber", "housenumber", "interpolation", "street", "municipality")


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file for each département."""
    cog, lines = world.cog, defaultdict(list)
    towns = published_as(world, quarter_index("2026-T2"))
    for stood in employers(world):
        longitudes, latitudes = degrees(stood.x, stood.y)
        who = (stood.commune, stood.rank)
        draws = {
            name: pick(world.seed, f"employer {name}", len(among), *who).tolist()
            for name, among in (("size", SIZES), ("activity", ACTIVITIES), ("geo", KINDS))
        }
        closed = (uniform(world.seed, "employer closed", *who) < 0.1).tolist()
        partial = (uniform(world.seed, "employer partial", *who) < 0.02).tolist()
        for at, commune in enumerate(towns[stood.commune].tolist()):
            number = f"{999_000_000 - int(stood.commune[at])}{int(stood.rank[at]):05d}"
            named = not partial[at] and at % 4 == 0
            cells = (
                number[:9], number[9:], number, "P" if partial[at] else "O", "2011-03-01",
                SIZES[draws["size"][at]], cog.postcodes[commune], cog.codes[commune], "F" if closed[at] else "A",
                f"ATELIER {at % 97}" if named else "", "", ACTIVITIES[draws["activity"][at]], "O",
                "" if partial[at] else longitudes[at], "" if partial[at] else latitudes[at], "0.85",
                KINDS[draws["geo"][at]],
            )  # fmt: skip
            lines[int(cog.departement[commune])].append(",".join(map(str, cells)) + "\n")
    for rank, departement in enumerate(cog.departements):
        path = folder / f"geo_siret_{departement}.csv.gz"
        with gzipped(path) as out:
            out.write(HEADER.encode())
            out.write("".join(lines[rank]).encode())
        yield Written("sirene_etablissements", PERIOD, path, OBTAINED_ON)
