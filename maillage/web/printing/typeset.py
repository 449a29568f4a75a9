"""Documents to print: a Typst template and its data become a tagged, accessible PDF (PDF/UA-1)."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

HERE = Path(__file__).parent
_turn = Lock()


@cache
def _compiler() -> Any:
    # Imported late: the library is 81 MB, and most processes never print.
    import typst

    return typst.Compiler(
        root=HERE, font_paths=typst.Fonts(False, True, [str(HERE / "fonts")]), ignore_system_fonts=True
    )


def pdf(template: str, data: dict[str, Any], when: datetime) -> bytes:
    """The document of this template (a file of this folder) with this data, dated `when`.

    The same data give the same bytes.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    with _turn:
        made = _compiler().compile(
            input=str(HERE / template), format="pdf", sys_inputs=inputs, pdf_standards="ua-1", timestamp=when
        )
    return bytes(made)
