"""How an audit row is hashed: plain values in, one digest out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

FIRST = "0" * 64


def digest(previous_hash: str, at: datetime, values: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a row: its values in a fixed order, chained to the row before."""
    content = {"previous": previous_hash, "at": at.astimezone(UTC).isoformat(timespec="microseconds"), **values}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
