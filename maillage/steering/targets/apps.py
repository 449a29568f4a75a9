"""Indicators and targets as Django knows them."""

from django.apps import AppConfig


class TargetsConfig(AppConfig):
    """Indicators and targets."""

    name = "maillage.steering.targets"
    label = "targets"
    verbose_name = "Indicateurs et cibles"
