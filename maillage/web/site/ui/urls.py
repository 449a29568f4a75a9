"""The addresses of ui."""

from django.urls import path, re_path

from maillage.web.site.ui import view

urlpatterns = [
    path("ui/", view.page, name="ui"),
    re_path(r"^ui/(?P<name>[a-z-]{1,40})$", view.component, name="ui.component"),
]
