"""Commands that write releases: `load`, `compute`, `publish`.

Who comes: whoever runs the platform, with an official file; leaves with what was kept and refused, or with the
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
from maillage.cli.arguments import Commands
from maillage.cli.words import Steps, counted, french
from maillage.kernel.errors import DataError, UsageError
from maillage.kernel.period import Period
from maillage.pipeline import perimeter
from maillage.pipeline.archive import Incoming
from maillage.pipeline.build import ensure_cog, fetch_one
from maillage.pipeline.compute import compute
from maillage.pipeline.fetch import addresses_from_environment
from maillage.pipeline.load import Outcome, load
from maillage.pipeline.publish import publish
from maillage.store.home import Home
from maillage.store.receipt import all_receipts


def declare(commands: Commands) -> None:
    """The commands of this file."""
    parser = commands.add_parser(
        "load",
        help="charger une livraison d’une source",
        description="Charger les fichiers d’une source comme une livraison ; sans fichier, la télécharger. "
        "Rien n’est publié avant « maillage compute » puis « maillage publish ».",
    )
    parser.add_argument("source", help="nom de la source (voir « maillage sources »)")
    parser.add_argument(
        "files",
        nargs="*",
        default=[],
        type=Path,
        metavar="fichier",
        help="fichier officiel (plusieurs : une livraison en morceaux)",
    )
    parser.add_argument("--period", default="", metavar="PÉRIODE", help="période décrite, si le fichier ne la dit pas")
    parser.add_argument(
        "--obtained-on",
        default="",
        metavar="AAAA-MM-JJ",
        help="jour où le fichier a été obtenu (par défaut aujourd’hui)",
    )
    parser.add_argument("--region", metavar="CODE", help="région servie, à dire au premier chargement")
    parser.add_argument("--dry-run", action="store_true", help="dire ce qui changerait, sans rien écrire")
    parser.add_argument(
        "--problems",
        type=Path,
        metavar="FICHIER",
        help="écrire en CSV tous les problèmes : fichier, ligne, colonne, effet, raison",
    )
    parser.add_argument(
        "--accept-fewer", action="store_true", help="accepter que plus d’un dixième des lignes ait disparu"
    )
    parser.set_defaults(run=load_files)
    commands.add_parser(
        "compute",
        help="calculer la prochaine publication",
        description="Calculer la prochaine publication, sans la publier.",
    ).set_defaults(run=compute_release)
    commands.add_parser(
        "publish",
        help="publier ce qui a été calculé",
        description="Publier ce qui a été calculé : les pages changent d’un coup.",
    ).set_defaults(run=publish_release)


def load_files(home: Path, options: Namespace) -> None:
    """Load one delivery, or say what it would change."""
    period = Period.parse(options.period).code if options.period else ""
    obtained = options.obtained_on or date.today().isoformat()
    try:
        date.fromisoformat(obtained)
    except ValueError:
        raise UsageError(f"--obtained-on « {obtained} » : écrivez AAAA-MM-JJ.") from None
    known_sources([options.source])
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
    print(outcome_words(outcome).strip())
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
    return load(place, options.source, files, period, region, day, options.dry_run, options.accept_fewer, steps.rows)


def known_sources(names: list[str]) -> None:
    """Raises UsageError for a name that is no source's."""
    unknown = [name for name in names if name not in sources.catalogue()]
    if unknown:
        raise UsageError(f"Source « {unknown[0]} » inconnue. Sources connues : {', '.join(sources.catalogue())}.")


def outcome_words(outcome: Outcome) -> str:
    """What was read, kept and refused of a delivery."""
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
