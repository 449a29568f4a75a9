"""Who enters conventions."""

from django.contrib.auth.models import Group, Permission

from maillage.directory.models import User

GROUP = "Saisie des conventions"
RIGHTS = ("view_convention", "add_convention", "change_convention", "delete_convention")


def keepers() -> Group:
    """The group whose members enter conventions, and nothing else."""
    group, made = Group.objects.get_or_create(name=GROUP)
    if made:
        group.permissions.add(
            Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
            *Permission.objects.filter(content_type__app_label="conventions", codename__in=RIGHTS),
        )
    return group


def let_enter(email: str) -> None:
    """Let an account of the back office enter conventions. Does nothing when nobody has the address."""
    for person in User.objects.filter(email=email):
        person.groups.add(keepers())
