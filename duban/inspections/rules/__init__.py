"""Decisions about inspections, made from plain values: no database, no clock, no Django."""
