"""The room of steering: what is decided, promised, done, paid and followed."""
