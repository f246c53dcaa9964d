"""Meetings: from a text to its confirmed requirements and, released, to tasks."""
