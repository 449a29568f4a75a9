"""One noun per file."""

from maillage.steering.desk.models.reply import Reply
from maillage.steering.desk.models.sent import Sent

__all__ = ["Reply", "Sent"]
