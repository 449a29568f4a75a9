"""The addresses of reply."""

from django.urls import re_path

from maillage.web.addresses import TOKEN
from maillage.web.steer.reply import view

urlpatterns = [
    re_path(rf"^repondre/action/{TOKEN}$", view.action, name="reply"),
]
