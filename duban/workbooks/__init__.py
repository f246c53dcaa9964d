"""Ledgers as offices keep them in spreadsheets: taken in cell by cell, given out again."""
