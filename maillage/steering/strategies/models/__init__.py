"""One noun per file."""

from maillage.steering.strategies.models.edition import Edition, State
from maillage.steering.strategies.models.link import Link, Sense
from maillage.steering.strategies.models.node import Node
from maillage.steering.strategies.models.strategy import Level, Strategy

__all__ = ["Edition", "Level", "Link", "Node", "Sense", "State", "Strategy"]
