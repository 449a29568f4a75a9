"""Where the newest files of a source are: at a fixed address, on an index, in the catalogue of data.gouv.fr."""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, unquote, urljoin

from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.source import DataGouv, Direct, Listing, Source
from maillage.pipeline.http import Answer, Client, Failure, last_part, proposed_name, safe_name

DATA_GOUV = "data.gouv.fr"
_DATA_GOUV_ADDRESS = "https://www.data.gouv.fr"
_DEPARTEMENT = "{departement}"
_SHOWN = 6

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Target:
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


def targets(client: Client, source: Source, departements: Sequence[str], addresses: Mapping[str, str]) -> list[Target]:
    """The addresses of the newest files of a source. `addresses` as in `fetch`.

    Raises UsageError when it has none, Failure when an index or a catalogue does not answer as documented.
    """
    given = addresses.get(source.name, "")
    match source.remote:
        case Listing() as listing if not given or given.endswith(("/", ".html")):
            target = _from_listing(client, listing, given or listing.url)
            if not listing.file:
                return [target]
            return _direct(urljoin(target.url, listing.file), departements, target.period)
        case Listing() | DataGouv() as catalogue if given:
            name = last_part(given)
            read = _dated(catalogue, [(name, given), (Path(name).stem, given)])
            return _direct(given, departements, read[0][0] if read else None)
        case DataGouv() as dataset:
            return [_from_data_gouv(client, dataset, addresses.get(DATA_GOUV, _DATA_GOUV_ADDRESS))]
        case Direct(url=url):
            return _direct(given or url, departements)
        case _ if given:
            return _direct(given, departements)
    raise UsageError(
        typeset(
            f"« {source.title} » n’a pas d’adresse stable : téléchargez le fichier depuis {source.page} "
            f"puis lancez « maillage load {source.name} <fichier> »."
        )
    )


def _direct(url: str, departements: Sequence[str], period: Period | None = None) -> list[Target]:
    if _DEPARTEMENT not in url:
        return [Target(url, period)]
    if not departements:
        raise UsageError(typeset(f"L’adresse {url} attend un département : dites pour quelle région."))
    # Without it, …/21/base.csv and …/25/base.csv would land on each other.
    named = _DEPARTEMENT in last_part(url) and Path(last_part(url)).suffix
    return [
        Target(url.replace(_DEPARTEMENT, quote(code, safe="")), period, prefix="" if named else f"{code}_")
        for code in dict.fromkeys(departements)
    ]


def _from_listing(client: Client, listing: Listing, page: str) -> Target:
    links = client.links(page)
    spelt = [(text, url) for href, url in links for text in (href, unquote(href), last_part(url))]
    candidates = _dated(listing, spelt)
    if not candidates:
        raise Failure(page, f"aucun lien ne correspond à « {listing.pattern} »{_seen(links)}")
    period, url = max(candidates, key=lambda candidate: _age(candidate[0]))
    return Target(url, period)


def _from_data_gouv(client: Client, dataset: DataGouv, base: str) -> Target:
    page = f"{base.rstrip('/')}/api/1/datasets/{quote(dataset.dataset, safe='')}/"
    answer, resolved = client.json(page)
    resources = answer.get("resources") if isinstance(answer, dict) else None
    if not isinstance(resources, list):
        raise Failure(page, "la réponse de l’API a changé : la liste « resources » manque")
    known = (item for item in resources if isinstance(item, dict) and item.get("title"))
    titled = [(str(item["title"]), item) for item in known]
    if resources and not titled:
        raise Failure(page, "la réponse de l’API a changé : les fichiers n’ont plus de « title »")
    candidates = [(period, _day(item.get("last_modified")), item) for period, item in _dated(dataset, titled)]
    if not candidates:
        raise Failure(page, f"aucun titre ne correspond à « {dataset.pattern} »{_seen(titled)}")
    period, published, item = max(candidates, key=lambda candidate: (_age(candidate[0]), candidate[1] or date.min))
    address = item.get("url")
    if not isinstance(address, str) or not address:
        raise Failure(page, f"la réponse de l’API a changé : « {item['title']} » n’a plus d’adresse « url »")
    try:
        return Target(urljoin(resolved, address), period, published)
    except ValueError:
        raise Failure(page, f"l’adresse de « {item['title']} » est mal formée") from None


def _dated(remote: Listing | DataGouv, spelt: Iterable[tuple[str, T]]) -> list[tuple[Period | None, T]]:
    """What matches the pattern, with the period it says; left out when that period does not exist."""
    flags = re.IGNORECASE if isinstance(remote, DataGouv) else re.NOFLAG
    matches: list[tuple[Period | None, T]] = []
    for text, what in spelt:
        if match := re.fullmatch(remote.pattern, text.strip(), flags):
            code = match.expand(remote.period)
            with suppress(UsageError):
                matches.append((Period.parse(code) if code else None, what))
    return matches


def _age(period: Period | None) -> tuple[date, date]:
    return (period.end, period.start) if period else (date.min, date.min)


def _day(text: object) -> date | None:
    """The day of an ISO date and time, None when it is not one."""
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def _seen(spelt: Iterable[tuple[str, object]]) -> str:
    """What was seen instead, in short: « ; vus : a, b (et 3 autres) »."""
    shown = list(dict.fromkeys(text[:60] for text, _ in spelt))
    more = f" (et {len(shown) - _SHOWN} autres)" if len(shown) > _SHOWN else ""
    return f" ; vus : {', '.join(shown[:_SHOWN])}{more}" if shown else " ; la liste est vide"


def typeset(text: str) -> str:
    """French typography, and no control character: publishers' own words are in these sentences."""
    plain = "".join(letter if letter.isprintable() or letter == "\u202f" else " " for letter in text)
    return re.sub(r" (?=[:;?!»])|(?<=«) ", "\u202f", plain)
