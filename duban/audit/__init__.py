"""Append-only: who changed what, from what, to what, why."""
