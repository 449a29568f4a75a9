"""The directory: people and, later, organisations, rights and the audit trail."""
