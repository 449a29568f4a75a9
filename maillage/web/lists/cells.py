"""The rows of a list as its page holds them. Written here rather than by a template: a page has thousands of cells.

All that is not written here is escaped: `escape`, of the standard library, several times quicker than Django's.
"""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from maillage.kernel import french
from maillage.web.lists.described import Shown
from maillage.web.words.named import marked

_TONES = {"missing": "missing", "soft": "said-soft"}


def cell(shown: Shown, row: Any) -> str:
    """What is between the tags of a cell, escaped."""
    said = render_to_string(shown.part, {"row": row}) if shown.part else _said(shown, _TONES.get(shown.tone, ""))
    return f"{said}{''.join(map(_under, shown.under))}" if shown.under else said


def _said(shown: Shown, tone: str) -> str:
    if not shown.words:
        return ""
    words = marked(shown.words) if shown.tone == "names" else escape(french.typographic(shown.words))
    if shown.address:
        return f'<a href="{escape(shown.address)}">{words}</a>'
    return f'<span class="{tone}">{words}</span>' if tone else words


def _under(line: Shown) -> str:
    tone = " missing" if line.tone == "missing" else ""
    return f'<span class="under{tone}">{_said(line, "")}</span>'


def opening(head: str, figures: bool, answers: bool) -> str:
    """The opening tag of the cells under a head, which cards repeat; one that answers heads its card."""
    kinds = [kind for kind, held in (("figures", figures), ("card-answer", answers)) if held]
    said = f' class="{" ".join(kinds)}"' if kinds else ""
    return f'<td role="cell" data-head="{escape(head)}"{said}>'


def row(first: str, others: Iterable[tuple[str, str]]) -> SafeString:
    """A row: its first cell, then the opening tag and what is inside the others."""
    cells = "".join([f"{tag}{inside}</td>" for tag, inside in others])
    return SafeString(f'<tr role="row"><th scope="row" role="rowheader">{first}</th>{cells}</tr>')
