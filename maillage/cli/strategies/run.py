"""The strategies shipped with the package, listed or loaded."""

from argparse import Namespace
from pathlib import Path

from maillage.cli.words import counted, table
from maillage.config.serve import open_home
from maillage.kernel.french import spaced


def strategies(home: Path, options: Namespace) -> None:
    """List what is shipped, or load some of it."""
    open_home(home)
    # Imported here: Django must have started.
    from maillage.steering import shipped

    if options.action is None:
        _list()
        return
    for loaded in shipped.load(options.slugs):
        print(
            f"{loaded.name} : {counted(loaded.added, 'élément ajouté')}, {counted(loaded.changed, 'corrigé')}, "
            f"{counted(loaded.same, 'inchangé')}."
        )
        for left in loaded.left:
            print(spaced(f"  laissé tel quel : {left}."))


def _list() -> None:
    """Each with what it holds, and whether it is here."""
    from maillage.steering.strategies import reference
    from maillage.steering.strategies.models import Strategy

    here = set(Strategy.objects.values_list("slug", flat=True))
    rows = []
    for slug in reference.catalogue():
        strategy = reference.described(slug)
        nodes = sum(1 for _ in reference.nodes_of(strategy)) if "tree" in strategy else 0
        rows.append((slug, strategy["title"], nodes, "chargée" if slug in here else "à charger"))
    table(("nom court", "titre", "éléments", "ici"), rows)
