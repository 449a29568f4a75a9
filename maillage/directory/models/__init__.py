"""One noun per file."""

from maillage.directory.models.attempt import Attempt
from maillage.directory.models.membership import Membership, Role
from maillage.directory.models.organisation import Kind, Organisation
from maillage.directory.models.user import User

__all__ = ["Attempt", "Kind", "Membership", "Organisation", "Role", "User"]
