"""Rebuild the code officiel géographique shipped with Maillage, from the npm package @etalab/decoupage-administratif.

Run it once a year, when INSEE's new COG is out:  python scripts/refresh_reference.py 6.0.0 2026
It needs npm. It keeps the package's own files, in their own format, compressed without a date so that
the same version always gives the same bytes.
"""

import argparse
import gzip
import json
import subprocess
import tarfile
import tempfile
from datetime import date
from pathlib import Path

PACKAGE = "@etalab/decoupage-administratif"
FOLDER = Path(__file__).parent.parent / "maillage" / "territories" / "reference"
FILES = ("communes", "departements", "epci", "regions")


def main() -> None:
    """Fetch one version and write the reference files and where they come from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version", help="version of the npm package, e.g. 6.0.0")
    parser.add_argument("year", help="year of the COG it holds, e.g. 2026")
    options = parser.parse_args()
    facts = json.loads(npm("view", f"{PACKAGE}@{options.version}", "time", "dist.integrity", "--json"))
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        packed = npm("pack", f"{PACKAGE}@{options.version}", "--silent", "--pack-destination", place).strip()
        with tarfile.open(Path(place) / packed.splitlines()[-1]) as archive:
            for name in FILES:
                member = archive.extractfile(f"package/data/{name}.json")
                assert member is not None, f"{name}.json is not in the package"
                with open(FOLDER / f"{name}.json.gz", "wb") as out:
                    out.write(gzip.compress(member.read(), 9, mtime=0))
    provenance = {
        "package": f"npm:{PACKAGE}@{options.version}",
        "integrity": facts["dist.integrity"],
        "period": options.year,
        "published_on": facts["time"][options.version][:10],
        "obtained_on": date.today().isoformat(),
        "licence": "Licence Ouverte 2.0 (INSEE, DGCL), code MIT",
    }
    (FOLDER / "provenance.json").write_text(
        json.dumps(provenance, indent=1, ensure_ascii=False) + "\n", "utf-8"
    )


def npm(*arguments: str) -> str:
    """What an npm command prints."""
    return subprocess.run(["npm", *arguments], check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
