"""Forms of the ledger: the list's filters, one form for each move."""
