"""What a strategy declares of another: it carries it out, helps it, covers the same ground, or contradicts it."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from simple_history.models import HistoricalRecords

from maillage.steering.strategies.models.node import Node
from maillage.steering.strategies.models.strategy import Strategy

if TYPE_CHECKING:
    from maillage.directory.models import User


class Sense(models.TextChoices):
    """What the first says of the second."""

    CARRIES = "decline", "décline"
    HELPS = "contribue", "contribue à"
    OVERLAPS = "recouvre", "recouvre"
    CONTRADICTS = "contredit", "contredit"


class Link(models.Model):
    """A declared link, between whole strategies or between two of their nodes."""

    source = models.ForeignKey(Strategy, models.CASCADE, related_name="links_out", verbose_name="de")
    target = models.ForeignKey(Strategy, models.CASCADE, related_name="links_in", verbose_name="vers")
    source_node = models.ForeignKey(
        Node, models.CASCADE, null=True, blank=True, related_name="links_out", verbose_name="élément"
    )
    target_node = models.ForeignKey(
        Node, models.CASCADE, null=True, blank=True, related_name="links_in", verbose_name="vers l’élément"
    )
    sense = models.CharField("lien", max_length=12, choices=Sense.choices)
    note = models.CharField("précision", max_length=400, blank=True)

    history = HistoricalRecords(verbose_name="changement de lien")
    _history_user: "User | None"

    class Meta:
        verbose_name = "lien entre stratégies"
        verbose_name_plural = "liens entre stratégies"
        ordering: ClassVar = ["source", "target", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="a_strategy_is_not_linked_to_itself"
            ),
            models.UniqueConstraint(
                fields=["source", "target", "sense"],
                condition=models.Q(source_node=None, target_node=None),
                name="a_link_of_strategies_is_said_once",
            ),
            models.UniqueConstraint(
                fields=["source_node", "target_node", "sense"], name="a_link_of_nodes_is_said_once"
            ),
        ]

    def __str__(self) -> str:
        """« PPUN décline SCORAN »."""
        return f"{self.source} {Sense(self.sense).label} {self.target}"
