"""Deliveries loaded, a release computed and published; what was kept and refused."""

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from maillage import tables
from maillage.cli.deliveries import known_sources, outcome_words
from maillage.cli.steps import Steps
from maillage.cli.words import counted
from maillage.cli.writing import problems
from maillage.kernel.errors import DataError, UsageError
from maillage.kernel.period import Period
from maillage.pipeline import compute as computing
from maillage.pipeline import load as loading
from maillage.pipeline import perimeter
from maillage.pipeline import publish as publishing
from maillage.pipeline.archive import Incoming
from maillage.pipeline.build import ensure_cog, fetch_one
from maillage.pipeline.fetch import addresses_from_environment
from maillage.store.home import Home
from maillage.store.receipt import all_receipts


def load(home: Path, options: Namespace) -> None:
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


def _load_one(place: Home, options: Namespace, files: list[Incoming], period: str, steps: Steps) -> loading.Outcome:
    region = ensure_cog(place, options.region, steps.watch())
    day = ""
    if not files:
        addresses = addresses_from_environment(os.environ)
        planned = fetch_one(place, options.source, region, addresses, steps.watch())
        files, day, period = list(planned.files), planned.day, period or planned.period
    return loading.load(
        place, options.source, files, period, region, day, options.dry_run, options.accept_fewer, steps.rows
    )


def _tell_difference(outcome: loading.Outcome) -> None:
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


def compute(home: Path, options: Namespace) -> None:
    """Compute the next release."""
    place, steps = Home(home), Steps()
    with place.writing():
        computing.compute(place, perimeter.known(place), steps.step)
    print("Calculé. Publiez avec « maillage publish ».")


def publish(home: Path, options: Namespace) -> None:
    """Publish what was computed."""
    place = Home(home)
    with place.writing():
        number = publishing.publish(place)
    print(f"Publication n° {number} en service.")
