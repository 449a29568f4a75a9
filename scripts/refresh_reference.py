"""Rebuild the code officiel géographique shipped with Maillage, from the npm package @etalab/decoupage-administratif.

Run it once a year, when INSEE's new COG is out:  python scripts/refresh_reference.py 6.0.0 2026
It needs npm. It keeps the package's own files, in their own format, compressed without a date so that
the same version always gives the same bytes.

The names of before are drawn from INSEE's list of movements, handed over with where it comes from and its day:
python scripts/refresh_reference.py former v_mvtcommune.csv "INSEE, mouvements des communes, COG 2024" 2024-01-01
"""

import argparse
import csv
import gzip
import json
import subprocess
import tarfile
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from maillage.territories.cog import plain_name

PACKAGE = "@etalab/decoupage-administratif"
FOLDER = Path(__file__).parent.parent / "maillage" / "territories" / "reference"
FILES = ("communes", "departements", "epci", "regions")
PROVENANCE = FOLDER / "provenance.json"
LOSING = {"10", "20", "30", "31", "32", "33", "34", "41", "50"}
"""INSEE's codes of the movements after which a name or a code is no longer borne."""


def main() -> None:
    """Fetch one version, or read the movements, and write the reference files and where they come from."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="+", help="VERSION YEAR, or: former FILE ORIGIN DAY")
    what = parser.parse_args().what
    if what[0] == "former":
        _, file, origin, day = what
        former(Path(file), origin, day)
    else:
        version, year = what
        fetch(version, year)


def fetch(version: str, year: str) -> None:
    """Write the files of one version of the package (e.g. 6.0.0), which holds the COG of a year (e.g. 2026)."""
    facts = json.loads(npm("view", f"{PACKAGE}@{version}", "time", "dist.integrity", "--json"))
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        packed = npm("pack", f"{PACKAGE}@{version}", "--silent", "--pack-destination", place).strip()
        with tarfile.open(Path(place) / packed.splitlines()[-1]) as archive:
            for name in FILES:
                member = archive.extractfile(f"package/data/{name}.json")
                assert member is not None, f"{name}.json is not in the package"
                with open(FOLDER / f"{name}.json.gz", "wb") as out:
                    out.write(gzip.compress(member.read(), 9, mtime=0))
    provenance = {
        **_provenance(),
        "package": f"npm:{PACKAGE}@{version}",
        "integrity": facts["dist.integrity"],
        "period": year,
        "published_on": facts["time"][version][:10],
        "obtained_on": date.today().isoformat(),
        "licence": "Licence Ouverte 2.0 (INSEE, DGCL), code MIT",
    }
    _keep(provenance)


def former(file: Path, origin: str, day: str) -> None:
    """Write the communes that are gone and the names no longer borne, as records of the package's own form."""
    communes = json.loads(gzip.decompress((FOLDER / "communes.json.gz").read_bytes()))
    with file.open(encoding="utf-8-sig", newline="") as lines:
        movements = list(csv.DictReader(lines))
    records = former_names(communes, movements)
    packed = json.dumps(records, ensure_ascii=False, separators=(",", ":")).encode()
    (FOLDER / "former.json.gz").write_bytes(gzip.compress(packed, 9, mtime=0))
    facts = {"package": origin, "published_on": day, "obtained_on": date.today().isoformat()}
    _keep(_provenance() | {"former.json.gz": facts | {"licence": "Licence Ouverte 2.0 (INSEE)"}})


def former_names(communes: list[dict[str, Any]], movements: list[dict[str, str]]) -> list[dict[str, str | None]]:
    """The last name of each code, when it leads to one current commune that bears it no more, nor any part of it."""
    current = {one["code"]: one for one in communes if one["type"] == "commune-actuelle"}
    leads: dict[str, set[str]] = {}
    borne: dict[str, set[str]] = {code: {plain_name(one["nom"])} for code, one in current.items()}
    for one in communes:
        for old in one.get("anciensCodes", ()) if one["code"] in current else ():
            leads.setdefault(old, set()).add(one["code"])
        if "chefLieu" in one and one["chefLieu"] in current:
            borne[one["chefLieu"]].add(plain_name(one["nom"]))
            leads.setdefault(one["code"], set()).add(one["chefLieu"])
    found: dict[tuple[str, str], set[str]] = {}
    last: dict[str, str] = {}
    for move in sorted(movements, key=lambda one: one["DATE_EFF"]):
        before, after, name = move["COM_AV"], move["COM_AP"], move["LIBELLE_AV"]
        if move["MOD"] not in LOSING or {move["TYPECOM_AV"], move["TYPECOM_AP"]} != {"COM"}:
            continue
        for target in {after} if after in current else leads.get(after, set()):
            if (before not in current or before == target) and plain_name(name) not in borne[target]:
                found.setdefault((before, name), set()).add(target)
                last[before] = name
    return [
        {
            "code": code,
            "nom": name,
            "type": "commune-ancienne",
            "departement": current[target]["departement"],
            "region": current[target].get("region"),
            "chefLieu": target,
        }
        for (code, name), targets in sorted(found.items())
        if len(targets) == 1 and last[code] == name
        for target in targets
    ]


def _provenance() -> dict[str, Any]:
    known: dict[str, Any] = json.loads(PROVENANCE.read_text("utf-8")) if PROVENANCE.exists() else {}
    return known


def _keep(provenance: dict[str, Any]) -> None:
    PROVENANCE.write_text(json.dumps(provenance, indent=1, ensure_ascii=False) + "\n", "utf-8")


def npm(*arguments: str) -> str:
    """What an npm command prints."""
    return subprocess.run(["npm", *arguments], check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
