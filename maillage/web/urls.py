"""The addresses of the web half: those of each page, in its folder, and those of the API."""

from django.urls import URLPattern, URLResolver, path

from maillage.web.addresses import pages
from maillage.web.api.operations import api_patterns

urlpatterns: list[URLPattern | URLResolver] = [
    *(pattern for page in pages("urls") for pattern in page.urlpatterns),
    path("api/v1/", api_patterns()),
]

handler400 = "maillage.web.site.errors.view.refused"
handler403 = "maillage.web.site.errors.view.closed"
handler404 = "maillage.web.site.errors.view.not_found"
handler500 = "maillage.web.site.errors.view.broken"
