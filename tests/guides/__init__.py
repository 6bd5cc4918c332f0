"""The pictures of the guides in docs/guider: a demonstration on a fixed day, and who does what in it."""
