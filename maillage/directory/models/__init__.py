"""One noun per file."""

from maillage.directory.models.attempt import Attempt
from maillage.directory.models.invitation import LASTS, Invitation
from maillage.directory.models.membership import Membership, Role
from maillage.directory.models.organisation import Kind, Organisation
from maillage.directory.models.removal import FactorRemoval
from maillage.directory.models.user import User

__all__ = ["LASTS", "Attempt", "FactorRemoval", "Invitation", "Kind", "Membership", "Organisation", "Role", "User"]
