"""`maillage strategies`: the strategies and framework documents shipped with the package.

Who comes: whoever runs the platform, to start with official titles instead of an empty page; leaves with them loaded,
each thing that people changed here left as it is, and said.
"""

from argparse import Namespace
from pathlib import Path

from maillage.cli.arguments import Commands
from maillage.cli.words import counted, table
from maillage.kernel.french import spaced


def declare(commands: Commands) -> None:
    """The commands of this file."""
    parser = commands.add_parser(
        "strategies",
        help="charger les stratégies officielles livrées",
        description="Lister les stratégies et les documents cadres livrés, ou les charger (load). Charger de nouveau "
        "n’écrit que ce qui manque : ce que vous avez changé ou retiré ici reste ainsi, et c’est dit.",
        epilog="Exemple : maillage strategies load scoran-bfc ppun-bfc",
    )
    parser.add_argument("action", nargs="?", choices=("load",), help="load : charger ; rien : lister")
    parser.add_argument(
        "slugs", nargs="*", default=[], metavar="nom", help="nom court ; sans nom, toutes les stratégies"
    )
    parser.set_defaults(run=strategies)


def strategies(home: Path, options: Namespace) -> None:
    """List what is shipped, or load some of it."""
    # Imported here: the other commands must not wait for Django to start.
    from maillage.config.serve import open_home

    open_home(home)
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
