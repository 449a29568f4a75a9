"""The addresses of the web half: those of each page, in its folder or its file, of each document, and of the API."""

from importlib import import_module

from django.urls import URLPattern, URLResolver, path

from maillage.web.api.site import api_patterns
from maillage.web.declared import documents, lists, packages
from maillage.web.lists.api import join
from maillage.web.lists.routes import routes

urlpatterns: list[URLPattern | URLResolver] = [
    *(pattern for package in packages().values() for pattern in import_module(f"{package}.urls").urlpatterns),
    *(pattern for module in lists().values() for pattern in routes(import_module(module).LISTING)),
    *(pattern for module in documents() for pattern in import_module(module).DOCUMENT.urls),
]
join(urlpatterns)
urlpatterns.append(path("api/v1/", api_patterns()))

handler400 = "maillage.web.site.errors.view.refused"
handler403 = "maillage.web.site.errors.view.closed"
handler404 = "maillage.web.site.errors.view.not_found"
handler500 = "maillage.web.site.errors.view.broken"
