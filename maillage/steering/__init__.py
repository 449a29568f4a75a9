"""The room of steering: strategies, actions, money, targets, committees, decisions, deliverables. Empty so far."""
