"""The addresses of jobs."""

from django.urls import path, re_path

from maillage.web.addresses import JOB
from maillage.web.site.jobs import view

urlpatterns = [
    re_path(rf"^travaux/{JOB}$", view.public_job, name="jobs.job"),
    re_path(rf"^travaux/{JOB}/fichier$", view.public_file, name="jobs.file"),
    re_path(rf"^travaux/{JOB}/recommencer$", view.public_again, name="jobs.again"),
    path("piloter/travaux", view.mine, name="jobs"),
    re_path(rf"^piloter/travaux/{JOB}$", view.my_job, name="jobs.mine"),
    re_path(rf"^piloter/travaux/{JOB}/fichier$", view.my_file, name="jobs.mine_file"),
    re_path(rf"^piloter/travaux/{JOB}/recommencer$", view.my_again, name="jobs.mine_again"),
]
