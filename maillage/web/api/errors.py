"""The API's errors: JSON, a French sentence that says what is wrong and what is allowed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from maillage.kernel.errors import DataError, UsageError

UNKNOWN = "Adresse inconnue. La liste des adresses est à /api/v1/."


def _reason(error: dict[str, Any]) -> str:
    """One refused parameter: « limit : au plus 1000 »."""
    name = str(error["loc"][-1]) if error.get("loc") else "paramètre"
    bounds = error.get("ctx", {})
    if "le" in bounds:
        return f"« {name} » : au plus {bounds['le']}"
    if "ge" in bounds:
        return f"« {name} » : au moins {bounds['ge']}"
    if "max_length" in bounds:
        return f"« {name} » : au plus {bounds['max_length']} caractères"
    if "expected" in bounds:
        return f"« {name} » : attendu {str(bounds['expected']).replace(' or ', ' ou ')}"
    return f"« {name} » : valeur illisible"


def install(api: NinjaAPI) -> None:
    """Makes every error of the API an answer in French."""

    def answer(request: HttpRequest, status: int, message: str) -> HttpResponse:
        return api.create_response(request, {"message": message}, status=status)

    @api.exception_handler(UsageError)
    def unknown(request: HttpRequest, error: Exception) -> HttpResponse:
        return answer(request, 404, str(error))

    @api.exception_handler(DataError)
    def unpublished(request: HttpRequest, error: Exception) -> HttpResponse:
        return answer(request, 503, str(error))

    @api.exception_handler(Http404)
    def nowhere(request: HttpRequest, error: Exception) -> HttpResponse:
        return answer(request, 404, UNKNOWN)

    @api.exception_handler(PermissionDenied)
    def denied(request: HttpRequest, error: Exception) -> HttpResponse:
        return answer(request, 403, str(error))

    @api.exception_handler(AuthenticationError)
    def closed(request: HttpRequest, error: Exception) -> HttpResponse:
        return answer(request, 403, "Cette opération ne dit pas qui peut l’appeler.")

    @api.exception_handler(ValidationError)
    def refused(request: HttpRequest, error: Any) -> HttpResponse:
        reasons = " ; ".join(_reason(fault) for fault in error.errors)
        return answer(request, 422, f"Demande refusée. {reasons}.")
