"""Reading: from a document's bytes to its meeting, agenda, requirements and actions, with exact quotes.

`from duban.reading import read_file, read_text`; start in `pipeline.py`, which is the map. No Django, no clock.
"""

from duban.reading.model import CannotRead, Reading
from duban.reading.pipeline import read_again, read_bytes, read_file, read_text

__all__ = ["CannotRead", "Reading", "read_again", "read_bytes", "read_file", "read_text"]
