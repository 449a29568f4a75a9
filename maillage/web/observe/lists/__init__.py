"""The pages that are a list and nothing else."""
