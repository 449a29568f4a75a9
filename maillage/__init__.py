"""Maillage: observe, steer and share the digital strategy of a territory."""

__version__ = "0.1.0"
