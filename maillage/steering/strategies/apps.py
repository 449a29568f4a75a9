"""Stratégies as Django knows them."""

from django.apps import AppConfig


class StrategiesConfig(AppConfig):
    """Stratégies."""

    name = "maillage.steering.strategies"
    label = "strategies"
    verbose_name = "Stratégies"
