"""The addresses of follow."""

from django.urls import path, re_path

from maillage.web.addresses import TOKEN
from maillage.web.share.follow import view

urlpatterns = [
    path("suivre", view.page, name="follow"),
    path("suivre/envoye", view.sent, name="follow.sent"),
    re_path(rf"^suivre/confirmer/{TOKEN}$", view.confirm, name="follow.confirm"),
    re_path(rf"^suivre/prolonger/{TOKEN}$", view.keep, name="follow.keep"),
    re_path(rf"^suivre/arreter/{TOKEN}$", view.stop, name="follow.stop"),
]
