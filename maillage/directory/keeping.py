"""Who does one thing in the back office, and nothing else: a group of accounts for each."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission

from maillage.directory.models import User
from maillage.kernel.errors import UsageError


def keepers(name: str, app: str, rights: Iterable[str]) -> Group:
    """The group of this name, opened at the first call with these rights on the models of an app."""
    group, made = Group.objects.get_or_create(name=name)
    if made:
        group.permissions.add(
            Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
            *Permission.objects.filter(content_type__app_label=app, codename__in=list(rights)),
        )
    return group


def let_in(email: str, group: Group) -> None:
    """Let an account of the back office be one of them. Raises UsageError when nobody has the address."""
    person = User.objects.filter(email=email).first()
    if person is None:
        raise UsageError(f"{email} n’a pas de compte. Pour en ouvrir un : maillage editor add {email}")
    person.groups.add(group)
