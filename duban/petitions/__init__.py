"""Ordinary petitions (急难愁盼): registered, routed, answered within the clocks of the standing regulation."""
