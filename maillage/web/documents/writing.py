"""The files of a description: a writer a form, what was just written given again."""

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache

from maillage.web.documents import printed, slides, word
from maillage.web.documents.described import Document

KEPT = 12
"""How many files are kept to be given again, whoever asks: the description, that rights made, is the key."""


class Form(StrEnum):
    """A file of a document."""

    PDF = "pdf"
    DOCX = "docx"
    PPTX = "pptx"

    @property
    def words(self) -> str:
        """What a reader takes."""
        return {Form.PDF: "PDF", Form.DOCX: "Word (DOCX)", Form.PPTX: "Diapositives (PPTX)"}[self]


TYPES = {
    Form.PDF: "application/pdf",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
WRITERS: dict[Form, Callable[[Document], bytes]] = {
    Form.PDF: printed.write,
    Form.DOCX: word.write,
    Form.PPTX: slides.write,
}


@lru_cache(maxsize=KEPT)
def written(document: Document, form: Form) -> bytes:
    """The file of a description."""
    return WRITERS[form](document)
