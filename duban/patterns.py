"""Compiled patterns kept between starts, as Python keeps bytecode: compiling them was two thirds of a cold start.

A reading compiles some three hundred patterns in 80 ms and reads a meeting in 4. Their code lies in a file beside the
bytecode; a start hands it to the regex engine, which checks it before use, and puts the patterns where `re.compile`
looks first. A file that is missing, damaged or of another Python costs time and nothing else.
"""

from __future__ import annotations

import marshal
import os
import re
import sys
from typing import Any

_MOST = 500  # `re` itself keeps 512
_Kept = tuple[str | bytes, int, int, bytes, int, dict[str, int], tuple[str | None, ...]]


def warm(command: str) -> bool:
    """Put the patterns kept for a command where `re.compile` finds them; tell whether there were any."""
    try:
        import _sre  # type: ignore[import-not-found, unused-ignore]

        with open(_place(command), "rb") as stream:  # noqa: PTH123 — pathlib costs as much as all this saves in a millisecond
            version, kept = marshal.loads(stream.read())  # noqa: S302 — as trusted as the bytecode beside it
        if version != _version():
            return False
        cache: dict[Any, Any] = re._cache  # type: ignore[attr-defined]
        for pattern, flags, all_flags, code, groups, names, indices in kept:
            cache[type(pattern), pattern, flags] = _sre.compile(
                pattern, all_flags, list(memoryview(code).cast("I")), groups, names, indices
            )
    except (ImportError, AttributeError, OSError, EOFError, ValueError, TypeError, RuntimeError, OverflowError):
        return False
    return True


def keep(command: str) -> bool:
    """Keep the patterns compiled so far for later starts of a command; tell whether they could be written."""
    try:
        content = marshal.dumps((_version(), [_dissected(*key[1:]) for key in _compiled()]))
        place = _place(command)
        os.makedirs(os.path.dirname(place), exist_ok=True)  # noqa: PTH103, PTH120
        draft = f"{place}.{os.getpid()}"
        with open(draft, "wb") as stream:  # noqa: PTH123
            stream.write(content)
        os.replace(draft, place)  # noqa: PTH105
    except (ImportError, AttributeError, OSError, ValueError, TypeError):
        return False
    return True


def _compiled() -> list[tuple[type, str | bytes, int]]:
    """Return type, pattern and flags of what `re` holds by now."""
    return list(re._cache)[-_MOST:]  # type: ignore[attr-defined]


def _dissected(pattern: str | bytes, flags: int) -> _Kept:
    """Return a pattern's code and names, as `re` would hand them to its engine."""
    from array import array
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(pattern, flags)
    code = array("I", map(int, _compiler._code(parsed, flags))).tobytes()  # quicker to load than numbers one by one
    names = dict(parsed.state.groupdict)
    indices: list[str | None] = [None] * parsed.state.groups
    for name, index in names.items():
        indices[index] = name
    return pattern, int(flags), int(flags | parsed.state.flags), code, parsed.state.groups - 1, names, tuple(indices)


def _version() -> tuple[int, int]:
    import _sre

    return _sre.MAGIC, sys.hexversion


def _place(command: str) -> str:
    """Return the file of a command, beside the bytecode of this module."""
    folder = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120
    if sys.pycache_prefix:
        folder = os.path.join(sys.pycache_prefix, folder.lstrip(os.sep))  # noqa: PTH118
    return os.path.join(folder, "__pycache__", f"patterns-{command}.{sys.implementation.cache_tag}.bin")  # noqa: PTH118
