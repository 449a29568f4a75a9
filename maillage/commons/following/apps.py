"""Followed places as Django knows them."""

from django.apps import AppConfig


class FollowingConfig(AppConfig):
    """Who asked to be told about a place, and what was told."""

    name = "maillage.commons.following"
    label = "following"
    verbose_name = "Suivi par courriel"
