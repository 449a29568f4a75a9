"""The few shapes that official files take. Each implements `kernel.source.Format`."""
