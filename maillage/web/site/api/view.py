"""The API in words. A developer comes with a need for figures; they leave with the address that gives them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from maillage.kernel import french
from maillage.web.api.site import schema
from maillage.web.gate.access import public

KINDS = {"integer": "nombre entier", "string": "texte", "array": "texte, autant de fois qu’il le faut"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An address of the API."""

    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]


def _parameter(described: dict[str, Any]) -> Parameter:
    kind = described.get("schema", {})
    words = [KINDS.get(kind.get("type", ""), "niveau de territoire")]
    if "maximum" in kind:
        words.append(f"de {kind.get('minimum', 0)} à {french.number(kind['maximum'])}")
    if kind.get("default") not in (None, "", []):
        words.append(f"par défaut {kind['default']}")
    if kind.get("description"):
        words.append(kind["description"])
    return Parameter(described["name"], ", ".join(words))


def operations() -> list[Operation]:
    """Every address of the API, in the order it declares them."""
    entries = []
    for path, methods in schema()["paths"].items():
        operation = methods["get"]
        asked = tuple(_parameter(each) for each in operation.get("parameters", []) if each["in"] == "query")
        entries.append(Operation(path, operation["summary"], operation.get("description", ""), asked))
    return entries


@public
def page(request: HttpRequest) -> HttpResponse:
    """The list of addresses."""
    return render(request, "site/api/api.html", {"operations": operations()})


@public
def openapi(request: HttpRequest) -> HttpResponse:
    """The same for machines, in OpenAPI."""
    return JsonResponse(schema(), json_dumps_params={"ensure_ascii": False})
