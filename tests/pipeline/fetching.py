"""What the tests of fetch share: a source, a file, quick manners, and how to bring it."""

from pathlib import Path

import pytest

from maillage.kernel.errors import NetworkError
from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.source import Content, DataGouv, Direct, Listing, Source
from maillage.pipeline.fetch import Fetched, fetch
from maillage.pipeline.http import Manners
from tests.pipeline.publisher import Publisher

QUICK = Manners(tries=3, base_delay=0.01, longest_delay=0.5, pause=0, connect_timeout=0.5, read_timeout=0.5)
BODY = b"code_insee;nom\n" + b"".join(b"%05d;Commune\n" % number for number in range(25001, 26000))
V1 = {"ETag": '"v1"', "Last-Modified": "Wed, 02 Sep 2026 10:00:00 GMT"}
V2 = {"ETag": '"v2"', "Last-Modified": "Thu, 03 Sep 2026 10:00:00 GMT"}
COMMUNE = DataGouv("deploiements", r"(\d{4})T(\d)-Commune", r"\1-T\2")
SITES = Listing("", r"(\d{4})_T(\d)_sites_Metropole\.csv", r"\1-T\2")


Step = tuple[str, int, int | None]


class NoFormat:
    def read(self, path: Path) -> Content:
        raise AssertionError("fetch never reads a file")


def source(remote: Direct | Listing | DataGouv | None) -> Source:
    return Source(
        name="essai",
        table="essais",
        title="Données d’essai",
        publisher="Éditeur",
        page="https://exemple.fr/essai",
        licence=LICENCE_OUVERTE_2,
        frequency="trimestrielle",
        format=NoFormat(),
        required=(),
        remote=remote,
    )


def bring(url: str, folder: Path, manners: Manners = QUICK, told: list[Step] | None = None) -> Fetched:
    steps = [] if told is None else told
    remote = source(Direct(url))
    (fetched,) = fetch(remote, (), folder, progress=lambda *step: steps.append(step), manners=manners)
    return fetched


def refusal(url: str, folder: Path, manners: Manners = QUICK) -> str:
    with pytest.raises(NetworkError) as caught:
        bring(url, folder, manners)
    return str(caught.value)


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def ranges_asked(publisher: Publisher) -> list[str | None]:
    return [asked.headers["Range"] for asked in publisher.asked]
