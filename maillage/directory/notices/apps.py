"""Notices as Django knows them."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What people are told of."""

    name = "maillage.directory.notices"
    label = "notices"
    verbose_name = "Avis"

    def ready(self) -> None:
        """Called by Django once models are loaded."""
        # Imported here: it names models.
        from maillage.directory import things
        from maillage.directory.notices import telling

        things.when_deleted(telling.forget_thing)
