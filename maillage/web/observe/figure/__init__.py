"""A figure taken to pieces: the operation, the lines it was made of, what is missing."""
