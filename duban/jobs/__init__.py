"""Background work people can see."""
