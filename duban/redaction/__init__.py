"""What tells of a private person is found and masked: names, telephones, numbers, plates, the last part of a home."""

from duban.redaction.model import KINDS, Redacted, Redaction
from duban.redaction.pipeline import redact

__all__ = ["KINDS", "Redacted", "Redaction", "redact"]
