"""The addresses of api."""

from django.urls import path

from maillage.web.site.api import view

urlpatterns = [path("api/v1/", view.page, name="api"), path("api/v1/openapi.json", view.openapi, name="api.openapi")]
