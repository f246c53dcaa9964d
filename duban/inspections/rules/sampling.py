"""A sample that anybody can check: each number's place is the SHA-256 of seed and number, the lowest are taken.

No generator of a programming language stands behind it: `printf '%s' 'SEED:NUMBER' | sha256sum` gives the same order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def place_of(seed: str, number: str) -> str:
    """Return the hexadecimal digest that decides a number's place."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def size_of(population: int, percent: int) -> int:
    """Return how many of the population a share is, rounded up: 10% of 41 is 5."""
    return -(-population * percent // 100)


def sample(seed: str, numbers: Iterable[str], percent: int) -> list[str]:
    """Return the numbers drawn, in the order of their digests; the same for the same seed, however they were given."""
    ordered = sorted(set(numbers), key=lambda number: place_of(seed, number))
    return ordered[: size_of(len(ordered), percent)]
