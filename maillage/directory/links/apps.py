"""Links as Django knows them."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    """What is tied to what."""

    name = "maillage.directory.links"
    label = "links"
    verbose_name = "Liens"

    def ready(self) -> None:
        """Called by Django once models are loaded."""
        # Imported here: it names models.
        from maillage.directory import things
        from maillage.directory.links import tying

        things.when_deleted(tying.forget_thing)
