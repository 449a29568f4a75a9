"""Build a whole observatory: plan the deliveries, load them in order, compute, publish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from maillage import sources
from maillage.kernel.errors import DataError, MaillageError, NetworkError, UsageError
from maillage.pipeline import perimeter
from maillage.pipeline.archive import Incoming
from maillage.pipeline.compute import compute
from maillage.pipeline.fetch import fetch
from maillage.pipeline.ground import cog_of
from maillage.pipeline.load import Outcome, load
from maillage.pipeline.manifest import Planned
from maillage.pipeline.publish import publish
from maillage.pipeline.reference import FILES, shipped
from maillage.pipeline.watch import Watch
from maillage.store.home import Home
from maillage.store.receipt import all_receipts
from maillage.territories.cog import Cog


@dataclass(slots=True)
class Report:
    """What a build did: each delivery loaded, what could not be fetched, and the release (0: none published)."""

    loaded: list[Outcome] = field(default_factory=list)
    unreachable: list[str] = field(default_factory=list)
    release: int = 0


def build_from_files(home: Home, planned: Sequence[Planned], region: str | None, watch: Watch) -> Report:
    """Load these deliveries and publish. Raises DataError, with every file turned away, before publishing anything."""
    report = Report()
    with home.writing():
        region = _load_cog(home, planned, region, report, watch)
        rest = [delivery for delivery in planned if delivery.source not in FILES]
        _load_all(home, rest, region, report, watch)
        _release(home, region, report, watch)
    return report


def build_from_publishers(
    home: Home, region: str | None, without: Sequence[str], addresses: Mapping[str, str], watch: Watch
) -> Report:
    """Fetch every source that has a stable address, load and publish.

    A publisher out of reach is told in the report and its last delivery stays; raises NetworkError when none answers.
    """
    report = Report()
    with home.writing():
        region = _load_cog(home, [], region, report, watch)
        planned: list[Planned] = []
        for name, module in sources.catalogue().items():
            if module.SOURCE.remote is None or name in without:
                continue
            try:
                planned.append(fetch_one(home, name, region, addresses, watch))
            except NetworkError as error:
                report.unreachable.append(str(error))
        if not planned:
            raise NetworkError("Aucun éditeur n’a répondu : rien n’a été chargé.\n  " + "\n  ".join(report.unreachable))
        _load_all(home, planned, region, report, watch)
        _release(home, region, report, watch)
    return report


def fetch_one(home: Home, name: str, region: str, addresses: Mapping[str, str], watch: Watch) -> Planned:
    """Fetch the last delivery of a source. Raises NetworkError, or UsageError when it has no stable address."""
    source = sources.catalogue()[name].SOURCE
    watch.step(f"téléchargement : {source.title}")
    fetched = fetch(source, _cog(home, region).served_departements, home.downloads / name, addresses, watch.bytes)
    files = tuple(
        Incoming(
            path=file.path,
            published_on=file.published_on.isoformat() if file.published_on else "",
            url=file.url,
            resolved_url=file.resolved_url,
            etag=file.etag,
            last_modified=file.last_modified,
        )
        for file in fetched
    )
    day = max((file.published_on for file in fetched if file.published_on), default=date.today())
    return Planned(name, fetched[0].period or "", files, day.isoformat())


def ensure_cog(home: Home, region: str | None, watch: Watch) -> str:
    """The region served; loads the shipped COG when none is there yet."""
    if any(receipt.table == "communes" for receipt in all_receipts(home)):
        return _settle_region(home, region)
    return _load_cog(home, [], region, Report(), watch)


def _load_cog(home: Home, planned: Sequence[Planned], region: str | None, report: Report, watch: Watch) -> str:
    """Load the COG that is handed over, else the shipped one, and settle which region is served."""
    perimeter.check(home, region)
    handed = [delivery for delivery in planned if delivery.source in FILES]
    for delivery in handed or shipped():
        watch.step(f"chargement : {sources.catalogue()[delivery.source].SOURCE.title}")
        report.loaded.append(load(home, delivery.source, delivery.files, delivery.period, progress=watch.rows))
    return _settle_region(home, region)


def _settle_region(home: Home, region: str | None) -> str:
    """The region asked for, else the one served so far, else the only one of the COG, else Bourgogne-Franche-Comté."""
    wanted = region or perimeter.known(home)
    try:
        served = _cog(home, wanted).region
    except UsageError:
        if wanted is not None:
            raise
        served = _cog(home, perimeter.DEFAULT_REGION).region
    perimeter.settle(home, served)
    return served


def _cog(home: Home, region: str | None) -> Cog:
    return cog_of(home, all_receipts(home), region)


def _load_all(home: Home, planned: Sequence[Planned], region: str, report: Report, watch: Watch) -> None:
    """Load deliveries, outlines first since points are located in them. All the faults are told together."""
    faults = []
    order = {"contours": 0}
    for delivery in sorted(planned, key=lambda p: (order.get(sources.catalogue()[p.source].SOURCE.table, 1), p.source)):
        watch.step(f"chargement : {sources.catalogue()[delivery.source].SOURCE.title}, {delivery.period}".rstrip(", "))
        try:
            report.loaded.append(
                load(home, delivery.source, delivery.files, delivery.period, region, delivery.day, progress=watch.rows)
            )
        except MaillageError as error:
            faults.append(str(error))
    if faults:
        raise DataError("Rien n’a été publié, la publication d’avant reste servie :\n  " + "\n  ".join(faults))


def _release(home: Home, region: str, report: Report, watch: Watch) -> None:
    compute(home, region, lambda label: watch.step(f"calcul : {label}"))
    watch.step("publication")
    report.release = publish(home)
