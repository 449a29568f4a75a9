"""The house keeps its own rules: imports go down, files stay short, what is settable is documented."""

import ast
import functools
import re
import shutil
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from maillage.cli.parser import build_parser

ROOT = Path(__file__).parent.parent
PYTHON_FILES = [
    path
    for folder in ("maillage", "tests", "bench", "scripts", "samples")
    for path in (ROOT / folder).rglob("*.py")
    if "vendor" not in path.parts
]
TEXT_SUFFIXES = {".py", ".md", ".toml", ".lock", ".sh", ".html", ".css", ".js", ".csv", ".json", ".txt", ""}
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE_LINE = 400, 50, 120


def test_every_file_can_be_read_in_one_sitting() -> None:
    # Django writes the migrations, one operation a model.
    written = [path for path in PYTHON_FILES if "migrations" not in path.parts]
    lengths = {str(p.relative_to(ROOT)): p.read_text("utf-8").count("\n") for p in written}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}


def test_every_function_fits_on_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in PYTHON_FILES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


# Neither a tag of Django nor a value between quotes can be cut.
WHOLE = re.compile(r"\{[%{#].*?[#}%]\}|\"[^\"]*\"")


def test_a_line_of_a_template_is_long_only_where_it_cannot_be_cut() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "maillage").rglob("*.html"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if len(line) > LONGEST_TEMPLATE_LINE and " " in WHOLE.sub("-", WHOLE.sub("-", line).strip())
    ]
    assert long == []


BREAKS = {
    "Imports go down only": ("kernel/period.py", "from maillage.tables import communes"),
    "What is measured knows no web framework": ("observatory/door.py", "import django"),
    "The web reaches figures through the observatory only": ("web/gate/access.py", "from maillage.store import duck"),
    "Steering and commons ignore each other": ("steering/__init__.py", "from maillage import commons"),
}


@pytest.mark.more
@pytest.mark.parametrize("contract", BREAKS)
def test_an_import_that_goes_the_wrong_way_is_seen(contract: str, tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("vendor", "__pycache__", "reference", "static")
    shutil.copytree(ROOT / "maillage", tmp_path / "maillage", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert lint(tmp_path).returncode == 0
    name, line = BREAKS[contract]
    broken = tmp_path / "maillage" / name
    broken.write_text(f"{broken.read_text('utf-8')}\n{line}\n", "utf-8")
    found = lint(tmp_path)
    assert found.returncode == 1
    assert f"{contract} BROKEN" in found.stdout


DECLARED = {
    "demonstration": "def enter(source: Observatory, today: date) -> int:",
    "reference": "def entries(asked: Sequence[str]) -> Iterator[tuple[str, Entry]]:",
}


@pytest.mark.parametrize("name", DECLARED)
def test_every_app_declares_what_it_enters_in_the_same_words(name: str) -> None:
    rooms = [ROOT / "maillage" / room for room in ("steering", "commons", "directory")]
    files = [path for room in rooms for path in room.rglob(f"{name}.py")]
    assert files
    for path in files:
        text = path.read_text("utf-8")
        assert re.search("^AFTER = \\(", text, re.MULTILINE), path
        assert f"\n{DECLARED[name]}\n" in text, path


MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "maillage").rglob("*.py")
    if not {"vendor", "migrations"} & set(path.parts)
}


@functools.cache
def imported(path: Path) -> set[str]:
    """The modules of ours that a file imports, wherever it does: at its top, for its types or in a function."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            names |= {name if name in MODULES else str(node.module) for name in inside}
    return names & MODULES.keys()


def test_no_circle_of_imports_between_files() -> None:
    TopologicalSorter({name: imported(path) for name, path in MODULES.items()}).prepare()


def test_no_two_neighbours_import_each_other() -> None:
    """Files or folders of one folder."""
    arrows = set()
    for name, path in MODULES.items():
        for other in imported(path):
            here, there = name.split("."), other.split(".")
            depth = next((n for n, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), None)
            if depth is not None:
                arrows.add((".".join(here[: depth + 1]), ".".join(there[: depth + 1])))
    assert {arrow for arrow in arrows if arrow[::-1] in arrows} == set()


def test_no_field_of_a_model_says_its_type_twice() -> None:
    """mypy reads it from Django; what a JSON field holds is said by nobody else."""
    double = re.compile(r'^ +\w+: "?models\.(?!JSONField)', re.MULTILINE)
    assert [name for name, path in MODULES.items() if double.search(path.read_text("utf-8"))] == []


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    script = "import sys; sys.path.insert(0, '.'); from importlinter import cli; cli.lint_imports_command()"
    command = [sys.executable, "-c", script, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in done.stdout.splitlines()]


def test_nothing_committed_names_a_registry_or_a_machine() -> None:
    words = re.compile(
        "|".join(["pypi" + r"\.org", "python" + "hosted", "registry" + r"\.npmjs", r"(?<![\w.])/ro" + r"ot/\w"])
    )
    named = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in tracked()
        if path.is_file() and path.suffix in TEXT_SUFFIXES and "vendor" not in path.parts
        if (found := words.search(path.read_text("utf-8", errors="replace")))
    ]
    assert named == []


def test_every_command_and_option_is_in_the_readme_or_the_docs() -> None:
    told = documentation()
    missing = []
    for action in build_parser()._subparsers._group_actions:  # type: ignore[union-attr]
        for name, parser in action.choices.items():  # type: ignore[union-attr]
            missing += [name for _ in [0] if f"maillage {name}" not in told]
            for option in parser._actions:
                missing += [
                    f"{name} {flag}" for flag in option.option_strings if flag.startswith("--") and flag not in told
                ]
    assert missing == []


def test_every_setting_read_from_the_environment_is_documented() -> None:
    used = {
        name
        for path in (ROOT / "maillage").rglob("*.py")
        for name in re.findall(r"\"(MAILLAGE_[A-Z_]+)", path.read_text("utf-8"))
    }
    assert used
    assert {name for name in used if name not in documentation()} == set()


def documentation() -> str:
    return "\n".join(p.read_text("utf-8") for p in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


def test_every_marker_is_declared_and_every_one_declared_is_used() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]
    declared = {line.partition(":")[0] for line in told["markers"]}
    built_in = {"parametrize", "skipif", "usefixtures", "django_db", "urls", "xdist_group"}
    used = {
        name
        for path in PYTHON_FILES
        if path.is_relative_to(ROOT / "tests")
        for name in re.findall(r"pytest\.mark\.(\w+)", path.read_text("utf-8"))
    }
    assert used - built_in == declared


def test_every_target_of_the_makefile_says_what_it_is_for() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    assert re.findall(r"^([a-z-]+):(?!.*##)", text, re.MULTILINE) == []
