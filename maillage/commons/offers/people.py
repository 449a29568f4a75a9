"""Who enters networks and their offers."""

from django.contrib.auth.models import Group, Permission

from maillage.directory.models import User

GROUP = "Saisie des offres"
RIGHTS = ("view_network", "add_network", "change_network", "delete_network")


def keepers() -> Group:
    """The group whose members enter networks and their offers, and nothing else."""
    group, made = Group.objects.get_or_create(name=GROUP)
    if made:
        group.permissions.add(
            Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
            *Permission.objects.filter(content_type__app_label="offers", codename__in=RIGHTS),
        )
    return group


def let_enter(email: str) -> None:
    """Let an account of the back office enter networks and their offers. Does nothing when nobody has the address."""
    for person in User.objects.filter(email=email):
        person.groups.add(keepers())
