"""An observatory built and served, or the sentence that says what is wrong and what to do."""

import os
import sys
from argparse import Namespace
from datetime import date
from pathlib import Path

from maillage import sources
from maillage.cli.deliveries import known_sources, outcome_words
from maillage.cli.steps import Steps
from maillage.config import serve as site
from maillage.kernel.errors import NetworkError, UsageError
from maillage.observatory.door import close, current, verify
from maillage.pipeline import perimeter
from maillage.pipeline.build import Report, build_from_files, build_from_publishers
from maillage.pipeline.fetch import addresses_from_environment
from maillage.pipeline.manifest import read_manifest
from maillage.simulation import formats
from maillage.simulation.world.model import World
from maillage.simulation.write import write_territory
from maillage.store.home import Home

DEMONSTRATION_COMMUNES, DEMONSTRATION_SEED, DEMONSTRATION_QUARTERS = 400, 2026, 12
DEMONSTRATION_BUILDING_QUARTERS = 4


def up(home: Path, options: Namespace) -> None:
    """Build from files or from publishers, then serve."""
    known_sources(options.without)
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
    print(f"Durées : {steps.told()}.", file=sys.stderr)
    if not options.no_serve:
        _serve(home, options)
    elif report.unreachable:
        raise NetworkError("des sources n’ont pas pu être téléchargées (voir ci-dessus).")


def _demonstration(home: Path, steps: Steps) -> Path:
    """Write the demonstration region under the home, unless it serves a real one."""
    world = World(DEMONSTRATION_COMMUNES, DEMONSTRATION_SEED, DEMONSTRATION_QUARTERS, DEMONSTRATION_BUILDING_QUARTERS)
    served = perimeter.known(Home(home))
    if served not in (None, *world.cog.regions):
        raise UsageError(
            f"{home} sert déjà la région {served}. Reconstruisez-la avec --from ou --region, ou donnez un autre "
            "dossier par MAILLAGE_HOME pour la région de démonstration."
        )
    folder = home / "simulation"
    wanted = [name for name in formats.catalogue() if name in sources.catalogue()]
    with site.opened_meanwhile(home):
        write_territory(folder, world, wanted, progress=lambda name: steps.step(f"simulation : {name}"))
    return folder


def _enter_examples(home: Path) -> None:
    """What people would enter in the demonstration region: conventions, offers, a strategy that lives; once."""
    source = current(home)
    site.open_home(home)
    # Imported here: Django must have started.
    from maillage.config.demonstration import enter

    enter(source, date.today())
    close()


def _from_files(home: Path, options: Namespace, folder: Path, manifest: Path | None, steps: Steps) -> Report:
    if not folder.is_dir():
        raise UsageError(f"Dossier {folder} introuvable. Donnez par --from un dossier de fichiers officiels.")
    planned = read_manifest(manifest or folder / "manifest.csv", folder)
    planned = [delivery for delivery in planned if delivery.source not in options.without]
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


def _tell(home: Path, report: Report) -> None:
    """What was loaded, refused, left out, and which release it made."""
    for outcome in report.loaded:
        print(outcome_words(outcome), file=sys.stderr)
    for failure in report.unreachable:
        print(f"! {failure}", file=sys.stderr)
    observatory = current(home)
    values = sum(sheet.loaded for sheet in observatory.indicators())
    said = f" ({observatory.release.notice.lower()})" if observatory.release.simulated else ""
    print(
        f"Publication n° {report.release} : {observatory.release.region_name}{said}, "
        f"{values} indicateurs avec des données, dans {home}."
    )


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
    close()
    site.serve(home, options.host, options.port, work=not options.no_work)
