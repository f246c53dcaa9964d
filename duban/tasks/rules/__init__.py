"""Decisions about a task, made from plain values: no database, no clock, no Django."""

from duban.tasks.rules.due import Clock, Due, clock, due_range
from duban.tasks.rules.numbers import UnknownSource, part_number, prefixes, task_number
from duban.tasks.rules.search import words_of

__all__ = ["Clock", "Due", "UnknownSource", "clock", "due_range", "part_number", "prefixes", "task_number", "words_of"]
