"""Conventions as Django knows them."""

from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_delete, post_save


class ConventionsConfig(AppConfig):
    """Conventions with operators, entered in the back office."""

    name = "maillage.steering.conventions"
    label = "conventions"
    verbose_name = "Conventions"

    def ready(self) -> None:
        """Called by Django once every model is known: a change reaches the readers by itself."""
        from maillage.steering.conventions.models import Commitment, Convention, Document, Meeting
        from maillage.steering.conventions.publication import follow

        for model in (Convention, Commitment, Meeting, Document):
            post_save.connect(follow, sender=model)
            post_delete.connect(follow, sender=model)
        m2m_changed.connect(follow, sender=Convention.organisations.through)
