"""`maillage strategies`: the strategies and framework documents shipped with the package.

Who comes: whoever runs the platform, to start with official titles instead of an empty page; leaves with them loaded,
each thing that people changed here left as it is, and said.
"""

from maillage.cli.arguments import Commands

RANK = 7


def declare(commands: Commands) -> None:
    """The commands of this folder."""
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
