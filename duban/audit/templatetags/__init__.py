"""Template tags of the audit page."""
