"""The `maillage` command: the top room, thin.

It reads arguments, calls the pipeline or the observatory, and writes words."""
