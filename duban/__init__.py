"""Duban 督办: from what a government meeting said to what got done."""

__version__ = "0.1.0"
