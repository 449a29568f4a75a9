"""Every form of the site is filled in and sent in a browser by a test, right and wrong."""

import importlib
import re

from tests.web.filling import PAGES, ROOT, SUBMITTED

FORM = re.compile(r"<form\b[^>]*method=.post", re.IGNORECASE)


def test_every_form_of_the_site_is_filled_in_by_a_test_in_a_browser() -> None:
    for path in (ROOT / "tests" / "web").glob("test_*.py"):
        if "@submits(" in path.read_text("utf-8"):
            importlib.import_module(f"tests.web.{path.stem}")
    forms = {
        path.relative_to(PAGES).as_posix().removeprefix("ui/templates/")
        for path in PAGES.rglob("*.html")
        if FORM.search(path.read_text("utf-8"))
    }
    assert sorted(forms - set(SUBMITTED)) == []
    assert sorted(set(SUBMITTED) - forms) == []
