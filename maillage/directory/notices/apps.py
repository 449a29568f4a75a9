"""Notices as Django knows them."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What people are told of."""

    name = "maillage.directory.notices"
    label = "notices"
    verbose_name = "Avis"
