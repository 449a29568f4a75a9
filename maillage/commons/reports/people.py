"""Who answers reports."""

from django.contrib.auth.models import Group

from maillage.directory import keeping

GROUP = "Réponse aux signalements"
RIGHT = "reports.change_report"


def answerers() -> Group:
    """The group whose members read and answer reports, and nothing else."""
    return keeping.keepers(GROUP, "reports", ("view_report", "change_report"))


def let_answer(email: str) -> None:
    """Let an account of the back office answer reports. Raises UsageError when nobody has the address."""
    keeping.let_in(email, answerers())
