"""Somebody followed a wrong address, or something broke: they leave knowing what happened and where to go."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse

from maillage.web.gate.observatory import problem_page


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: mostly another host name than those the operator gave."""
    message = "Ce site ne répond pas à ce nom, ou la demande est mal formée."
    advice = "Si vous tenez ce site : donnez ses noms dans MAILLAGE_HOSTS, séparés par des virgules."
    return problem_page(request, 400, "Demande refusée", message, advice)


def closed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: an address that is not for this person, or for nobody."""
    message = str(exception) or "Cette adresse ne vous est pas ouverte."
    return problem_page(request, 403, "Accès fermé", message, "Revenez à l’accueil.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: JSON for the API; an address with a slash too many is put right."""
    if request.path.startswith(reverse("api").removesuffix("v1/")):
        message = f"Adresse inconnue. La liste des adresses est à {reverse('api')}."
        return JsonResponse({"message": message}, status=404)
    bare = request.path.rstrip("/")
    if bare and bare != request.path:
        try:
            resolve(bare)
        except Resolver404:
            pass
        else:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{bare}?{query}" if query else bare)
    return problem_page(
        request,
        404,
        "Nous n’avons pas cette page",
        f"Rien ne se trouve à l’adresse « {request.path[:200]} ».",
        "Cherchez un territoire par son nom, son code ou son code postal.",
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500: a page that needs nothing of what may have failed."""
    return HttpResponse(render_to_string("site/errors/broken.html"), status=500)
