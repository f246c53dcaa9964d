"""The vault's pages."""
