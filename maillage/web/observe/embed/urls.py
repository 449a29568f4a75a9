"""The addresses of embed."""

from django.urls import path, re_path

from maillage.web.addresses import NAME, TERRITORY
from maillage.web.observe.embed import guide, view

urlpatterns = [
    path("integrer", guide.page, name="embed"),
    path("integrer.js", view.host_script, name="embed.script"),
    re_path(rf"^integrer/carte/{NAME}$", view.map_frame, name="embed.map"),
    re_path(rf"^integrer/graphique/{NAME}/{TERRITORY}$", view.chart_frame, name="embed.chart"),
    re_path(rf"^integrer/fibre/{TERRITORY}$", view.fibre_frame, name="embed.fibre"),
    re_path(rf"^integrer/territoire/{TERRITORY}$", view.card_frame, name="embed.card"),
    path("integrer/recherche", view.search_frame, name="embed.search"),
]
