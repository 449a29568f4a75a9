"""Who answers reports."""

from django.contrib.auth.models import Group, Permission

from maillage.directory.models import User
from maillage.kernel.errors import UsageError

GROUP = "Réponse aux signalements"
RIGHT = "reports.change_report"


def answerers() -> Group:
    """The group whose members read and answer reports, and nothing else."""
    group, made = Group.objects.get_or_create(name=GROUP)
    if made:
        group.permissions.add(
            Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
            Permission.objects.get(content_type__app_label="reports", codename="view_report"),
            Permission.objects.get(content_type__app_label="reports", codename="change_report"),
        )
    return group


def let_answer(email: str) -> None:
    """Let an account of the back office answer reports. Raises UsageError when nobody has the address."""
    person = User.objects.filter(email=email).first()
    if person is None:
        raise UsageError(f"{email} n’a pas de compte. Pour en ouvrir un : maillage editor add {email}")
    person.groups.add(answerers())
