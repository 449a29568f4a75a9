"""The addresses of discussion."""

from django.urls import re_path

from maillage.web.addresses import KEY
from maillage.web.members.discussion import view

_THING = r"(?P<kind>[a-z]{1,30})/(?P<key>[0-9]{1,18})"

urlpatterns = [
    re_path(rf"^piloter/discussions/{_THING}$", view.page, name="discussion"),
    re_path(rf"^piloter/discussions/{_THING}/suivre$", view.follow, name="discussion.follow"),
    re_path(rf"^piloter/discussions/{_THING}/personnes$", view.people, name="discussion.people"),
    re_path(rf"^piloter/discussions/messages/{KEY}/corriger$", view.correct, name="discussion.correct"),
    re_path(rf"^piloter/discussions/messages/{KEY}/retirer$", view.withdraw, name="discussion.withdraw"),
    re_path(rf"^piloter/discussions/messages/{KEY}/masquer$", view.hide, name="discussion.hide"),
]
