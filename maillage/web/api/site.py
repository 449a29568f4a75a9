"""The API: the same figures as the pages, for machines. Read only, open to all, bounded."""

from importlib import import_module
from importlib.util import find_spec
from typing import Annotated, Any

from django.urls import URLPattern, URLResolver, reverse
from ninja import NinjaAPI, Path, Query

from maillage.web.api.errors import install
from maillage.web.api.schemas import Message
from maillage.web.declared import packages
from maillage.web.gate.access import Access, declare, nobody


class _Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Any) -> str:
        """Programs written from the description call an operation by this name: it stays, wherever its code goes."""
        return f"maillage_web_api_operations_{operation.view_func.__name__}"


api = _Api(
    title="Maillage",
    version="1",
    description="Les chiffres du numérique des territoires, avec leur source et leurs dates.",
    auth=nobody,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
)
install(api)

# An operation that does not carry these is closed to everybody. Like `maillage show`, it leaves out what is not there.
OPEN: dict[str, Any] = {"auth": None, "exclude_unset": True}
ERRORS = {404: Message, 422: Message, 503: Message}
Code = Annotated[str, Path(pattern=r"^[0-9A-Za-z]{1,9}$")]
Name = Annotated[str, Path(pattern=r"^[a-z0-9_]{1,80}$")]
Key = Annotated[str, Path(pattern=r"^[0-9A-Za-z_-]{5,60}$", description="clé de la Base adresse nationale")]
Longitude = Annotated[float, Query(ge=-180, le=180, description="longitude WGS84, en degrés")]
Latitude = Annotated[float, Query(ge=-90, le=90, description="latitude WGS84, en degrés")]
PeriodCode = Annotated[str, Query(max_length=10, description="par défaut, la dernière publiée")]
Kind = Annotated[str, Query(max_length=40, description="nature des territoires, par exemple SCoT ; par défaut, toutes")]
Limit = Annotated[int, Query(ge=1, le=1000)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]


def api_patterns() -> tuple[list[URLPattern | URLResolver], str, str]:
    """The addresses of the API, which pages say in their `api.py`; each operation carries its own access rule, closed
    by default."""
    for package in packages().values():
        if find_spec(f"{package}.api"):
            import_module(f"{package}.api")
    patterns, application, namespace = api.urls
    for pattern in patterns:
        declare(pattern.callback, Access.BY_OPERATION)
    return patterns, application, namespace


def schema() -> dict[str, Any]:
    """The OpenAPI description."""
    return dict(api.get_openapi_schema(path_prefix=reverse("api")))
