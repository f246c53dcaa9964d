"""Template tags of units and people."""
