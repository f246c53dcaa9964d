"""Words of the one-size-fits-all guard, as data: acts, scopes, reasons and stances."""
