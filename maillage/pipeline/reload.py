"""Load deliveries again, from the archive, when the corrections of their source are not those they were loaded with."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from maillage import sources
from maillage.kernel.errors import DataError
from maillage.kernel.period import Period
from maillage.pipeline.archive import Incoming
from maillage.pipeline.ground import FIRST
from maillage.pipeline.load import load
from maillage.store.home import Home, fresh_folder
from maillage.store.receipt import ArchivedFile, Receipt, all_receipts


def reload_corrected(home: Home, region: str | None, progress: Callable[[str], None]) -> None:
    """Load again each delivery whose corrections changed. Raises DataError at the first that cannot be."""
    digests = _digests(home)
    changed = [receipt for receipt in all_receipts(home) if receipt.corrections != digests.get(receipt.source, "")]
    changed.sort(key=lambda receipt: FIRST.index(receipt.table) if receipt.table in FIRST else len(FIRST))
    for receipt in changed:
        source = sources.catalogue()[receipt.source].SOURCE
        progress(f"corrections : {source.title}, {Period.parse(receipt.period).label}")
        aside = fresh_folder(home.root / "reload")
        try:
            files = [_incoming(home, receipt, file, aside / str(rank)) for rank, file in enumerate(receipt.files)]
            load(home, receipt.source, files, receipt.period, region, accept_fewer=True)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def _digests(home: Home) -> dict[str, str]:
    """The SHA-256 of each file of corrections. Raises DataError for a file that is named after no source."""
    digests = {}
    for path in sorted(home.corrections.glob("*.csv")):
        module = sources.catalogue().get(path.stem)
        if module is None:
            raise DataError(
                f"corrections/{path.name} : aucune source ne s’appelle « {path.stem} ». Donnez au fichier le nom "
                "d’une source (« maillage sources » les liste). Rien n’a été calculé, les données d’avant restent."
            )
        digests[path.stem] = hashlib.sha256(path.read_bytes()).hexdigest()
    return digests


def _incoming(home: Home, receipt: Receipt, file: ArchivedFile, place: Path) -> Incoming:
    """An archived file under the name it came with."""
    archived = home.root / file.archive
    if not archived.is_file():
        raise DataError(
            f"corrections/{receipt.source}.csv a changé, mais {file.archive} manque : impossible d’appliquer les "
            f"corrections à la livraison {receipt.period}. Rechargez-la avec « maillage load {receipt.source} »."
        )
    place.mkdir()
    (place / file.name).symlink_to(archived.resolve())
    return Incoming(
        path=place / file.name,
        obtained_on=file.obtained_on,
        published_on=file.published_on,
        url=file.url,
        resolved_url=file.resolved_url,
        etag=file.etag,
        last_modified=file.last_modified,
    )
