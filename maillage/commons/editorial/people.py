"""Accounts of editors."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation

from maillage.commons.editorial.first import editors
from maillage.commons.editorial.models import HomeTexts
from maillage.directory.models import User
from maillage.kernel.errors import UsageError


def check_address(email: str) -> str:
    """The address as it is kept. Raises UsageError when it is not one."""
    kept = email.strip().lower()
    try:
        validate_email(kept)
    except ValidationError:
        raise UsageError(f"« {email} » n’est pas une adresse électronique.") from None
    return kept


def known(email: str) -> User | None:
    """The person who has this address."""
    return User.objects.filter(email=email).first()


def already(address: str) -> str:
    """What to say to whoever opens an account twice."""
    return f"{address} a déjà un compte. Pour changer son mot de passe : maillage editor password {address}"


def unknown(address: str) -> str:
    """What to say when nobody has this address."""
    return f"{address} n’a pas de compte. Pour en ouvrir un : maillage editor add {address}"


def check_password(password: str, user: User) -> None:
    """Raises UsageError, in French, when the password is too easy to guess."""
    with translation.override("fr"):
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise UsageError(f"Mot de passe refusé. {' '.join(error.messages)}") from None


def add(email: str, password: str) -> User:
    """An account that may edit the texts of the site. Raises UsageError when it exists or cannot be."""
    address = check_address(email)
    if known(address):
        raise UsageError(already(address))
    people = User.objects
    check_password(password, people.model(email=address))
    user = people.create_user(address, password)
    user.groups.add(editors(HomeTexts.objects.get()))
    return user


def change_password(email: str, password: str) -> User:
    """Another password for an account; its open sessions are closed. Raises UsageError when nobody has the address."""
    address = check_address(email)
    user = known(address)
    if user is None:
        raise UsageError(unknown(address))
    check_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def remove(email: str) -> None:
    """Close an account and forget its address; what it published stays. Raises UsageError when nobody has it."""
    address = check_address(email)
    user = known(address)
    if user is None:
        raise UsageError(unknown(address))
    user.delete()
