"""The wings of the web ignore each other, and so do their pages: what several say is beside them, or below."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

WEB = Path(__file__).parents[2] / "maillage" / "web"
WINGS = {path.parents[1].name for path in WEB.glob("*/*/urls.py")}
# A template by its name: its wing, its folder, its file.
INCLUDED = re.compile(r"""["']((?:\w+/){2}\w+\.(?:html|txt))["']""")


def places(path: Path) -> tuple[str, str]:
    """The wing and the page of a file of the web; of what several share, no page; of a room below, neither."""
    wing, *inside = path.relative_to(WEB).parts
    page = inside[0] if len(inside) > 1 and (WEB / wing / inside[0] / "urls.py").exists() else ""
    return (wing, page) if wing in WINGS else ("", "")


def imported(path: Path) -> Iterator[Path]:
    """The files and folders of the web that a module takes something from."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("maillage.web."):
            folder = WEB.joinpath(*str(node.module).split(".")[2:])
            yield from (folder / name.name for name in node.names)


def wrong(path: Path, other: Path) -> bool:
    """Whether this file may not know that one: of another wing, of another page, or of a wing at all."""
    (wing, page), (its_wing, its_page) = places(path), places(other)
    return bool(its_wing) and (its_wing != wing or (bool(its_page) and its_page != page))


def test_no_page_imports_another_and_no_wing_another() -> None:
    found = [
        f"{path.relative_to(WEB)} -> {other.relative_to(WEB)}"
        for path in sorted(WEB.rglob("*.py"))
        for other in imported(path)
        if wrong(path, other)
    ]
    assert found == []


def test_no_page_shows_a_template_of_another() -> None:
    found = [
        f"{path.relative_to(WEB)} -> {name}"
        for path in sorted(path for kind in ("*.py", "*.html", "*.txt") for path in WEB.rglob(kind))
        for name in INCLUDED.findall(path.read_text("utf-8"))
        if name.startswith(tuple(f"{wing}/" for wing in WINGS)) and wrong(path, WEB / name)
    ]
    assert found == []


def test_the_addresses_of_the_web_are_those_of_its_pages() -> None:
    lines = (WEB / "urls.py").read_text("utf-8").splitlines()
    assert len(lines) <= 60
    for path in WEB.glob("*/*/urls.py"):
        assert (path.parent / "__init__.py").exists(), path
