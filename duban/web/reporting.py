"""What goes wrong is reported without what people typed: error pages show no values, the log is redacted."""

from __future__ import annotations

import logging
from collections.abc import ItemsView
from copy import copy
from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

HIDDEN = "（不显示）"


class NoValues(SafeExceptionReporterFilter):
    """Shows where an error is, never a value: any of them may be a petitioner's, and DUBAN_DEBUG may be left on."""

    def is_active(self, request: HttpRequest | None) -> bool:
        """Return True: in debugging, too."""
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """Return the names of what was posted."""
        return dict.fromkeys(request.POST, HIDDEN) if request else {}

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: FrameType) -> ItemsView[str, Any]:
        """Return the names of a frame's variables."""
        return dict.fromkeys(tb_frame.f_locals, HIDDEN).items()


class Reporter(ExceptionReporter):
    """The report of an error without names of uploaded files, its own words redacted."""

    def get_traceback_data(self) -> dict[str, Any]:
        """Return what the report shows."""
        shown = super().get_traceback_data()
        for name in ("request_FILES_items", "request_GET_items", "request_COOKIES_items"):
            if name in shown:
                shown[name] = []
        if "exception_value" in shown:
            shown["exception_value"] = redacted(str(shown["exception_value"]))
        return shown


class RedactingFormatter(logging.Formatter):
    """Writes a line of the log with names, telephones and numbers of private persons masked.

    A refusal (403, 400) is one line: where in the code it was refused tells an administrator nothing.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with its traceback where something broke."""
        if record.name == "django.request" and record.levelno < logging.ERROR:
            record = copy(record)  # other handlers have it whole
            record.exc_info = record.exc_text = None
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """Return the line with its message masked; its time and place stay."""
        record.message = redacted(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        """Return the traceback with the exception's words masked."""
        return redacted(super().formatException(ei))


def redacted(text: str) -> str:
    """Return the text masked. Loaded when something goes wrong: a start does without the tables of names."""
    from duban.redaction import redact

    return redact(text).text
