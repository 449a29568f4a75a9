"""Lists of words that people wrote are in French order: nowhere does a list put « Équipe » after « Zone »."""

import ast
from pathlib import Path

import pytest

from maillage.kernel.words import alphabetical

ROOT = Path(__file__).parent.parent / "maillage"
ROOMS = ("observatory", "directory", "commons", "steering", "web", "config", "cli")
WORDS = frozenset("name title label publisher".split())
"""What holds words of people. A `code`, a `slug` or a `key` does not."""
ROOT_OF_ORDER = frozenset(("alphabetic", "alphabetical"))


def faults(text: str) -> list[int]:
    """The lines of a module that sort words as bytes: `order_by("name")`, `ordering = ["name"]`, a key on `.name`."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and _called(node) == "order_by":
            found += [one.lineno for one in node.args if _is_plain(one)]
        elif isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.List):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and target.id == "ordering":
                found += [one.lineno for one in node.value.elts if _is_plain(one)]
        elif isinstance(node, ast.Call) and _called(node) in ("sorted", "sort") and _sorts_words(node):
            found.append(node.lineno)
    return found


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _is_plain(one: ast.expr) -> bool:
    return (
        isinstance(one, ast.Constant)
        and isinstance(one.value, str)
        and one.value.lstrip("-").rsplit("__", 1)[-1] in WORDS
    )


def _sorts_words(node: ast.Call) -> bool:
    key = next((one.value for one in node.keywords if one.arg == "key"), None)
    if isinstance(key, ast.Name):
        return False
    if isinstance(key, ast.Lambda):
        return _bare(key.body)
    # Without a key, what is listed is what is compared.
    listed = node.args[0] if node.args else None
    return isinstance(listed, ast.GeneratorExp | ast.SetComp | ast.ListComp) and _bare(listed.elt)


def _bare(node: ast.AST) -> bool:
    """Whether words are compared as they are, out of the functions that know the order."""
    if isinstance(node, ast.Call) and _called(node) in ROOT_OF_ORDER:
        return False
    if isinstance(node, ast.Attribute) and node.attr in WORDS:
        return True
    if isinstance(node, ast.Call) and _called(node) not in ("str", "capital", "typographic"):
        return False
    return any(map(_bare, ast.iter_child_nodes(node)))


def test_no_list_of_words_is_sorted_as_bytes() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts
        for line in faults(path.read_text("utf-8"))
    }
    assert sorted(found) == [], "sort with directory.ordering.alphabetic, or kernel.words.alphabetical"


@pytest.mark.parametrize(
    "line",
    [
        'found.order_by("name")',
        'found.order_by("framework", "-strategy__title")',
        'class Meta:\n    ordering = ["action", "label"]',
        'class Meta:\n    ordering: ClassVar = ["title"]',
        "sorted(found, key=lambda one: (one.rank, one.name))",
        "sorted(one.name for one in found)",
        "found.sort(key=lambda one: str(one.title))",
    ],
)
def test_the_guard_sees_a_list_sorted_as_bytes(line: str) -> None:
    assert faults(line) != []


@pytest.mark.parametrize(
    "line",
    [
        'found.order_by(alphabetic("name"), "code")',
        'class Meta:\n    ordering: ClassVar = [alphabetic("title")]',
        "sorted(found, key=lambda one: (one.rank, alphabetical(one.name)))",
        "sorted((one.name for one in found), key=alphabetical)",
    ],
)
def test_the_guard_lets_the_french_order_pass(line: str) -> None:
    assert faults(line) == []


def test_the_order_is_that_of_a_french_dictionary() -> None:
    names = ["Zone", "Équipe projet", "équerre", "Fibre", "doubs", "Œuvre", "Ouest", "L’Isle", "Lisle", "Évry"]
    assert sorted(names, key=alphabetical) == [
        "doubs",
        "équerre",
        "Équipe projet",
        "Évry",
        "Fibre",
        "L’Isle",
        "Lisle",
        "Œuvre",
        "Ouest",
        "Zone",
    ]
