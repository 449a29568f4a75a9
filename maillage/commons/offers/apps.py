"""Business and wholesale offers as Django knows them."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class OffersConfig(AppConfig):
    """Networks, providers and wholesale offers, entered in the back office."""

    name = "maillage.commons.offers"
    label = "offers"
    verbose_name = "Offres aux entreprises et de gros"

    def ready(self) -> None:
        """Called by Django once every model is known: a change reaches the readers by itself."""
        from maillage.commons.offers.models import Network, Offer, Provider
        from maillage.commons.offers.publication import follow

        for model in (Network, Provider, Offer):
            post_save.connect(follow, sender=model)
            post_delete.connect(follow, sender=model)
