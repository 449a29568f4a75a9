"""The desk as Django knows it."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk."""

    name = "maillage.steering.desk"
    label = "desk"
    verbose_name = "Bureau"

    def ready(self) -> None:
        """Called by Django once models are loaded."""
        # Imported here: it names models.
        from maillage.steering.desk import naming

        naming.watch()
