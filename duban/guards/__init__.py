"""Guards over drafts: what a plan, notice or reply should not say without somebody asking first. No Django."""

from duban.guards.one_size_fits_all import Hit
from duban.guards.verdict import find_one_size_fits_all

__all__ = ["Hit", "find_one_size_fits_all"]
