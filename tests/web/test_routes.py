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
from maillage.web.declared import Question, packages, pages
from maillage.web.fibre.bar import tabs
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
    """The strings of a module, but for docstrings; an f-string is one, and not the pieces it is made of."""
    said = {
        id(body[0].value)
        for node in ast.walk(tree)
        if isinstance(body := getattr(node, "body", None), list) and body and isinstance(body[0], ast.Expr)
    }
    said |= {id(piece) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for piece in node.values}
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
        assert page.under == "" or pages()[page.under].lines, name
        if page.area and page.area.landing:
            assert reverse(page.area.landing).startswith("/"), name
        if page.indexed:
            assert reverse(name).startswith("/"), name


@pytest.mark.parametrize(
    ("path", "question", "line", "current"),
    [
        ("/carte", "Où en est-on ?", "La carte", "page"),
        ("/territoires/region/27", "Où en est-on ?", "Toute la région", "page"),
        ("/territoires/region/27/reseaux-fixes", "Où en est-on ?", "Toute la région", "true"),
        ("/territoires/commune/25056", "Où en est-on ?", "Mon territoire", "true"),
        ("/indicateurs/taux_locaux_raccordables_ftth", "Où en est-on ?", "Les indicateurs", "true"),
        ("/engagements", "La fibre, quand ?", "Promesses", "page"),
        ("/adresse/25056_1001_00012", "La fibre, quand ?", "À mon adresse", "true"),
        ("/carte/immeubles", "La fibre, quand ?", "Les immeubles, sur la carte", "page"),
        ("/cout/connexion", "La fibre, quand ?", "Coût", "true"),
        ("/strategies/scoran-bfc/suivi", "Que fait-on ?", "Les stratégies", "true"),
        # An address of members that has the word of a public one in it.
        ("/piloter/indicateurs", "Que fait-on ?", "Mon bureau", "true"),
        ("/piloter/strategies", "Que fait-on ?", "Mon bureau", "true"),
        ("/sources/arcep_ftth_2018", "D’où ça vient ?", "Les sources", "true"),
        ("/api/v1/", "D’où ça vient ?", "L’API", "page"),
    ],
)
def test_the_menu_says_where_the_reader_is(path: str, question: str, line: str, current: str) -> None:
    menu = rubrics(path, SimpleNamespace(region=Ref(Level.REGION, "27")))
    assert [each.name for each in menu if each.here] == [question]
    marked = [(door.label, door.current) for each in menu for door in each.doors if door.current]
    assert marked == [(line, current)]


@pytest.mark.parametrize("path", ["/", "/recherche", "/aide", "/nulle/part", "/territoire"])
def test_a_page_of_no_question_is_marked_nowhere(path: str) -> None:
    assert not any(door.current for each in rubrics(path, None) for door in each.doors)


def test_the_menus_are_the_four_questions_each_with_pages() -> None:
    for release in (None, SimpleNamespace(region=Ref(Level.REGION, "27"))):
        menu = rubrics("/", release)
        assert [each.name for each in menu] == [question.value for question in Question]
        assert all(each.doors for each in menu)
        labels = [door.label for each in menu for door in each.doors]
        assert len(labels) == len(set(labels))


def test_every_page_that_search_engines_may_list_and_every_tab_of_the_fibre_is_in_the_menu() -> None:
    listed = {name for name, page in pages().items() if page.indexed} | set(tabs())
    assert [name for name in sorted(listed - {"home"}) if not pages()[name].lines] == []


def test_a_line_of_the_menu_that_leads_nowhere_is_left_out() -> None:
    assert "Toute la région" not in [door.label for each in rubrics("/", None) for door in each.doors]
