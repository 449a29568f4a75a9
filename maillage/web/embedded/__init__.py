"""What other sites may show of ours in a frame: who may frame it, how it is described, the bare page around it."""
