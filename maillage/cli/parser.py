"""The arguments of `maillage`, and an argument parser that speaks French."""

import argparse
import re
from pathlib import Path
from typing import Any, NoReturn

from maillage import __version__

USAGE = "usage : "
TRANSLATED = (
    (r"the following arguments are required: (.*)", r"il manque : \1"),
    (r"unrecognized arguments: (.*)", r"arguments inconnus : \1"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"\1 : \2 n’existe pas. Choix : \3"),
    (r"argument (.*?): expected one argument", r"\1 attend une valeur"),
    (r"argument (.*?): expected at least one argument", r"\1 attend au moins une valeur"),
    (r"argument (.*?): invalid \w+ value: (.*)", r"\1 : \2 n’est pas valable"),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 ne va pas avec \2"),
    (r"ambiguous option: (.*) could match (.*)", r"\1 est ambigu : \2"),
)


class FrenchParser(argparse.ArgumentParser):
    """argparse, with its headings and errors in French; exits with 2."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("formatter_class", FrenchHelp)
        kwargs["add_help"] = False
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._positionals.title = "arguments"
        self._optionals.title = "options"
        self.add_argument("-h", "--help", action="help", help="afficher cette aide")
        self._mixing = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Options may stand before, between or after the other arguments: argparse alone wants these together."""
        if self._mixing or self._subparsers is not None:
            return super().parse_known_args(args, namespace)
        # argparse would otherwise work out the usage itself, and take our heading for a part of it.
        self.usage = self.format_usage().removeprefix(USAGE).rstrip()
        self._mixing = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._mixing, self.usage = False, None

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, and leave."""
        for pattern, french in TRANSLATED:
            message = re.sub(f"^{pattern}$", french, message)
        self.exit(2, f"maillage : {message}.\nVoir « {self.prog} --help ».\n")


class FrenchHelp(argparse.RawDescriptionHelpFormatter):
    """Help whose usage line begins in French."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """The usage line."""
        # argparse builds the name of each command with an empty prefix.
        super().add_usage(usage, actions, groups, USAGE if prefix is None else prefix)


def build_parser() -> argparse.ArgumentParser:
    """Every command and its arguments."""
    parser = FrenchParser(
        prog="maillage",
        description="Observer la stratégie numérique d’un territoire : des fichiers officiels aux chiffres, "
        "avec leur source et leur date.",
        epilog="Territoires : commune:25056, epci:200065647, groupement:SCOT01, departement:25, region:27.\n"
        "Périodes : 2018-T1, 2024-S1, 2025, 2025-03-31.\n"
        "Tout est écrit dans MAILLAGE_HOME (par défaut var/).\n"
        "Codes de sortie : 0 réussi, 2 usage ou nom inconnu, 3 données en défaut (la publication d’avant\n"
        "reste servie), 4 réseau.",
    )
    parser.add_argument(
        "--version", action="version", version=f"maillage {__version__}", help="afficher la version"
    )
    commands = parser.add_subparsers(title="commandes", metavar="commande", dest="command", required=True)
    _add_up(commands)
    _add_reading(commands)
    _add_writing(commands)
    _add_simulate(commands)
    _add_editor(commands)
    _add_organisations(commands)
    _add_strategies(commands)
    _add_actions(commands)
    commands.add_parser(
        "mail",
        help="envoyer les courriels dus",
        description="Envoyer ce qui est dû : à qui suit un lieu, ce que la publication y change ; aux communes, les "
        "signalements qui les concernent ; à qui attend une réponse, sa réponse. Rien ne part deux fois. À lancer "
        "après chaque publication, puis chaque jour.",
    )
    commands.add_parser(
        "purge",
        help="effacer les données personnelles qui ont servi",
        description="Effacer les suivis non confirmés ou non renouvelés, les adresses des signalements répondus, les "
        "textes et les photos jamais montrés, les sessions finies. À lancer chaque jour.",
    )
    return parser


def _add_up(commands: "argparse._SubParsersAction[FrenchParser]") -> None:
    up = commands.add_parser(
        "up",
        help="construire l’observatoire et le servir",
        description="Construire l’observatoire, à partir d’un dossier de fichiers officiels (--from) ou en les "
        "téléchargeant (--region), puis le servir. Sans option : une région de démonstration, fictive, écrite "
        "sur place et sans réseau.",
    )
    up.add_argument(
        "--from",
        dest="folder",
        type=Path,
        metavar="DOSSIER",
        help="dossier de fichiers officiels déjà téléchargés",
    )
    up.add_argument(
        "--manifest",
        type=Path,
        metavar="FICHIER",
        help="CSV source,period,path,date_obtained (par défaut DOSSIER/manifest.csv)",
    )
    up.add_argument(
        "--region", metavar="CODE", help="code INSEE de la région servie (27 : Bourgogne-Franche-Comté)"
    )
    up.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="SOURCE",
        help="laisser une source de côté (répétable)",
    )
    up.add_argument("--no-serve", action="store_true", help="construire, puis s’arrêter")
    _add_address(up)
    serve = commands.add_parser(
        "serve", help="servir la dernière publication", description="Servir la dernière publication."
    )
    _add_address(serve)


def _add_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="ADRESSE", help="adresse d’écoute (par défaut 127.0.0.1)"
    )
    parser.add_argument(
        "--port", type=int, default=8000, metavar="PORT", help="port d’écoute (par défaut 8000)"
    )


def _add_reading(commands: "argparse._SubParsersAction[FrenchParser]") -> None:
    formats = ("table", "json", "csv")
    for name, text in (
        ("sources", "les sources, leurs livraisons et leurs lignes refusées"),
        ("indicators", "les indicateurs et leurs périodes"),
    ):
        one = commands.add_parser(name, help=text, description=f"Lister {text}.")
        one.add_argument("--format", choices=formats, default="table", help="présentation (par défaut table)")
    show = commands.add_parser(
        "show",
        help="afficher un indicateur pour un territoire",
        description="Afficher les valeurs d’un indicateur pour un territoire, de la plus ancienne à la plus récente.",
        epilog="Exemple : maillage show taux_locaux_raccordables_ftth departement:25 --format json",
    )
    show.add_argument(
        "indicator", metavar="indicateur", help="nom de l’indicateur (voir « maillage indicators »)"
    )
    show.add_argument("territory", metavar="territoire", help="par exemple commune:25056 ou departement:25")
    show.add_argument("--period", metavar="PÉRIODE", help="une seule période, par exemple 2018-T1")
    show.add_argument("--format", choices=formats, default="table", help="présentation (par défaut table)")


def _add_writing(commands: "argparse._SubParsersAction[FrenchParser]") -> None:
    load = commands.add_parser(
        "load",
        help="charger une livraison d’une source",
        description="Charger les fichiers d’une source comme une livraison ; sans fichier, la télécharger. "
        "Rien n’est publié avant « maillage compute » puis « maillage publish ».",
    )
    load.add_argument("source", help="nom de la source (voir « maillage sources »)")
    load.add_argument(
        "files",
        nargs="*",
        default=[],
        type=Path,
        metavar="fichier",
        help="fichier officiel (plusieurs : une livraison en morceaux)",
    )
    load.add_argument(
        "--period", default="", metavar="PÉRIODE", help="période décrite, si le fichier ne la dit pas"
    )
    load.add_argument(
        "--obtained-on",
        default="",
        metavar="AAAA-MM-JJ",
        help="jour où le fichier a été obtenu (par défaut aujourd’hui)",
    )
    load.add_argument("--region", metavar="CODE", help="région servie, à dire au premier chargement")
    load.add_argument("--dry-run", action="store_true", help="dire ce qui changerait, sans rien écrire")
    load.add_argument(
        "--problems",
        type=Path,
        metavar="FICHIER",
        help="écrire en CSV tous les problèmes : fichier, ligne, colonne, effet, raison",
    )
    load.add_argument(
        "--accept-fewer", action="store_true", help="accepter que plus d’un dixième des lignes ait disparu"
    )
    commands.add_parser(
        "compute",
        help="calculer la prochaine publication",
        description="Calculer la prochaine publication, sans la publier.",
    )
    commands.add_parser(
        "publish",
        help="publier ce qui a été calculé",
        description="Publier ce qui a été calculé : les pages changent d’un coup.",
    )


def _add_simulate(commands: "argparse._SubParsersAction[FrenchParser]") -> None:
    simulate = commands.add_parser(
        "simulate",
        help="écrire un territoire fictif dans les formats officiels",
        description="Écrire un territoire fictif, de 20 communes à un pays entier, dans les formats officiels, avec "
        "la vérité (truth/) à laquelle comparer les chiffres. Même graine, mêmes arguments : mêmes octets.",
        epilog="Exemple : maillage simulate /tmp/region --communes 400 --seed 7, "
        "puis maillage up --from /tmp/region",
    )
    simulate.add_argument("folder", type=Path, metavar="dossier", help="dossier où écrire")
    simulate.add_argument(
        "--communes",
        type=int,
        default=400,
        metavar="N",
        help="nombre de communes, de 20 à 36 000 (par défaut 400)",
    )
    simulate.add_argument("--seed", type=int, default=2026, metavar="S", help="graine (par défaut 2026)")
    simulate.add_argument(
        "--quarters",
        type=int,
        default=12,
        metavar="Q",
        help="trimestres d’histoire, de 1 à 36 (par défaut 12)",
    )
    simulate.add_argument(
        "--building-quarters",
        type=int,
        default=1,
        metavar="B",
        help="derniers trimestres où écrire chaque immeuble (par défaut 1)",
    )
    simulate.add_argument(
        "--dirt",
        type=float,
        default=0.0,
        metavar="R",
        help="part des lignes à abîmer, de 0 à 0.5 (par défaut 0)",
    )
    simulate.add_argument(
        "--only", nargs="+", default=[], metavar="SOURCE", help="n’écrire que ces formats (noms des sources)"
    )


def _add_editor(commands: "argparse._SubParsersAction[FrenchParser]") -> None:
    editor = commands.add_parser(
        "editor",
        help="ouvrir un compte à qui rédige les textes du site",
        description="Ouvrir un compte à qui rédige les textes du site, changer son mot de passe ou le supprimer. "
        "Le mot de passe est demandé, ou lu sur l’entrée standard : il ne s’écrit jamais dans la commande.",
        epilog="Exemple : maillage editor add prenom.nom@exemple.fr",
    )
    editor.add_argument(
        "action",
        choices=("add", "password", "answers", "conventions", "offers", "remove"),
        help="add : ouvrir un compte ; password : changer le mot de passe ; answers, conventions, offers : le laisser "
        "répondre aux signalements, saisir les conventions, saisir les offres de gros ; remove : supprimer le compte",
    )
    editor.add_argument("email", metavar="adresse", help="adresse électronique, qui sert à se connecter")


def _add_organisations(commands: "argparse._SubParsersAction[FrenchParser]") -> None:
    organisation = commands.add_parser(
        "organisation",
        help="ouvrir une organisation : collectivité, opérateur…",
        description="Ouvrir une organisation, ou changer ce qu’on en sait : ce qui n’est pas donné reste tel quel.",
        epilog='Exemple : maillage organisation "Département du Doubs" --territory departement:25',
    )
    organisation.add_argument("name", metavar="nom", help="son nom, le même partout")
    organisation.add_argument(
        "--kind",
        choices=("collectivite", "operateur", "equipe", "autre"),
        help="sa nature (collectivite à l’ouverture)",
    )
    organisation.add_argument(
        "--territory", metavar="TERRITOIRE", help="où ses membres agissent, par exemple departement:25"
    )
    organisation.add_argument(
        "--email", metavar="ADRESSE", help="où lui écrire (contestations, signalements)"
    )
    organisation.add_argument("--siren", metavar="SIREN", help="son SIREN, neuf chiffres")
    member = commands.add_parser(
        "member",
        help="donner ou reprendre un rôle dans une organisation",
        description="Donner à une personne un rôle dans une organisation, ou le reprendre. Elle se connecte par un "
        "lien reçu à son adresse, sans mot de passe.",
        epilog='Exemple : maillage member add prenom.nom@exemple.fr --organisation "Département du Doubs"',
    )
    member.add_argument("action", choices=("add", "remove"), help="add : donner ; remove : reprendre")
    member.add_argument("email", metavar="adresse", help="adresse électronique, qui sert à se connecter")
    member.add_argument("--organisation", required=True, metavar="NOM", help="nom de l’organisation")
    member.add_argument(
        "--role",
        choices=("lecteur", "contributeur", "pilote", "secretaire", "equipe", "administrateur"),
        default="contributeur",
        help="lecteur : voir ; contributeur : écrire ; pilote : ses actions ; secretaire : les comités ; equipe : la "
        "stratégie ; administrateur : donner des rôles (par défaut contributeur)",
    )
    member.add_argument(
        "--strategy", default="", metavar="STRATEGIE", help="pour cette stratégie seulement (son nom court)"
    )
    member.add_argument(
        "--to",
        default="",
        metavar="ADRESSE",
        help="avec remove : à qui remettre ce dont la personne répond (actions, décisions, sièges), ou « personne »",
    )


def _add_strategies(commands: "argparse._SubParsersAction[FrenchParser]") -> None:
    strategies = commands.add_parser(
        "strategies",
        help="charger les stratégies officielles livrées",
        description="Lister les stratégies et les documents cadres livrés, ou les charger (load). Charger de nouveau "
        "n’écrit que ce qui manque : ce que vous avez changé ou retiré ici reste ainsi, et c’est dit.",
        epilog="Exemple : maillage strategies load scoran-bfc ppun-bfc",
    )
    strategies.add_argument("action", nargs="?", choices=("load",), help="load : charger ; rien : lister")
    strategies.add_argument(
        "slugs", nargs="*", default=[], metavar="nom", help="nom court ; sans nom, toutes les stratégies"
    )


def _add_actions(commands: "argparse._SubParsersAction[FrenchParser]") -> None:
    actions = commands.add_parser(
        "actions",
        help="sortir les actions en classeur, ou en vérifier et en écrire un",
        description="Sortir toutes les actions dans un classeur XLSX, ou en lire un : tout est vérifié d’abord, et à "
        "la moindre erreur rien n’est écrit.",
        epilog="Exemple : maillage actions export actions.xlsx, puis maillage actions import actions.xlsx --apply",
    )
    actions.add_argument(
        "action", choices=("import", "export"), help="export : écrire le classeur ; import : le lire"
    )
    actions.add_argument("file", type=Path, metavar="fichier", help="le classeur XLSX")
    actions.add_argument(
        "--apply", action="store_true", help="écrire ce que le classeur demande, s’il n’a aucune erreur"
    )
