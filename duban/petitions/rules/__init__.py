"""Decisions about petitions from plain values: the clocks of the regulation and the vocabulary of types."""
