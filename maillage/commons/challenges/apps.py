"""Challenges as Django knows them."""

from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    """What collectivités challenge, and what operators answer."""

    name = "maillage.commons.challenges"
    label = "challenges"
    verbose_name = "Contestations"
