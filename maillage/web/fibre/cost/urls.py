"""The addresses of cost."""

from django.urls import path, re_path

from maillage.web.addresses import FORM
from maillage.web.fibre.cost import view

urlpatterns = [path("cout", view.page, name="cost"), re_path(rf"^cout\.{FORM}$", view.file, name="cost.file")]
