"""The morning's picture: boards, charts and the leader's page, read from the ledger; every figure opens its list."""
