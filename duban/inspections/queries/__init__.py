"""Reads the desk's pages and actions share."""
