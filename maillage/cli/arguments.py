"""An argument parser that speaks French."""

import argparse
import re
from typing import Any, NoReturn, TypeAlias

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


Commands: TypeAlias = "argparse._SubParsersAction[FrenchParser]"
"""Where each family of commands declares its own."""
