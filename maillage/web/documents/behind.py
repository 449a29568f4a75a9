"""The large files of members' documents, made by the worker: described again there, as the same person may read."""

from collections.abc import Mapping
from datetime import timedelta
from importlib import import_module
from typing import IO, Any

from django.http import HttpRequest, HttpResponseBase

from maillage.directory.jobs.registry import Arguments, Progress, work
from maillage.kernel.errors import DataError
from maillage.web.declared import documents
from maillage.web.documents.described import Document, Table, walk
from maillage.web.documents.writing import Form, written
from maillage.web.exports.again import asked_again, noted
from maillage.web.exports.behind import made_behind

KEPT = timedelta(days=2)
LARGE = 200
"""Rows of all its tables together from which writing a document takes seconds: a dossier of two hundred actions."""


def large(document: Document) -> bool:
    """Whether its files are made behind."""
    return sum(len(block.rows) for block in walk(document.sections) if isinstance(block, Table)) >= LARGE


def file_behind(
    request: HttpRequest, name: str, document: Document, form: Form, parts: Mapping[str, str]
) -> HttpResponseBase:
    """The way to the page of the job that writes this file, of the document of this name, for the member who asks."""
    person: Any = request.user
    arguments = {"document": name, "form": form.value, "parts": dict(parts), **noted(request)}
    asked = "|".join((name, form.value, *parts.values()))
    title = f"{document.what} : {document.title}, {form.words}"
    return made_behind(
        request, document_file, arguments, title=title, asked=asked, back=document.address, person=person
    )


@work("documents.file", kept=KEPT, lasting=False)
def document_file(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    """Describe it, then write it. Raises UsageError when the person may no longer read it."""
    request = asked_again(arguments)
    declared = {module.DOCUMENT.name: module.DOCUMENT for module in map(import_module, documents())}
    held = declared.get(arguments["document"])
    if held is None:
        raise DataError("Ce document n’est plus là : revenez à la page d’où il vient.")
    progress(0.1, "Les faits sont réunis")
    document = held.described(request, **arguments["parts"])
    progress(0.5, "Le fichier s’écrit")
    form = Form(arguments["form"])
    out.write(written(document, form))
    return f"{document.file_name}.{form}"
