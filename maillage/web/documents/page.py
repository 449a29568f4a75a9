"""A document as a page of the site: what its template reads."""

from typing import Any

from maillage.kernel import french
from maillage.web.documents.described import Document


def context(document: Document, files: list[tuple[str, str]]) -> dict[str, Any]:
    """The words of `documents/page.html`; `files` are those one may take, address and words."""
    return {
        "document": document,
        "dated": french.day(document.dated),
        "files": files,
        "crumbs": [(link.address, link.words) for link in document.crumbs],
    }
