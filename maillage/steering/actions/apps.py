"""Actions as Django knows them."""

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """Actions."""

    name = "maillage.steering.actions"
    label = "actions"
    verbose_name = "Actions"
