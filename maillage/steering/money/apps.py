"""Money as Django knows it."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    """Money."""

    name = "maillage.steering.money"
    label = "money"
    verbose_name = "Budgets et financements"
