"""A node of a strategy's tree: enjeu, défi, orientation, piste d'action, axe, recommandation; or a principle, a tag."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from maillage.steering.history import Records
from maillage.steering.strategies.models.edition import Edition

if TYPE_CHECKING:
    from maillage.directory.models import User


class Node(models.Model):
    """A node. `key` stays the same from one edition to the next, so that two editions can be compared.

    A principle (`tag`) has no parent and marks other nodes; `depth` counts from 0 at the top of the tree; `rank` is
    the place in the whole tree, read from top to bottom. `kind` is what a node is called when that is not the name of
    its level; a tag is a « principe » unless it says otherwise.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="nodes", verbose_name="édition")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="sous"
    )
    key = models.CharField("clé", max_length=40)
    kind = models.CharField(
        "nature",
        max_length=60,
        blank=True,
        help_text="Quand ce n’est pas le nom de son niveau : secteur, thème d’atelier. Au singulier.",
    )
    number = models.CharField("numéro", max_length=20, blank=True)
    title = models.CharField("titre", max_length=400)
    variant = models.CharField("autre formulation", max_length=400, blank=True)
    text = models.TextField("précisions", blank=True, max_length=8000)
    depth = models.PositiveSmallIntegerField("profondeur", default=0)
    rank = models.PositiveIntegerField("ordre", default=0)
    tag = models.BooleanField("principe", default=False)
    tags = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="marked", verbose_name="principes"
    )

    history = Records(verbose_name="changement d’élément", m2m_fields=[tags])
    _history_user: "User | None"

    class Meta:
        verbose_name = "élément de stratégie"
        verbose_name_plural = "éléments de stratégie"
        ordering: ClassVar = ["edition", "tag", "rank", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "key"], name="one_node_per_key"),
            models.CheckConstraint(
                condition=models.Q(tag=False) | models.Q(parent=None), name="a_principle_stands_alone"
            ),
        ]

    def __str__(self) -> str:
        """« 4.2 Déployer… »."""
        return f"{self.number} {self.title}".strip()

    @property
    def called(self) -> str:
        """What it is: « défi », « principe », « secteur »."""
        if self.kind:
            return self.kind
        return "principe" if self.tag else self.edition.level_name(self.depth)
