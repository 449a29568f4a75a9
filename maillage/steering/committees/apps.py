"""Committees as Django knows them."""

from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    """Committees."""

    name = "maillage.steering.committees"
    label = "committees"
    verbose_name = "Comités"
