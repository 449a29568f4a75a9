"""Themes an entitled operator may switch on."""
