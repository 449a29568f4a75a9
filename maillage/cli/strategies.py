"""`maillage strategies`: the strategies and framework documents shipped with the package.

Who comes: whoever runs the platform, to start with official titles instead of an empty page; leaves with them loaded,
each thing that people changed here left as it is, and said.
"""

from argparse import Namespace
from pathlib import Path

from maillage.cli.words import counted, table
from maillage.kernel.french import spaced


def strategies(home: Path, options: Namespace) -> None:
    """List what is shipped, or load some of it."""
    # Imported here: the other commands must not wait for Django to start.
    from maillage.config.serve import open_home

    open_home(home)
    from maillage.steering.strategies import reference

    if options.action is None:
        _list()
        return
    for one in reference.load(options.slugs or None):
        print(
            f"{one.slug} : {counted(one.added, 'élément ajouté')}, {counted(one.changed, 'corrigé')}, "
            f"{counted(one.same, 'inchangé')}."
        )
        for left in one.left:
            print(spaced(f"  laissé tel quel : {left}."))
    _with_it()


def _with_it() -> None:
    """Load the indicator sheets and the bodies of the strategy that asks for them, when it is here."""
    from maillage.steering.committees import reference as bodies
    from maillage.steering.strategies.models import Strategy
    from maillage.steering.targets import reference as sheets

    strategy = Strategy.objects.filter(slug=sheets.described()["strategy"]).first()
    if strategy is None:
        return
    told = sheets.load()
    print(
        f"Fiches d’indicateurs : {counted(told.added, 'élément ajouté')}, {counted(told.changed, 'corrigé')}."
    )
    entered = bodies.load(strategy)
    print(
        f"Instances : {counted(entered.added, 'ajoutée')}, {counted(entered.changed, 'corrigée')}, "
        f"{counted(len(entered.left), 'laissée')}."
    )


def _list() -> None:
    """Each with what it holds, and whether it is here."""
    from maillage.steering.strategies import reference
    from maillage.steering.strategies.models import Strategy

    here = set(Strategy.objects.values_list("slug", flat=True))
    rows = []
    for slug in reference.catalogue():
        told = reference.described(slug)
        nodes = sum(1 for _ in reference.nodes_of(told)) if "tree" in told else 0
        rows.append((slug, told["title"], nodes, "chargée" if slug in here else "à charger"))
    table(("nom court", "titre", "éléments", "ici"), rows)
