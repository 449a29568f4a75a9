"""What someone who has never seen `maillage` reads: its help, and what it says of a wrong command line."""

import argparse
import re
from inspect import signature
from pathlib import Path

import pytest

from maillage import __version__
from maillage.cli.parser import build_parser, running
from tests.cli.terminal import loaded, plain, run
from tests.conftest import stranger

OPTIONS = {
    "up": "--from --manifest --region --without --no-serve --host --port --no-work",
    "serve": "--host --port --no-work",
    "load": "--period --obtained-on --region --dry-run --problems --accept-fewer",
    "compute": "",
    "publish": "",
    "sources": "--format",
    "indicators": "--format",
    "show": "--period --format",
    "simulate": "--communes --seed --quarters --building-quarters --dirt --only",
    "editor": "",
    "organisation": "--kind --territory --email --siren",
    "member": "--organisation --role --strategy --to",
    "actions": "--apply",
    "strategies": "",
    "mail": "",
    "purge": "",
    "work": "",
}
ARGUMENTS = {
    "load": ("source", "fichier"),
    "show": ("indicateur", "territoire"),
    "simulate": ("dossier",),
    "editor": ("adresse",),
    "organisation": ("nom",),
    "member": ("adresse",),
    "actions": ("fichier",),
}
CHOICES = build_parser()._subparsers._group_actions[0].choices
COMMANDS = tuple(CHOICES)
ENGLISH = r"\b(usage:|optional arguments|positional|show this help|exit|the|and|of|file|required|default)\b"


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_is_in_french_and_explains_every_option(tmp_path: Path, command: str) -> None:
    done = run(tmp_path, command, "--help")
    assert done.code == 0
    assert done.out.startswith(f"usage : maillage {command} [-h]")
    assert not re.search(ENGLISH, done.out.replace("--no-serve", ""))
    explained = dict(re.findall(r"^  (?:-h, )?(--[a-z-]+)[^\n]*?(?:  +|\n +)(\S.+)$", done.out, re.MULTILINE))
    assert set(explained) == {"--help", *OPTIONS[command].split()}
    assert all(len(text) > 10 for text in explained.values())
    for name in ARGUMENTS.get(command, ()):
        assert re.search(rf"^  {name} +\S", done.out, re.MULTILINE), name


def test_the_first_help_names_every_command_the_exit_codes_and_how_to_write_a_territory(tmp_path: Path) -> None:
    told = run(tmp_path, "--help").out
    assert told.startswith("usage : maillage [-h] [--version] commande ...")
    for command in COMMANDS:
        assert re.search(rf"^    {command}\b", told, re.MULTILINE), command
    assert "commune:25056, epci:200065647, groupement:SCOT01, departement:25, region:27" in told
    assert "2018-T1, 2024-S1, 2025, 2025-03-31" in told
    assert "0 réussi, 2 usage ou nom inconnu, 3 données en défaut" in told
    assert "4 réseau" in told
    assert "MAILLAGE_HOME" in told


def test_help_is_asked_for_with_h_and_the_version_is_told(tmp_path: Path) -> None:
    assert run(tmp_path, "show", "-h").out == run(tmp_path, "show", "--help").out
    assert run(tmp_path, "--version").out == f"maillage {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("", "il manque : commande."),
        ("montrer", "commande : 'montrer' n’existe pas. Choix : 'up', 'serve', 'sources'"),
        ("show", "il manque : indicateur, territoire."),
        ("show sites_4g_par_operateur", "il manque : territoire."),
        ("show a b c", "arguments inconnus : c."),
        ("show a region:27 --format xml", "--format : 'xml' n’existe pas. Choix : 'table', 'json', 'csv'."),
        ("show a region:27 --period", "--period attend une valeur."),
        ("load", "il manque : source."),
        ("load a --frob", "arguments inconnus : --frob."),
        ("serve --port huit", "--port : 'huit' n’est pas valable."),
        ("up --from", "--from attend une valeur."),
    ],
)
def test_a_wrong_command_line_is_told_in_french_with_where_to_look(tmp_path: Path, arguments: str, told: str) -> None:
    done = run(tmp_path, *arguments.split())
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith(f"maillage : {told}")
    assert re.search(r"\nVoir « maillage( [a-z]+)? --help »\.\n$", done.err)
    assert not re.search(ENGLISH, done.err)


@pytest.mark.parametrize("arguments", ["--help", "--version", "up --help", "show --help", "up --port huit", "montrer"])
def test_help_and_a_wrong_command_line_wait_for_nothing_that_runs_commands(tmp_path: Path, arguments: str) -> None:
    assert loaded(tmp_path, *arguments.split()) == ["maillage", "maillage.cli", "maillage.kernel"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_that_the_help_names_can_be_run(command: str) -> None:
    options = argparse.Namespace(command=command, family=CHOICES[command].get_default("family"))
    assert list(signature(running(options)).parameters) == ["home", "options"]


def test_options_may_stand_before_between_or_after_the_other_arguments(release_home: Path) -> None:
    asked = [
        ("show", "sites_4g_par_operateur", "region:27", "--period", "2018-T1", "--format", "csv"),
        ("show", "--format", "csv", "sites_4g_par_operateur", "--period", "2018-T1", "region:27"),
        ("show", "--period", "2018-T1", "--format", "csv", "sites_4g_par_operateur", "region:27"),
    ]
    assert len({run(release_home, *arguments).out for arguments in asked}) == 1


def test_the_real_command_exits_with_what_it_says(release_home: Path, tmp_path: Path) -> None:
    shown = stranger(release_home, "show", "sites_4g_par_operateur", "region:27", "--period", "2018-T1")
    assert (shown.returncode, shown.stderr) == (0, "")
    unknown = stranger(release_home, "show", "sites_4g", "region:27")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    empty = stranger(tmp_path, "sources")
    assert (empty.returncode, empty.stdout) == (3, "")
    assert plain(empty.stderr) == (
        f"maillage : Aucune publication dans {tmp_path}. Lancez « maillage up » pour en construire une.\n"
    )
