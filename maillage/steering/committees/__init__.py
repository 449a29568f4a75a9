"""Committees: who sits, when they meet, what they examine, what they decide, and whether it is done."""
