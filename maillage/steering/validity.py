"""How long what people write of holds: the fields a sheet, a body or a strategy shares, and how files say them."""

from datetime import date
from typing import Any, ClassVar

from django.db import models

from maillage.kernel import schemes
from maillage.kernel.validity import Certainty, Validity

FIELDS = ("starts_on", "ends_on", "replaced_by", "dates_from", "dates_state")
STATES = [(Certainty.CHECKED.value, "Vérifiées"), (Certainty.TO_CHECK.value, "À vérifier")]


class InForce(models.Model):
    """Something in force for a time. Past its end nothing of it is asked, judged or promised."""

    starts_on = models.DateField("en vigueur depuis le", null=True, blank=True)
    ends_on = models.DateField(
        "en vigueur jusqu’au",
        null=True,
        blank=True,
        help_text="Passé ce jour, rien n’en est plus demandé ni jugé ; ce qui est écrit reste.",
    )
    replaced_by = models.CharField(
        "remplacé par", max_length=200, blank=True, help_text="Ce qu’il y a aujourd’hui à sa place."
    )
    dates_from = models.CharField("d’où viennent ces dates", max_length=300, blank=True)
    dates_state = models.CharField("ces dates sont", max_length=10, choices=STATES, default=Certainty.CHECKED.value)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(starts_on__lte=models.F("ends_on")),
                name="%(class)s_ends_after_it_starts",
                violation_error_message="La fin vient après le début.",
            )
        ]

    @property
    def validity(self) -> Validity:
        """How long it holds."""
        state = Certainty(self.dates_state)
        return Validity(self.starts_on, self.ends_on, self.replaced_by, self.dates_from, state)


def closed(day: date) -> models.Q:
    """What is over on that day."""
    return models.Q(ends_on__lt=day) | (models.Q(ends_on=None) & ~models.Q(replaced_by=""))


def fields_of(described: dict[str, Any]) -> dict[str, Any]:
    """The fields of something shipped, from its file: those of the `scheme` it rests on, or its own."""
    known = schemes.BY_KEY[described["scheme"]].validity if "scheme" in described else Validity()
    usual = {
        "starts_on": known.starts_on,
        "ends_on": known.ends_on,
        "replaced_by": known.replaced_by,
        "dates_from": known.source,
        "dates_state": known.state.value,
    }
    return {name: described.get(name, value) for name, value in usual.items()}
