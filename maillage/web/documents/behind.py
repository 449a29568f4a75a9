"""The large files of members' documents, made by the worker: described again there, as the same person may read."""

from collections.abc import Mapping
from datetime import timedelta
from importlib import import_module
from typing import IO, Any

from django.http import HttpRequest, HttpResponseBase

from maillage.directory.jobs.registry import Arguments, Progress, work
from maillage.directory.models import User
from maillage.kernel.errors import DataError
from maillage.web.declared import documents
from maillage.web.documents.described import Document, Table, walk
from maillage.web.documents.writing import Form, written
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
    arguments = {
        "document": name,
        "form": form.value,
        "parts": dict(parts),
        "host": request.get_host(),
        "secure": request.is_secure(),
    }
    asked = "|".join((name, form.value, *parts.values()))
    title = f"{document.what} : {document.title}, {form.words}"
    return made_behind(
        request, document_file, arguments, title=title, asked=asked, back=document.address, person=person
    )


@work("documents.file", kept=KEPT, lasting=False)
def document_file(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    """Describe it, then write it. Raises UsageError when the person may no longer read it."""
    person = User.objects.filter(pk=arguments["by"]).first()
    declared = {module.DOCUMENT.name: module.DOCUMENT for module in map(import_module, documents())}
    held = declared.get(arguments["document"])
    if person is None or held is None:
        raise DataError("Ce document n’est plus là, ou votre compte est fermé.")
    progress(0.1, "Les faits sont réunis")
    document = held.described(_as_asked(arguments, person), **arguments["parts"])
    progress(0.5, "Le fichier s’écrit")
    form = Form(arguments["form"])
    out.write(written(document, form))
    return f"{document.file_name}.{form}"


def _as_asked(arguments: Arguments, person: User) -> HttpRequest:
    """The request it was asked by, as far as a description reads it: who, and the address of the site."""
    request = HttpRequest()
    request.method = "GET"
    request.META = {
        "HTTP_HOST": arguments["host"],
        "SERVER_NAME": arguments["host"],
        "SERVER_PORT": "443" if arguments["secure"] else "80",
        "wsgi.url_scheme": "https" if arguments["secure"] else "http",
    }
    request.user = person
    return request
