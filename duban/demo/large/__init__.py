"""A city as large as the ledger must carry: hundreds of thousands of rows, skewed as in life, the same for one seed."""
