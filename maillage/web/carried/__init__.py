"""What any sheet can carry: its discussion, its links. Each gives what a template of this folder shows."""
