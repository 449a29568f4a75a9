"""Explanations as Django knows them."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class ExplanationsConfig(AppConfig):
    """Sentences beside automatic headlines."""

    name = "maillage.steering.explanations"
    label = "explanations"
    verbose_name = "Explications des titres automatiques"

    def ready(self) -> None:
        """Called by Django once every model is known: what is public of a change reaches the readers by itself."""
        from maillage.steering.explanations.models import ElectoralPeriod, Explanation
        from maillage.steering.explanations.publication import follow
        from maillage.steering.strategies.models import Strategy

        for model in (ElectoralPeriod, Explanation, Strategy):
            post_save.connect(follow, sender=model)
            post_delete.connect(follow, sender=model)
