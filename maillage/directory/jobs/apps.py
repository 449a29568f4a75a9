"""Long work as Django knows it."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """What was asked for, how far it is, and the file it made."""

    name = "maillage.directory.jobs"
    label = "jobs"
    verbose_name = "Travaux"
