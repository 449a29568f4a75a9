"""Automatic headlines, what teams say of them, the electoral period."""
