"""A network, the providers that sell on it, and what it sells wholesale; each network says when it was checked."""

from typing import ClassVar

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from maillage.directory import typed
from maillage.directory.ordering import alphabetic


class Public(models.TextChoices):
    """Whom a provider sells to."""

    HOMES = "particuliers", "particuliers"
    FIRMS = "entreprises", "entreprises"
    BOTH = "tous", "particuliers et entreprises"


class Wholesale(models.TextChoices):
    """What a network sells to operators."""

    FTTH_PRO = "ftth_pro", "FttH pro (fibre mutualisée, avec garanties)"
    FTTE = "ftte", "FttE (fibre pour l’entreprise, sur le réseau mutualisé)"
    FTTO = "ftto", "FttO (fibre dédiée)"
    COLLECT = "collecte", "Collecte (du réseau local au réseau national)"
    DARK = "fibre_noire", "Fibre noire"
    HOSTING = "hebergement", "Hébergement d’équipements"
    OTHER = "autre", "Autre"


class Network(ClusterableModel):
    """A network and where it is. Nothing of it is public before `shown`."""

    name = models.CharField("réseau", max_length=150, unique=True)
    operators = models.CharField(
        "opérateur d’infrastructure",
        max_length=100,
        blank=True,
        validators=[typed.check_codes],
        help_text="Code de l’Arcep : RFRX. Vide : aucun en particulier.",
    )
    territories = models.TextField(
        "territoires", max_length=20_000, validators=[typed.check_territories], help_text=typed.TERRITORIES_HELP
    )
    url = models.URLField("page du réseau", blank=True, max_length=300)
    checked_on = models.DateField("vérifié le", help_text="Le jour où vous avez vérifié ces listes auprès du réseau.")
    ends_on = models.DateField(
        "en vigueur jusqu’au", null=True, blank=True, help_text="Passé ce jour, il n’est plus montré."
    )
    shown = models.BooleanField("publique", default=False)

    class Meta:
        verbose_name = "réseau et ses offres"
        verbose_name_plural = "réseaux et leurs offres"
        ordering: ClassVar = [alphabetic("name")]

    def __str__(self) -> str:
        """Its name."""
        return self.name

    def clean(self) -> None:
        """Texts as they are kept."""
        self.operators = typed.written(typed.codes(self.operators))


class Provider(models.Model):
    """An internet provider that sells on the network."""

    network = ParentalKey(Network, on_delete=models.CASCADE, related_name="providers")
    name = models.CharField("fournisseur d’accès", max_length=100)
    public = models.CharField("vend aux", max_length=15, choices=Public.choices)

    class Meta:
        verbose_name = "fournisseur d’accès"
        verbose_name_plural = "fournisseurs d’accès"
        ordering: ClassVar = [alphabetic("name")]

    def __str__(self) -> str:
        """Its name."""
        return self.name


class Offer(models.Model):
    """Something the network sells wholesale."""

    network = ParentalKey(Network, on_delete=models.CASCADE, related_name="offers")
    kind = models.CharField("offre de gros", max_length=15, choices=Wholesale.choices)
    note = models.CharField("précision", max_length=300, blank=True)
    ends_on = models.DateField(
        "vendue jusqu’au", null=True, blank=True, help_text="Passé ce jour, l’offre n’est plus montrée."
    )

    class Meta:
        verbose_name = "offre de gros"
        verbose_name_plural = "offres de gros"
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """What it is."""
        return str(self.kind)
