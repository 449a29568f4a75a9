"""The addresses of meanwhile."""

from django.urls import re_path

from maillage.web.fibre.meanwhile import view

urlpatterns = [re_path(r"^en-attendant/(?P<code>[0-9A-Za-z]{5})$", view.page, name="meanwhile")]
