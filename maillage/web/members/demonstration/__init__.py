"""Trying the demonstration: who one is, what was sent, back to the beginning."""
