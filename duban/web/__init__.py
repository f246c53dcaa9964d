"""The shared look: base page, tables, lamp, forms, styles; no models."""
