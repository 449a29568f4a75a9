"""The desk as Django knows it."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk."""

    name = "maillage.steering.desk"
    label = "desk"
    verbose_name = "Bureau"
