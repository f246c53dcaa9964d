"""The ledger's small city, for finding things in it."""

from tests.tasks.conftest import city

__all__ = ["city"]
