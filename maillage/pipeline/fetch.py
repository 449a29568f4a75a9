"""Bringing the files of a source from its publisher: which ones, from where, and where they land.

A file is complete under its name, or it is `<key>.part`: never half a file under its final name.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import quote, unquote, urljoin

from maillage.kernel.errors import MaillageError, NetworkError, UsageError
from maillage.kernel.period import Period
from maillage.kernel.source import DataGouv, Direct, Listing, Source
from maillage.pipeline.http import (
    POLITE,
    Answer,
    Client,
    Failure,
    Manners,
    Passing,
    http_day,
    last_part,
    megabytes,
    proposed_name,
    safe_name,
)

DATA_GOUV = "data.gouv.fr"
_DATA_GOUV_ADDRESS = "https://www.data.gouv.fr"
_VARIABLE = "MAILLAGE_URL_"
_DEPARTEMENT = "{departement}"
_STRONG_ETAG = re.compile(r'"[^"]*"')
_WEB_PAGE = (b"<!doctype html", b"<html")
_SHOWN = 6
_NO_ADDRESS: Mapping[str, str] = MappingProxyType({})

Progress = Callable[[str, int, int | None], None]
T = TypeVar("T")


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
class _Target:
    """An address to bring. `prefix` sets its file apart from those of the source's other addresses."""

    url: str
    period: Period | None = None
    published_on: date | None = None
    prefix: str = ""

    @property
    def key(self) -> str:
        """The safe name it has before its publisher answers."""
        return safe_name(self.prefix + safe_name(last_part(self.url)))

    def name(self, answer: Answer) -> str:
        """Its final name: the key where it has an extension, else what the publisher proposes."""
        names = (proposed_name(answer.header("Content-Disposition")), safe_name(last_part(answer.resolved)))
        extended = [self.prefix + name for name in names if Path(name).suffix]
        return self.key if Path(self.key).suffix or not extended else safe_name(extended[0])


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
    found = {
        name.removeprefix(_VARIABLE).lower(): value.strip()
        for name, value in environ.items()
        if name.startswith(_VARIABLE) and value.strip()
    }
    if base := found.pop("data_gouv", ""):
        found[DATA_GOUV] = base
    return found


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
                for target in _targets(client, source, departements, addresses)
            ]
        except Failure as failure:
            raise NetworkError(_explained(source, failure)) from failure
        except OSError as error:
            reason = f"{error.strerror or error} ({error.filename or folder})"
            raise MaillageError(_typeset(f"« {source.title} » : écriture impossible, {reason}.")) from error


def _targets(
    client: Client, source: Source, departements: Sequence[str], addresses: Mapping[str, str]
) -> list[_Target]:
    given = addresses.get(source.name, "")
    match source.remote:
        case Listing() as listing if not given or given.endswith(("/", ".html")):
            return [_from_listing(client, listing, given or listing.url)]
        case Listing() | DataGouv() as catalogue if given:
            name = last_part(given)
            read = _dated(catalogue, [(name, given), (Path(name).stem, given)])
            return [_Target(given, read[0][0] if read else None)]
        case DataGouv() as dataset:
            return [_from_data_gouv(client, dataset, addresses.get(DATA_GOUV, _DATA_GOUV_ADDRESS))]
        case Direct(url=url):
            return _direct(given or url, departements)
        case _ if given:
            return _direct(given, departements)
    raise UsageError(
        _typeset(
            f"« {source.title} » n’a pas d’adresse stable : téléchargez le fichier depuis {source.page} "
            f"puis lancez « maillage load {source.name} <fichier> »."
        )
    )


def _direct(url: str, departements: Sequence[str]) -> list[_Target]:
    if _DEPARTEMENT not in url:
        return [_Target(url)]
    if not departements:
        raise UsageError(_typeset(f"L’adresse {url} attend un département : dites pour quelle région."))
    # Without it, …/21/base.csv and …/25/base.csv would land on each other.
    named = _DEPARTEMENT in last_part(url) and Path(last_part(url)).suffix
    return [
        _Target(url.replace(_DEPARTEMENT, quote(code, safe="")), prefix="" if named else f"{code}_")
        for code in dict.fromkeys(departements)
    ]


def _from_listing(client: Client, listing: Listing, page: str) -> _Target:
    links = client.links(page)
    spelt = [(text, url) for href, url in links for text in (href, unquote(href), last_part(url))]
    found = _dated(listing, spelt)
    if not found:
        raise Failure(page, f"aucun lien ne correspond à « {listing.pattern} »{_seen(links)}")
    period, url = max(found, key=lambda one: _age(one[0]))
    return _Target(url, period)


def _from_data_gouv(client: Client, dataset: DataGouv, base: str) -> _Target:
    page = f"{base.rstrip('/')}/api/1/datasets/{quote(dataset.dataset, safe='')}/"
    answer, resolved = client.json(page)
    resources = answer.get("resources") if isinstance(answer, dict) else None
    if not isinstance(resources, list):
        raise Failure(page, "la réponse de l’API a changé : la liste « resources » manque")
    known = (item for item in resources if isinstance(item, dict) and item.get("title"))
    titled = [(str(item["title"]), item) for item in known]
    if resources and not titled:
        raise Failure(page, "la réponse de l’API a changé : les fichiers n’ont plus de « title »")
    found = [(period, _day(item.get("last_modified")), item) for period, item in _dated(dataset, titled)]
    if not found:
        raise Failure(page, f"aucun titre ne correspond à « {dataset.pattern} »{_seen(titled)}")
    period, published, item = max(found, key=lambda one: (_age(one[0]), one[1] or date.min))
    address = item.get("url")
    if not isinstance(address, str) or not address:
        raise Failure(page, f"la réponse de l’API a changé : « {item['title']} » n’a plus d’adresse « url »")
    try:
        return _Target(urljoin(resolved, address), period, published)
    except ValueError:
        raise Failure(page, f"l’adresse de « {item['title']} » est mal formée") from None


def _dated(remote: Listing | DataGouv, spelt: Iterable[tuple[str, T]]) -> list[tuple[Period | None, T]]:
    """What matches the pattern, with the period it says; left out when that period does not exist."""
    flags = re.IGNORECASE if isinstance(remote, DataGouv) else re.NOFLAG
    found: list[tuple[Period | None, T]] = []
    for text, what in spelt:
        if match := re.fullmatch(remote.pattern, text.strip(), flags):
            code = match.expand(remote.period)
            with suppress(UsageError):
                found.append((Period.parse(code) if code else None, what))
    return found


def _age(period: Period | None) -> tuple[date, date]:
    return (period.end, period.start) if period else (date.min, date.min)


def _day(text: object) -> date | None:
    """The day of an ISO date and time, None when it is not one."""
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def _bring(client: Client, target: _Target, folder: Path, progress: Progress) -> Fetched:
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

    def __init__(self, folder: Path, target: _Target) -> None:
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


def _seen(spelt: Iterable[tuple[str, object]]) -> str:
    """What was seen instead, in short: « ; vus : a, b (et 3 autres) »."""
    shown = list(dict.fromkeys(text[:60] for text, _ in spelt))
    more = f" (et {len(shown) - _SHOWN} autres)" if len(shown) > _SHOWN else ""
    return f" ; vus : {', '.join(shown[:_SHOWN])}{more}" if shown else " ; la liste est vide"


def _explained(source: Source, failure: Failure) -> str:
    variable = f"{_VARIABLE}{source.name.upper()}"
    return _typeset(
        f"« {source.title} » : {failure.what}. Réessayez plus tard, donnez une autre adresse dans la "
        f"variable {variable}, ou téléchargez le fichier à la main depuis {source.page} puis lancez "
        f"« maillage load {source.name} <fichier> ». Adresse demandée : {failure.where}"
    )


def _typeset(text: str) -> str:
    """French typography, and no control character: publishers' own words are in these sentences."""
    plain = "".join(letter if letter.isprintable() or letter == "\u202f" else " " for letter in text)
    return re.sub(r" (?=[:;?!»])|(?<=«) ", "\u202f", plain)
