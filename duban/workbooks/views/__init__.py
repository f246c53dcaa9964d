"""Pages of taking ledgers in, and of a unit's month."""
