"""The code officiel géographique shipped with the package, used when no other is handed over."""

import json
from pathlib import Path

from maillage import territories
from maillage.pipeline.archive import Incoming
from maillage.pipeline.manifest import Planned

FOLDER = Path(territories.__file__).parent / "reference"
FILES = {
    "cog_communes": ("communes.json.gz", "former.json.gz"),
    "cog_departements": ("departements.json.gz",),
    "cog_epci": ("epci.json.gz",),
    "cog_regions": ("regions.json.gz",),
}


def shipped() -> list[Planned]:
    """The four deliveries of the shipped COG, with the date its files were published and the day we took them."""
    facts = json.loads((FOLDER / "provenance.json").read_text("utf-8"))

    def incoming(name: str) -> Incoming:
        come = facts.get(name, facts)
        return Incoming(FOLDER / name, come["obtained_on"], come["published_on"], come["package"])

    return [
        Planned(source, facts["period"], tuple(incoming(name) for name in names)) for source, names in FILES.items()
    ]
