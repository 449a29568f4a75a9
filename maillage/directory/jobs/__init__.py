"""Long work done behind: asked by a page, run by a worker, its file kept a while, who asked told when it is ready."""
