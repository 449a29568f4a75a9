"""Write a fictional territory: the files of every format, the manifest that names them, and the truth."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

from maillage.kernel.errors import UsageError
from maillage.simulation import (
    truth,
    truth_buildings,
    truth_distances,
    truth_eligibility,
    truth_places,
    truth_planned,
    truth_slips,
)
from maillage.simulation.dirt import Spoilt, spoil
from maillage.simulation.formats import Written, catalogue
from maillage.simulation.world.model import World

MANIFEST = ("source", "period", "path", "date_obtained")
DIRT = ("file", "line", "kind", "effect")


def write_territory(
    folder: Path,
    world: World,
    only: Sequence[str] = (),
    dirt: float = 0.0,
    progress: Callable[[str], None] = lambda label: None,
) -> list[Written]:
    """Write the files in `folder`, `manifest.csv` and `truth/`. `dirt` is the share of rows to spoil.

    Raises UsageError for a format that does not exist or a folder that already holds something else.
    """
    unknown = [name for name in only if name not in catalogue()]
    if unknown:
        raise UsageError(f"Format « {unknown[0]} » inconnu. Formats : {', '.join(catalogue())}.")
    if folder.exists() and any(folder.iterdir()) and not (folder / "manifest.csv").is_file():
        raise UsageError(f"{folder} contient déjà autre chose qu’un territoire simulé. Donnez un dossier vide.")
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Written] = []
    spoilt: list[Spoilt] = []
    for name, module in catalogue().items():
        if only and name not in only:
            continue
        progress(name)
        for file in module.write(world, folder):
            spoilt += spoil(file.source, file.path, dirt, world.seed)
            written.append(file)
    _write_csv(folder / "manifest.csv", MANIFEST, [_manifest_row(file, folder) for file in written])
    progress("truth")
    place = folder / "truth"
    place.mkdir(exist_ok=True)
    if not only:
        truth.write_truth(world, place)
        truth_places.write_truth(world, place)
        truth_buildings.write_truth(world, place)
        truth_eligibility.write_truth(world, place)
        truth_distances.write_truth(world, place)
        truth_planned.write_truth(world, place)
        truth_slips.write_truth(world, place)
    _write_csv(place / "dirt.csv", DIRT, [(s.file, s.line, s.kind, s.effect) for s in spoilt])
    return written


def _manifest_row(file: Written, folder: Path) -> tuple[str, str, str, str]:
    return file.source, file.period, file.path.relative_to(folder).as_posix(), file.obtained_on


def _write_csv(path: Path, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with open(path, "w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)
