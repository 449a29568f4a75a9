"""The addresses of home."""

from django.urls import path

from maillage.web.observe.home import view

urlpatterns = [path("", view.page, name="home")]
