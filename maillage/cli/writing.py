"""Commands that write: `up`, `load`, `compute`, `publish`, and `serve`.

Who comes: whoever runs the platform; leaves with an observatory served at a printed address, or with the
sentence that says what is wrong and what to do.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from maillage import sources, tables
from maillage.cli import problems
from maillage.cli.words import Steps, counted, french
from maillage.kernel.errors import DataError, NetworkError, UsageError
from maillage.kernel.period import Period
from maillage.observatory.door import close, current, verify
from maillage.pipeline import perimeter
from maillage.pipeline.archive import Incoming
from maillage.pipeline.build import Report, build_from_files, build_from_publishers, ensure_cog, fetch_one
from maillage.pipeline.compute import compute
from maillage.pipeline.fetch import addresses_from_environment
from maillage.pipeline.load import Outcome, load
from maillage.pipeline.manifest import read_manifest
from maillage.pipeline.publish import publish
from maillage.simulation import formats
from maillage.simulation.world.model import World
from maillage.simulation.write import write_territory
from maillage.store.home import Home
from maillage.store.receipt import all_receipts

DEMONSTRATION_COMMUNES, DEMONSTRATION_SEED, DEMONSTRATION_QUARTERS = 400, 2026, 12
DEMONSTRATION_BUILDING_QUARTERS = 4


def up(home: Path, options: Namespace) -> None:
    """Build from files or from publishers, then serve."""
    _known_sources(options.without)
    steps = Steps()
    folder, manifest = options.folder, options.manifest
    try:
        if folder is None and manifest is None and options.region is not None:
            report = _from_publishers(home, options, steps)
        else:
            demonstration = folder is None and manifest is None
            if demonstration:
                folder = _demonstration(home, steps)
            report = _from_files(home, options, folder or manifest.parent, manifest, steps)
            if demonstration:
                steps.step("conventions, offres et stratégies fictives")
                _enter_examples(home)
    finally:
        steps.close()
    _tell(home, report)
    if not options.no_serve:
        _serve(home, options)
    elif report.unreachable:
        raise NetworkError("des sources n’ont pas pu être téléchargées (voir ci-dessus).")


def _demonstration(home: Path, steps: Steps) -> Path:
    """Write the demonstration region under the home, unless it serves a real one."""
    world = World(
        DEMONSTRATION_COMMUNES, DEMONSTRATION_SEED, DEMONSTRATION_QUARTERS, DEMONSTRATION_BUILDING_QUARTERS
    )
    served = perimeter.known(Home(home))
    if served not in (None, *world.cog.regions):
        raise UsageError(
            f"{home} sert déjà la région {served}. Reconstruisez-la avec --from ou --region, ou donnez un autre "
            "dossier par MAILLAGE_HOME pour la région de démonstration."
        )
    folder = home / "simulation"
    wanted = [name for name in formats.catalogue() if name in sources.catalogue()]
    # Imported here: only this command must know how a home is opened before it is built.
    from maillage.config.serve import opened_meanwhile

    with opened_meanwhile(home):
        write_territory(folder, world, wanted, progress=lambda name: steps.step(f"simulation : {name}"))
    return folder


def _enter_examples(home: Path) -> None:
    """What people would enter in the demonstration region: conventions, offers, a strategy that lives; once."""
    # Imported here: the other commands must not wait for Django to start.
    from maillage.config.serve import open_home

    source = current(home)
    open_home(home)
    from maillage.config.demonstration import enter

    enter(source, date.today())
    close()


def _from_files(home: Path, options: Namespace, folder: Path, manifest: Path | None, steps: Steps) -> Report:
    if not folder.is_dir():
        raise UsageError(f"Dossier {folder} introuvable. Donnez par --from un dossier de fichiers officiels.")
    planned = read_manifest(manifest or folder / "manifest.csv", folder)
    planned = [one for one in planned if one.source not in options.without]
    return build_from_files(Home(home), planned, options.region, steps.watch())


def _from_publishers(home: Path, options: Namespace, steps: Steps) -> Report:
    try:
        return build_from_publishers(
            Home(home), options.region, options.without, addresses_from_environment(os.environ), steps.watch()
        )
    except NetworkError as error:
        raise NetworkError(
            f"{error}\nSans réseau, donnez un dossier de fichiers officiels : "
            "maillage up --from DOSSIER --manifest FICHIER."
        ) from None


def _known_sources(names: list[str]) -> None:
    unknown = [name for name in names if name not in sources.catalogue()]
    if unknown:
        raise UsageError(
            f"Source « {unknown[0]} » inconnue. Sources connues : {', '.join(sources.catalogue())}."
        )


def _tell(home: Path, report: Report) -> None:
    """What was loaded, refused, left out, and which release it made."""
    for outcome in report.loaded:
        print(_sentence(outcome), file=sys.stderr)
    for failure in report.unreachable:
        print(f"! {failure}", file=sys.stderr)
    observatory = current(home)
    values = sum(sheet.loaded for sheet in observatory.indicators())
    said = f" ({observatory.release.notice.lower()})" if observatory.release.simulated else ""
    print(
        f"Publication n° {report.release} : {observatory.release.region_name}{said}, "
        f"{values} indicateurs avec des données, dans {home}."
    )


def _sentence(outcome: Outcome) -> str:
    receipt, counts = outcome.receipt, outcome.receipt.counts
    parts = [f"{counted(counts.kept, 'ligne gardée')} sur {counted(counts.read, 'lue')}"]
    if counts.refused:
        parts.append(counted(counts.refused, "refusée"))
    if counts.flagged:
        parts.append(counted(counts.flagged, "signalée"))
    if counts.corrected:
        parts.append(counted(counts.corrected, "corrigée"))
    if counts.outside:
        parts.append(f"{french(counts.outside)} hors de la région")
    if counts.ignored:
        parts.append(counted(counts.ignored, "ignorée"))
    return f"  {receipt.source} {receipt.period} : {', '.join(parts)}"


def serve(home: Path, options: Namespace) -> None:
    """Serve the last release, or the last whole one."""
    for folder in verify(home):
        print(
            f"! La publication n° {int(folder.name)} est abîmée : la dernière qui soit entière est servie. Vérifiez "
            "le disque, puis relancez « maillage compute » et « maillage publish ».",
            file=sys.stderr,
        )
    current(home)
    _serve(home, options)


def _serve(home: Path, options: Namespace) -> None:
    # Imported here: the other commands must not wait for Django to start.
    from maillage.config.serve import serve as serve_release

    close()
    serve_release(home, options.host, options.port)


def load_files(home: Path, options: Namespace) -> None:
    """Load one delivery, or say what it would change."""
    period = Period.parse(options.period).code if options.period else ""
    obtained = options.obtained_on or date.today().isoformat()
    try:
        date.fromisoformat(obtained)
    except ValueError:
        raise UsageError(f"--obtained-on « {obtained} » : écrivez AAAA-MM-JJ.") from None
    _known_sources([options.source])
    problems.check_place(options.problems)
    files = [Incoming(path, obtained) for path in options.files]
    steps = Steps()
    try:
        with _trial(home) if options.dry_run else nullcontext(Home(home)) as place, place.writing():
            outcome = _load_one(place, options, files, period, steps)
    except DataError as error:
        if options.problems is not None:
            problems.write(options.problems, error.problems)
            print(f"Problèmes trouvés dans les lignes lues : {options.problems}", file=sys.stderr)
        raise
    finally:
        steps.close()
    print(_sentence(outcome).strip())
    _tell_difference(outcome)
    if options.problems is not None:
        problems.write(options.problems, outcome.problems)
    problems.tell(outcome.problems, options.problems)
    print(
        "Essai : rien n’a été écrit."
        if options.dry_run
        else "Chargé. Publiez avec « maillage compute » puis « maillage publish »."
    )


@contextmanager
def _trial(home: Path) -> Iterator[Home]:
    """Where a trial takes place: here, or aside as long as nothing is loaded, since that would load the COG."""
    if all_receipts(Home(home)):
        yield Home(home)
        return
    with TemporaryDirectory() as aside:
        yield Home(Path(aside))


def _load_one(place: Home, options: Namespace, files: list[Incoming], period: str, steps: Steps) -> Outcome:
    region = ensure_cog(place, options.region, steps.watch())
    day = ""
    if not files:
        addresses = addresses_from_environment(os.environ)
        planned = fetch_one(place, options.source, region, addresses, steps.watch())
        files, day, period = list(planned.files), planned.day, period or planned.period
    return load(
        place,
        options.source,
        files,
        period,
        region,
        day,
        options.dry_run,
        options.accept_fewer,
        steps.rows,
    )


def _tell_difference(outcome: Outcome) -> None:
    change = outcome.difference
    if change is None:
        lasting = tables.catalogue()[outcome.receipt.table].lasting
        print(
            "Première livraison de cette source."
            if lasting
            else "Rien n’est comparé : l’éditeur redonne les identifiants à chaque période."
        )
        return
    print(
        f"Par rapport à la livraison {change.period} : {counted(change.added, 'ligne ajoutée')}, "
        f"{counted(change.changed, 'modifiée')}, {counted(change.removed, 'retirée')}, "
        f"{counted(change.same, 'inchangée')}."
    )
    for example in change.examples:
        print(f"  {example}")


def compute_release(home: Path, options: Namespace) -> None:
    """Compute the next release."""
    place, steps = Home(home), Steps()
    with place.writing():
        compute(place, perimeter.known(place), steps.step)
    print("Calculé. Publiez avec « maillage publish ».")


def publish_release(home: Path, options: Namespace) -> None:
    """Publish what was computed."""
    place = Home(home)
    with place.writing():
        number = publish(place)
    print(f"Publication n° {number} en service.")
