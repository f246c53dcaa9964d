"""Template tags of the meeting pages."""
