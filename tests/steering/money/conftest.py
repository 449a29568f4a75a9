"""A strategy, people and an action, as the tests of actions make them."""

from tests.steering.actions.conftest import action, people, strategy  # noqa: F401
