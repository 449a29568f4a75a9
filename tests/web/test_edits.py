"""There is one way to edit: one version, one merge, one refusal; and views do not write."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "maillage"
ROOMS = ("web", "steering", "commons", "directory")
HERE = {"steering/versions.py", "web/forms/conflict.py", "web/forms/bind.py", "web/forms/rows.py"}
# They save a file in memory, for who asked for it.
FILES = {"web/documents/word.py", "web/documents/slides.py"}
WRITES = {"save", "delete", "create", "bulk_create", "get_or_create", "update_or_create"}


@functools.cache
def files() -> dict[str, ast.Module]:
    """What people write and see, module by module."""
    return {
        str(path.relative_to(PACKAGE)): ast.parse(path.read_text("utf-8"))
        for room in ROOMS
        for path in (PACKAGE / room).rglob("*.py")
        if "migrations" not in path.parts
    }


def ways(tree: ast.AST) -> Iterator[str]:
    """What a module has of its own to edit two at once."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in ("Stale", "Overtaken", "Conflict"):
            yield f"{node.lineno}: class {node.name}"
        elif isinstance(node, ast.FunctionDef) and node.name.strip("_") in ("merge", "overtaken", "touch"):
            yield f"{node.lineno}: {node.name}()"
        elif isinstance(node, ast.Compare):
            sides = (node.left, *node.comparators)
            # A name of a field, or a version of something else, is compared with a constant.
            constant = any(isinstance(side, ast.Constant) for side in sides)
            if any(map(is_version, sides)) and not constant:
                yield f"{node.lineno}: {ast.unparse(node)}"


def is_version(node: ast.expr) -> bool:
    """Whether this is a version that was read, or the one there is."""
    if isinstance(node, ast.Call):
        return is_version(node.func) or any(map(is_version, node.args))
    name = getattr(node, "attr", getattr(node, "id", ""))
    return name == "version" or (isinstance(node, ast.Constant) and node.value == "version")


def writes(tree: ast.Module) -> Iterator[str]:
    """Where a module writes in the database. What a module of services is asked is not that."""
    services = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            services |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            folder = PACKAGE.parent.joinpath(*(node.module or "").split("."))
            services |= {alias.asname or alias.name for alias in node.names if (folder / f"{alias.name}.py").is_file()}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            root: ast.AST = node.func.value
            while isinstance(root, ast.Attribute | ast.Call):
                root = root.value if isinstance(root, ast.Attribute) else root.func
            if getattr(root, "id", "") not in services:
                yield f"{node.lineno}: {ast.unparse(node)[:80]}"


def test_no_page_and_no_service_has_its_own_version_merge_or_refusal() -> None:
    own = [f"{name}:{way}" for name, tree in files().items() if name not in HERE for way in ways(tree)]
    assert own == []


def test_no_view_writes() -> None:
    pages = {name: tree for name, tree in files().items() if name.startswith("web/") and name not in FILES}
    written = [f"{name}:{line}" for name, tree in pages.items() for line in writes(tree)]
    assert written == []


def test_what_is_refused_is_seen() -> None:
    bad = """
class Stale(Exception): ...
def merge(a, b): ...
def view(request, thing, form):
    if request.POST.get("version") != str(thing.version):
        thing.save()
    Thing.objects.filter(pk=1).delete()
    form.save(commit=False)
"""
    assert len([*ways(ast.parse(bad))]) == 3
    assert len([*writes(ast.parse(bad))]) == 3


def test_one_wording_says_that_somebody_wrote() -> None:
    words = ("entre-temps", "pendant que vous écriviez", "avant vous")
    said = [
        path.relative_to(PACKAGE).as_posix()
        for path in (PACKAGE / "web").rglob("*.html")
        if any(word in path.read_text("utf-8") for word in words)
    ]
    assert said == ["web/ui/templates/parts/conflict.html"]
