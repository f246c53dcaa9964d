"""Decisions about a meeting's confirmation, made from plain values: no database, no clock, no Django."""
