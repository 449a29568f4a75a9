"""Who may read what: every address says it, and silence closes the door."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from maillage.config.urls import urlpatterns as site_patterns
from maillage.web.api.site import api
from maillage.web.gate.access import Access, declared, walk


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


urlpatterns = [path("secret", undeclared)]


def test_every_address_declares_who_may_read_it() -> None:
    addresses = dict(walk(site_patterns))
    assert len(addresses) > 20
    assert [address for address, view in addresses.items() if declared(view) is None] == []


def test_every_operation_of_the_api_declares_that_it_is_public() -> None:
    operations = [
        (f"{prefix}{route}", operation)
        for prefix, router in api._routers
        for route, view in router.path_operations.items()
        for operation in view.operations
    ]
    assert len(operations) >= 13
    assert [route for route, operation in operations if operation.auth_param is not None] == []


def test_only_api_addresses_leave_the_rule_to_their_operations() -> None:
    by_operation = [address for address, view in walk(site_patterns) if declared(view) is Access.BY_OPERATION]
    assert by_operation
    assert all(address.startswith("api/v1/") for address in by_operation)


@pytest.mark.urls("tests.web.test_access")
def test_an_address_that_says_nothing_is_closed_to_everybody(site: Client) -> None:
    answer = site.get("/secret")
    assert answer.status_code == 403
    assert b"secret" not in answer.content.replace(b"/secret", b"")
