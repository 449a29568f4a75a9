"""What may be picked by its name among what a member may read: proposed while they type."""
