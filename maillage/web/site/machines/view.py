"""Programs come asking whether the site stands, what they may index and where its pages are."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from maillage.directory.jobs import asking
from maillage.kernel.errors import DataError
from maillage.observatory.door import current
from maillage.web.declared import areas, pages
from maillage.web.gate.access import OFFICE, public, writing
from maillage.web.gate.observatory import observatory


def _closed() -> list[str]:
    """What no search engine has a use for: where people write, but for the pages of it that may be listed."""
    listed = {reverse(name) for name, page in pages().items() if page.indexed}
    written = [f"{area.path}/" if area.path in listed else area.path for area in areas() if not area.listed_below]
    return [*written, OFFICE, reverse("api").removesuffix("v1/")]


@writing
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when a release is served and the database answers, 503 otherwise; in JSON, and nothing private.

    `travaux_arretes`: long work waits, and no worker takes it; `fond_de_carte`: why what the operator lays under maps
    cannot be; pages are served all the same.
    """
    try:
        source = current(settings.MAILLAGE_HOME)
    except DataError:
        release, damaged = None, None
    else:
        release = {
            "numero": source.release.number,
            "publiee_le": source.release.published_at.isoformat(),
            "donnees_simulees": source.release.simulated,
        }
        damaged = source.damaged or None
    answers = _database_answers()
    state = {
        "publication": release,
        "publication_abimee": damaged,
        "base_de_donnees": answers,
        "travaux_arretes": asking.stuck() if answers else None,
        "fond_de_carte": settings.MAILLAGE_BACKGROUND.problem or None,
    }
    return JsonResponse(state, status=200 if release and answers else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_migrations")
    except DatabaseError:
        return False
    return True


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What programs may read: nothing of a simulated territory, all public pages of a real one."""
    if observatory(request).release.simulated:
        lines = ["# Territoire fictif, données simulées : rien à indexer.", "User-agent: *", "Disallow: /"]
    else:
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in _closed())]
        lines += ["", f"Sitemap: {settings.MAILLAGE_ADDRESS}{reverse('machines.sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
