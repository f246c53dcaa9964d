"""Stored evidence."""
