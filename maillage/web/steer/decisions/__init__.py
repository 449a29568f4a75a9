"""Decisions, followed until they are done."""
