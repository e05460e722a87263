"""What the SDK decides and computes without doing any I/O."""
