"""Where an address is written: in the folder of its page, and nowhere else."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.urls import Resolver404, resolve, reverse

from maillage.kernel.territory import Level, Ref
from maillage.web.declared import packages, pages
from maillage.web.gate.access import OFFICE, declared, walk
from maillage.web.ui.menu import rubrics
from maillage.web.urls import urlpatterns

PACKAGE = Path(__file__).parents[2] / "maillage"
ROOMS = ("web", "steering", "commons", "directory", "cli")
HARD = re.compile(r"""=["'](/(?!static/|/)[a-z][^"']*)""")


def leads_somewhere(address: str) -> bool:
    path = re.split(r"[?#]", address)[0]
    if path.startswith(OFFICE):
        return True
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def texts(tree: ast.AST) -> Iterator[ast.expr]:
    """The strings of a module, but for docstrings; of an f-string, only its beginning."""
    said = {
        id(body[0].value)
        for node in ast.walk(tree)
        if isinstance(body := getattr(node, "body", None), list) and body and isinstance(body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in said:
            yield node


def beginning(text: ast.expr) -> str:
    """A string with a number for each value it is made with, which is what most routes take."""
    if isinstance(text, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "1" for one in text.values)
    return str(text.value) if isinstance(text, ast.Constant) and isinstance(text.value, str) else ""


def test_no_address_of_the_site_is_written_in_python_outside_of_urls() -> None:
    wrong = []
    for path in sorted(one for room in ROOMS for one in (PACKAGE / room).rglob("*.py")):
        # The operations of the API say their addresses themselves, below /api/v1/.
        if path.name == "urls.py" or "migrations" in path.parts or path.parts[-2] == "api" or path.name == "api.py":
            continue
        for text in texts(ast.parse(path.read_text("utf-8"))):
            address = beginning(text)
            if re.match(r"/[a-z]", address) and address != OFFICE and leads_somewhere(address):
                wrong.append(f"{path.relative_to(PACKAGE)}:{text.lineno}: {address}")
    assert wrong == []


def test_no_address_of_the_site_is_written_in_a_template() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)}: {address}"
        for path in sorted((PACKAGE / "web").rglob("*.html"))
        for address in HARD.findall(path.read_text("utf-8"))
    ]
    assert wrong == []


def test_every_page_has_a_name_of_its_own_and_declares_who_may_read_it() -> None:
    names = Counter(pattern.name for pattern in urlpatterns if hasattr(pattern, "name"))
    assert [name for name, count in names.items() if count > 1 or not name] == []
    assert [address for address, view in walk(urlpatterns) if declared(view) is None] == []


def test_two_pages_never_have_the_same_name() -> None:
    folders = [path.parent.name for path in (PACKAGE / "web").glob("*/*/urls.py")]
    assert len(folders) == len(set(folders)) == len(packages())


def test_what_a_page_declares_leads_to_pages_that_are() -> None:
    for name, page in pages().items():
        assert page.under == "" or pages()[page.under].line, name
        if page.area and page.area.landing:
            assert reverse(page.area.landing).startswith("/"), name
        if page.indexed:
            assert reverse(name).startswith("/"), name


@pytest.mark.parametrize(
    ("path", "lit"),
    [
        ("/", set()),
        ("/territoires/region/27", {"Observer", "Territoires"}),
        ("/engagements", {"Observer", "La fibre, opérateur par opérateur"}),
        ("/previsions", {"Observer", "La fibre, opérateur par opérateur"}),
        ("/immeubles", {"Observer", "La fibre, opérateur par opérateur"}),
        ("/cout", {"Observer", "La fibre, opérateur par opérateur"}),
        ("/carte/immeubles", {"Observer", "Carte"}),
        ("/sources/arcep_ftth_2018", {"Observer", "Sources"}),
        ("/strategies/scoran-bfc/suivi", {"Piloter", "Stratégies"}),
        # An address of members that has the word of a public one in it.
        ("/piloter/indicateurs", {"Piloter", "Mon bureau"}),
        ("/piloter/strategies", {"Piloter", "Mon bureau"}),
    ],
)
def test_the_menu_says_where_the_reader_is(path: str, lit: set[str]) -> None:
    menu = rubrics(path, SimpleNamespace(region=Ref(Level.REGION, "27")))
    assert {one.name for one in menu if one.here} | {
        door.label for one in menu for door in one.doors if door.here
    } == lit
    assert [one.name for one in menu] == ["Observer", "Piloter"]


def test_a_line_of_the_menu_that_leads_nowhere_is_left_out() -> None:
    assert "Territoires" not in [door.label for one in rubrics("/", None) for door in one.doors]
