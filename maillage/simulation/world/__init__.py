"""The model: where communes lie, who lives there, how the networks reach them, what opens when."""
