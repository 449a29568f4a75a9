"""The addresses of a document, from what declares it: its page, and its files beside. Who may read one form of it may
read them all: the same access, then the same description, asked of the same reader.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, re_path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from maillage.web.documents.behind import file_behind, large
from maillage.web.documents.described import Document, clean
from maillage.web.documents.page import context
from maillage.web.documents.writing import TYPES, Form, written
from maillage.web.gate.access import View


@dataclass(frozen=True, slots=True)
class Declared:
    """A document, as its file declares it (`DOCUMENT = Declared(...)`).

    `name` is the route of its page, `address` the pattern of it, without its first slash. `describe(request, **parts)`
    gives the document as this reader may read it, and raises UsageError for who may not; `access` says who comes in
    (`web/gate/access.py`). `asks` names what its address asks after « ? », which its files ask too. Without `page`,
    only its files are given: the page is somebody else's.
    """

    name: str
    address: str
    access: Callable[[View], View]
    describe: Callable[..., Document]
    forms: tuple[Form, ...] = (Form.PDF, Form.DOCX)
    page: bool = True
    asks: tuple[str, ...] = ()

    @property
    def urls(self) -> list[URLPattern]:
        """Its routes: `<name>` and `<name>_file`."""
        among = "|".join(self.forms)
        files = re_path(rf"^{self.address}\.(?P<form>{among})$", self._file(), name=f"{self.name}_file")
        return [files, re_path(rf"^{self.address}$", self._page(), name=self.name)] if self.page else [files]

    def described(self, request: HttpRequest, **parts: str) -> Document:
        """The document for this reader, legible in every form."""
        document: Document = clean(self.describe(request, **parts))
        return document

    def links(self, **parts: str) -> list[tuple[str, str]]:
        """The files: address and words."""
        name = f"{self.name}_file"
        return [(reverse(name, kwargs={**parts, "form": form.value}), form.words) for form in self.forms]

    def asked(self, request: HttpRequest) -> str:
        """What this address asks after « ? », that sign included; empty when it asks nothing."""
        query = urlencode([(name, request.GET[name]) for name in self.asks if request.GET.get(name)])
        return f"?{query}" if query else ""

    def _page(self) -> View:
        @require_safe
        def page(request: HttpRequest, **parts: str) -> HttpResponse:
            document, query = self.described(request, **parts), self.asked(request)
            files = [(f"{address}{query}", words) for address, words in self.links(**parts)]
            files += [(link.address, link.words) for link in document.attached]
            return render(request, "documents/page.html", context(document, files))

        return self.access(page)

    def _file(self) -> View:
        @require_safe
        def file(request: HttpRequest, form: str, **parts: str) -> HttpResponseBase:
            document, asked = self.described(request, **parts), Form(form)
            person = getattr(request, "user", None)
            if person is not None and person.is_authenticated and large(document):
                return file_behind(request, self.name, document, asked, parts)
            shown = "inline" if asked is Form.PDF else "attachment"
            disposition = f'{shown}; filename="{document.file_name}.{asked}"'
            headers = {"Content-Disposition": disposition}
            return HttpResponse(written(document, asked), content_type=TYPES[asked], headers=headers)

        return self.access(file)
