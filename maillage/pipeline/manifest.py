"""The manifest: a CSV that says which file of a folder is which source, for which period, obtained when.

Columns: source, period, path, date_obtained. Rows with the same source and period are one delivery of several files.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from maillage import sources
from maillage.kernel import typed
from maillage.kernel.errors import DataError, MaillageError, UsageError
from maillage.pipeline.archive import Incoming

COLUMNS = ("source", "period", "path", "date_obtained")


@dataclass(frozen=True, slots=True)
class Planned:
    """A delivery to load. `day` (ISO) stands for the period when neither it nor the rows say one."""

    source: str
    period: str
    files: tuple[Incoming, ...]
    day: str = ""


def read_manifest(manifest: Path, folder: Path) -> list[Planned]:
    """The deliveries of a manifest, whose paths are relative to `folder`.

    Raises DataError with every fault found, each with its line.
    """
    try:
        typed_file = typed.read(manifest.read_bytes())
    except OSError:
        raise UsageError(
            f"Manifeste {manifest} introuvable. C’est un fichier CSV aux colonnes {', '.join(COLUMNS)} ; "
            "donnez-le avec --manifest."
        ) from None
    except UsageError as error:
        raise DataError(f"Manifeste {manifest} : {error}.") from None
    missing = [name for name in COLUMNS if name not in typed_file.heads]
    if missing:
        raise DataError(
            f"Manifeste {manifest} : colonnes absentes : {', '.join(missing)}. Attendu : {','.join(COLUMNS)}."
        )
    planned: dict[tuple[str, str], list[Incoming]] = {}
    faults = []
    for line in typed_file.lines:
        try:
            if line.fault:
                raise DataError(f"{line.fault}.")
            key, incoming = _delivery(line.cells, folder)
        except MaillageError as fault:
            faults.append(f"ligne {line.number} : {fault}")
            continue
        planned.setdefault(key, []).append(incoming)
    if faults:
        raise DataError(f"Manifeste {manifest} :\n  " + "\n  ".join(faults))
    if not planned:
        raise DataError(f"Manifeste {manifest} : il ne nomme aucun fichier.")
    return [Planned(source, period, tuple(files)) for (source, period), files in planned.items()]


def _delivery(cells: Mapping[str, str], folder: Path) -> tuple[tuple[str, str], Incoming]:
    if cells["source"] not in sources.catalogue():
        raise UsageError(f"source « {cells['source']} » inconnue. Sources connues : {', '.join(sources.catalogue())}.")
    period = typed.period(cells["period"]).code if cells["period"] else ""
    if not cells["path"]:
        raise DataError("colonne path vide : écrivez le chemin du fichier.")
    path = folder / cells["path"]
    if not path.is_file():
        raise DataError(f"fichier « {path} » introuvable.")
    try:
        obtained = typed.day(cells["date_obtained"]).isoformat()
    except UsageError as error:
        raise UsageError(f"date_obtained « {cells['date_obtained']} » : {error}.") from None
    return (cells["source"], period), Incoming(path, obtained)
