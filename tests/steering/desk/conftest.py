"""The committee of the strategy « Essai », and its people."""

from tests.steering.actions.conftest import action, people, strategy
from tests.steering.committees.conftest import body, meeting, secretary

__all__ = ["action", "body", "meeting", "people", "secretary", "strategy"]
