"""Discussions as Django knows them."""

from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    """What people say to each other about a thing."""

    name = "maillage.directory.discussion"
    label = "discussion"
    verbose_name = "Discussions"

    def ready(self) -> None:
        """Called by Django once models are loaded."""
        # Imported here: it names models.
        from maillage.directory import things
        from maillage.directory.discussion import following

        things.when_deleted(following.forget_thing)
