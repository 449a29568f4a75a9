"""What is due to each: the desk, and the mail that says the same."""
