"""The directory as Django knows it."""

from django.apps import AppConfig

from maillage.directory.ordering import teach


class DirectoryConfig(AppConfig):
    """People and organisations."""

    name = "maillage.directory"
    label = "directory"
    verbose_name = "Annuaire"

    def ready(self) -> None:
        """Called by Django once models are loaded."""
        teach()
