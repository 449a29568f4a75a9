"""The room of what is shared: use cases, library, funding, agenda, groups, consultations, requests. Empty so far."""
