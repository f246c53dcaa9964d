"""The open door for other programs: the ledger read and written by the same actions as the pages, and events sent out."""
