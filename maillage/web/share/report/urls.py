"""The addresses of report."""

from django.urls import path, re_path

from maillage.web.addresses import NUMBER
from maillage.web.share.report import view

urlpatterns = [
    path("signaler", view.page, name="report"),
    re_path(rf"^signaler/{NUMBER}$", view.answer, name="report.answer"),
    re_path(rf"^signaler/{NUMBER}\.jpg$", view.photo, name="report.photo"),
]
