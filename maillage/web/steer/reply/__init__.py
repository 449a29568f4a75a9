"""Answering a mail without signing in."""
