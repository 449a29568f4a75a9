"""The addresses of desk."""

from django.urls import path

from maillage.web.steer.desk import view

urlpatterns = [path("piloter", view.page, name="desk")]
