"""Bringing the files of a source from its publisher: which ones, from where, and where they land.

A file is complete under its name, or it is `<key>.part`: never half a file under its final name.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from maillage.kernel.errors import MaillageError, NetworkError
from maillage.kernel.source import Source
from maillage.pipeline.fetch_where import DATA_GOUV, Target, targets, typeset
from maillage.pipeline.http import POLITE, Answer, Client, Failure, Manners, Passing, http_day, megabytes, safe_name

_VARIABLE = "MAILLAGE_URL_"
_STRONG_ETAG = re.compile(r'"[^"]*"')
_WEB_PAGE = (b"<!doctype html", b"<html")
_NO_ADDRESS: Mapping[str, str] = MappingProxyType({})

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file brought. `etag` and `last_modified` are as sent, empty when absent.

    `published_on` comes from Last-Modified, or else from the catalogue. `period` is a period code read in
    the title or the name of the file, None when they do not say.
    """

    path: Path
    url: str
    resolved_url: str
    etag: str
    last_modified: str
    published_on: date | None
    sha256: str
    size: int
    period: str | None


@dataclass(frozen=True, slots=True)
class _Trace:
    """What is remembered beside a file, to resume it or reuse it. `sha256` is empty until it is complete."""

    url: str
    resolved_url: str
    etag: str
    last_modified: str
    name: str
    sha256: str = ""
    size: int = 0

    @property
    def validator(self) -> str:
        """What proves that bytes to come continue those received: a strong ETag, or a date, or nothing."""
        return self.etag if _STRONG_ETAG.fullmatch(self.etag) else self.last_modified


def addresses_from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """`MAILLAGE_URL_<SOURCE>` → {source: address}, `MAILLAGE_URL_DATA_GOUV` → {"data.gouv.fr": base}."""
    addresses = {
        name.removeprefix(_VARIABLE).lower(): value.strip()
        for name, value in environ.items()
        if name.startswith(_VARIABLE) and value.strip()
    }
    if base := addresses.pop("data_gouv", ""):
        addresses[DATA_GOUV] = base
    return addresses


def fetch(
    source: Source,
    departements: Sequence[str],
    folder: Path,
    addresses: Mapping[str, str] = _NO_ADDRESS,
    progress: Progress | None = None,
    *,
    manners: Manners = POLITE,
) -> list[Fetched]:
    """Bring the newest files of a source: one, or one for each département.

    `folder` is this source's own: two sources may publish files of the same name. What is there is reused
    when the publisher says that it has not changed, and resumed when it was cut.
    `addresses` gives other addresses by source name, and the base of the API under `data.gouv.fr`: a
    file, or for a Listing also an index when it ends with `/` or `.html`.
    `progress` receives the file's name, the bytes received and the total, None when unknown.

    Raises UsageError when the source has no address, NetworkError when the publisher does not answer as
    documented, MaillageError when the disk refuses the file.
    """
    with Client(manners) as client:
        try:
            return [
                _bring(client, target, folder, progress or _silent)
                for target in targets(client, source, departements, addresses)
            ]
        except Failure as failure:
            raise NetworkError(_explained(source, failure)) from failure
        except OSError as error:
            reason = f"{error.strerror or error} ({error.filename or folder})"
            raise MaillageError(typeset(f"« {source.title} » : écriture impossible, {reason}.")) from error


def _bring(client: Client, target: Target, folder: Path, progress: Progress) -> Fetched:
    folder.mkdir(parents=True, exist_ok=True)
    place = _Place(folder, target)
    trace = client.persist(lambda: place.receive(client, progress))
    return Fetched(
        path=folder / trace.name,
        url=trace.url,
        resolved_url=trace.resolved_url,
        etag=trace.etag,
        last_modified=trace.last_modified,
        published_on=http_day(trace.last_modified) or target.published_on,
        sha256=trace.sha256,
        size=trace.size,
        period=target.period.code if target.period else None,
    )


class _Place:
    """Where an address lands: `<key>.part` and `<key>.fetch.json`, then the file under its final name."""

    def __init__(self, folder: Path, target: Target) -> None:
        self.folder = folder
        self.target = target
        self.part = folder / f"{target.key}.part"
        self.memo = folder / f"{target.key}.fetch.json"

    def receive(self, client: Client, progress: Progress) -> _Trace:
        """One try: reuse the file, resume it, or bring it whole. Raises Failure."""
        kept = self._recall()
        offset = self._received() if kept and not kept.sha256 and kept.validator else 0
        answer = client.ask(self.target.url, _conditions(kept, offset))
        with closing(answer.response):
            if kept and kept.sha256 and _unchanged(kept, answer):
                progress(kept.name, kept.size, kept.size)
                return kept
            status = answer.response.status
            if status == 416 or (status == 206 and not _continues(kept, offset, answer)):
                self._restart()
                raise Passing(answer.where, "le fichier change pendant qu’on le télécharge", wait=0)
            answer.accept(200, 206)
            trace = self._described(answer)
            if status == 200:
                offset = 0
                self._restart()
                self._remember(trace)
            self._append(answer, trace.name, offset, client.manners.largest_file, progress)
        return self._finish(trace, answer)

    def _described(self, answer: Answer) -> _Trace:
        name = self.target.name(answer)
        packing = answer.header("Content-Encoding").lower() or "identity"
        if packing != "identity" and not name.lower().endswith((".gz", ".tgz")):
            raise Failure(answer.where, f"le serveur compresse le fichier sans qu’on le demande ({packing})")
        etag, last_modified = answer.header("ETag"), answer.header("Last-Modified")
        return _Trace(self.target.url, answer.resolved, etag, last_modified, name)

    def _append(self, answer: Answer, name: str, done: int, limit: int, progress: Progress) -> None:
        total = None if answer.length is None else done + answer.length
        with self.part.open("ab") as out:
            progress(name, done, total)
            for chunk in answer.chunks():
                done += len(chunk)
                if max(done, total or 0) > limit:
                    break
                out.write(chunk)
                progress(name, done, total)
        if max(done, total or 0) > limit:
            self._restart()
            raise Failure(answer.where, f"le fichier dépasse la taille permise ({megabytes(limit)})")

    def _finish(self, trace: _Trace, answer: Answer) -> _Trace:
        with self.part.open("rb") as file:
            head = file.read(512)
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_WEB_PAGE):
            self._restart()
            raise Failure(answer.where, "une page web arrive à la place du fichier")
        done = replace(trace, sha256=_sha256(self.part), size=self._received())
        os.replace(self.part, self.folder / trace.name)
        self._remember(done)
        return done

    def _recall(self) -> _Trace | None:
        """The trace of an earlier run on the same address; None when absent, damaged, or its file altered."""
        try:
            trace = _Trace(**json.loads(self.memo.read_text("utf-8")))
            intact = not trace.sha256 or _sha256(self.folder / safe_name(trace.name)) == trace.sha256
        except (OSError, ValueError, TypeError):
            return None
        return trace if trace.url == self.target.url and intact else None

    def _remember(self, trace: _Trace) -> None:
        self.memo.write_text(json.dumps(asdict(trace)), "utf-8")

    def _restart(self) -> None:
        # The part first: stopped in between, it must never be taken for the bytes of the next memo.
        self.part.unlink(missing_ok=True)
        self.memo.unlink(missing_ok=True)

    def _received(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0


def _conditions(kept: _Trace | None, offset: int) -> dict[str, str]:
    if kept and offset:
        return {"Range": f"bytes={offset}-", "If-Range": kept.validator}
    if kept and kept.sha256:
        asked = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified}
        return {name: value for name, value in asked.items() if value}
    return {}


def _unchanged(kept: _Trace, answer: Answer) -> bool:
    same = kept.etag != "" and answer.header("ETag") == kept.etag
    return answer.response.status == 304 or (answer.response.status == 200 and same)


def _continues(kept: _Trace | None, offset: int, answer: Answer) -> bool:
    """Whether a partial answer starts where the bytes received stop, and is of the same file."""
    if kept is None or answer.starts_at != offset:
        return False
    same_etag = answer.header("ETag") in ("", kept.etag)
    return same_etag and answer.header("Last-Modified") in ("", kept.last_modified)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _silent(_name: str, _done: int, _total: int | None) -> None:
    """Progress that nobody watches."""


def _explained(source: Source, failure: Failure) -> str:
    variable = f"{_VARIABLE}{source.name.upper()}"
    return typeset(
        f"« {source.title} » : {failure.what}. Réessayez plus tard, donnez une autre adresse dans la "
        f"variable {variable}, ou téléchargez le fichier à la main depuis {source.page} puis lancez "
        f"« maillage load {source.name} <fichier> ». Adresse demandée : {failure.where}"
    )
