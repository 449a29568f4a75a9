"""The manifest: a CSV that says which file of a folder is which source, for which period, obtained when.

Columns: source, period, path, date_obtained. Rows with the same source and period are one delivery of several files.
"""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from maillage import sources
from maillage.kernel.errors import DataError, MaillageError, UsageError
from maillage.kernel.period import Period
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
        text = manifest.read_text("utf-8-sig")
    except OSError:
        raise UsageError(
            f"Manifeste {manifest} introuvable. C’est un fichier CSV aux colonnes {', '.join(COLUMNS)} ; "
            "donnez-le avec --manifest."
        ) from None
    except UnicodeDecodeError:
        raise DataError(f"Manifeste {manifest} : enregistrez-le en UTF-8.") from None
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise DataError(
            f"Manifeste {manifest} : colonnes absentes : {', '.join(missing)}. Attendu : {','.join(COLUMNS)}."
        )
    planned: dict[tuple[str, str], list[Incoming]] = {}
    faults = []
    for row in reader:
        try:
            key, incoming = _delivery(row, folder)
        except MaillageError as fault:
            faults.append(f"ligne {reader.line_num} : {fault}")
            continue
        planned.setdefault(key, []).append(incoming)
    if faults:
        raise DataError(f"Manifeste {manifest} :\n  " + "\n  ".join(faults))
    if not planned:
        raise DataError(f"Manifeste {manifest} : il ne nomme aucun fichier.")
    return [Planned(source, period, tuple(files)) for (source, period), files in planned.items()]


def _delivery(row: dict[str, str | None], folder: Path) -> tuple[tuple[str, str], Incoming]:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    if cells["source"] not in sources.catalogue():
        raise UsageError(
            f"source « {cells['source']} » inconnue. Sources connues : {', '.join(sources.catalogue())}."
        )
    period = Period.parse(cells["period"]).code if cells["period"] else ""
    if not cells["path"]:
        raise DataError("colonne path vide : écrivez le chemin du fichier.")
    path = folder / cells["path"]
    if not path.is_file():
        raise DataError(f"fichier « {path} » introuvable.")
    try:
        obtained = date.fromisoformat(cells["date_obtained"]).isoformat()
    except ValueError:
        raise UsageError(f"date_obtained « {cells['date_obtained']} » : écrivez AAAA-MM-JJ.") from None
    return (cells["source"], period), Incoming(path, obtained)
