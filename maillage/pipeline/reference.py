"""The code officiel géographique shipped with the package, used when no other is handed over."""

import json
from pathlib import Path

from maillage import territories
from maillage.pipeline.archive import Incoming
from maillage.pipeline.manifest import Planned

FOLDER = Path(territories.__file__).parent / "reference"
FILES = {
    "cog_communes": "communes.json.gz",
    "cog_departements": "departements.json.gz",
    "cog_epci": "epci.json.gz",
    "cog_regions": "regions.json.gz",
}


def shipped() -> list[Planned]:
    """The four deliveries of the shipped COG, with the date its package was published and the day we took it."""
    facts = json.loads((FOLDER / "provenance.json").read_text("utf-8"))
    return [
        Planned(
            source,
            facts["period"],
            (Incoming(FOLDER / name, facts["obtained_on"], facts["published_on"], facts["package"]),),
        )
        for source, name in FILES.items()
    ]
