"""One noun per file."""

from maillage.directory.models.user import User

__all__ = ["User"]
