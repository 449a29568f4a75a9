"""The files of deposits, under `MAILLAGE_HOME/deposits/<source>/<number>/`: received whole or not at all, then bounded.

What is not published is erased after thirty days; of what is, the last files of each source are kept.
"""

import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from maillage.directory.deposits.models import UNDER_WAY, Deposit, State
from maillage.directory.jobs.files import refusal
from maillage.directory.uploads.door import DATA
from maillage.kernel.errors import UsageError
from maillage.kernel.french import size

HEAVIEST = DATA.heaviest
"""Bytes of a file."""
VERSIONS = 12
"""Published files kept of each source, the last ones."""
WAITING = timedelta(days=30)


def receive(source: str, blocks: Iterable[bytes]) -> tuple[Path, int, str]:
    """The bytes of a file, aside: where, how many, their SHA-256. Raises UsageError: too heavy, or the disk refuses."""
    folder = Path(settings.MAILLAGE_HOME) / "deposits" / source
    digest, length = sha256(), 0
    path = folder / f".{uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            for block in blocks:
                length += len(block)
                if length > HEAVIEST:
                    raise UsageError(f"Ce fichier est trop lourd : {size(HEAVIEST)} au plus.")
                digest.update(block)
                out.write(block)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise refusal(error) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path, length, digest.hexdigest()


def settle(deposit: Deposit, received: Path) -> None:
    """Put what was received in its place."""
    deposit.folder.mkdir(parents=True)
    received.rename(deposit.path)


def purge() -> None:
    """Erase the files that are no longer kept; their rows stay."""
    old = Deposit.objects.exclude(state__in=(*UNDER_WAY, State.PUBLISHED))
    for deposit in old.filter(given_at__lt=timezone.now() - WAITING):
        erase(deposit)
    for source in Deposit.objects.filter(state=State.PUBLISHED).values_list("source", flat=True).distinct().order_by():
        for deposit in Deposit.objects.filter(state=State.PUBLISHED, source=source)[VERSIONS:]:
            erase(deposit)


def erase(deposit: Deposit) -> None:
    """Take away the file of a deposit and its report."""
    if deposit.pk:
        with suppress(OSError):
            shutil.rmtree(deposit.folder)
