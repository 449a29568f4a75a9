"""The editorial pages as Django knows them."""

from django.apps import AppConfig
from django.db.models.signals import post_delete


class EditorialConfig(AppConfig):
    """Texts written in the back office."""

    name = "maillage.commons.editorial"
    label = "editorial"
    verbose_name = "Textes du site"

    def ready(self) -> None:
        """Called by Django once every model is known: a publication reaches the readers by itself."""
        from wagtail.signals import page_published, page_unpublished

        from maillage.commons.editorial.models import TYPES
        from maillage.commons.editorial.publication import follow

        for model in TYPES:
            page_published.connect(follow, sender=model)
            page_unpublished.connect(follow, sender=model)
            post_delete.connect(follow, sender=model)
