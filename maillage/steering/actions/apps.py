"""Actions as Django knows them."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class ActionsConfig(AppConfig):
    """Actions."""

    name = "maillage.steering.actions"
    label = "actions"
    verbose_name = "Actions"

    def ready(self) -> None:
        """Called by Django once every model is known: what is public of a change reaches the readers by itself."""
        from maillage.steering.actions.models import Action
        from maillage.steering.actions.publication import follow
        from maillage.steering.strategies.models import Strategy

        for model in (Action, Strategy):
            post_save.connect(follow, sender=model)
            post_delete.connect(follow, sender=model)
