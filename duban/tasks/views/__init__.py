"""Pages of the ledger: the list, the task, a form for every move."""
