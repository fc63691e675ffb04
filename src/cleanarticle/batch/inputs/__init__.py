"""The inputs of a batch, one at a time."""
