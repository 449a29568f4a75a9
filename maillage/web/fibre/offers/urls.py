"""The addresses of offers."""

from django.urls import path, re_path

from maillage.web.addresses import FORM
from maillage.web.fibre.offers import view

urlpatterns = [path("offres", view.page, name="offers"), re_path(rf"^offres\.{FORM}$", view.file, name="offers.file")]
