"""Deposits as Django knows them."""

from django.apps import AppConfig


class DepositsConfig(AppConfig):
    """The files given, by whom, what was found in them, the release they came into."""

    name = "maillage.directory.deposits"
    label = "deposits"
    verbose_name = "Dépôts"
