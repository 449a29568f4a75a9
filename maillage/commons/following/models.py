"""Who asked to be told about a place, and what was told. An address and a place: nothing else of anybody."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Lower


class Follower(models.Model):
    """An e-mail address that asked for something; deleted with the last thing it follows."""

    email = models.EmailField("adresse électronique", unique=True)

    class Meta:
        verbose_name = "abonné"
        verbose_name_plural = "abonnés"
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="one_follower_per_address")]

    def __str__(self) -> str:
        """A number, not the address."""
        return f"abonné {self.pk}"


class Subscription(models.Model):
    """A place that somebody follows: a commune, or an address in it. Without `confirmed_at`, asked for only."""

    follower = models.ForeignKey(Follower, models.CASCADE, related_name="subscriptions")
    commune = models.CharField(max_length=5)
    address = models.CharField(max_length=60, blank=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    asked_again_at = models.DateTimeField(null=True)
    # What was last told, by name: {"title", "words"}; what a mail says is what differs from it.
    told: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)

    class Meta:
        verbose_name = "suivi"
        verbose_name_plural = "suivis"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["follower", "commune", "address"], name="a_place_is_followed_once")
        ]

    def __str__(self) -> str:
        """The place, by its code."""
        return self.address or self.commune


class Mailing(models.Model):
    """That a release was told to somebody. Written before the mail leaves: the same one never leaves twice."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="mailings")
    release = models.CharField(max_length=40)
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "envoi"
        verbose_name_plural = "envois"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscription", "release"], name="a_release_is_told_once")
        ]

    def __str__(self) -> str:
        """The release."""
        return self.release
