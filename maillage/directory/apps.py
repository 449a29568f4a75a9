"""The directory as Django knows it."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """People and organisations."""

    name = "maillage.directory"
    label = "directory"
    verbose_name = "Annuaire"
