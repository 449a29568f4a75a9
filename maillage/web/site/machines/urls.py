"""The addresses of machines."""

from django.urls import path

from maillage.web.site.machines import sitemap, view

urlpatterns = [
    path("sante", view.health, name="machines.health"),
    path("robots.txt", view.robots, name="machines.robots"),
    path("sitemap.xml", sitemap.page, name="machines.sitemap"),
]
