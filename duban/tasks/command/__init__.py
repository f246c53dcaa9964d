"""The ledger's rules asked from a shell, on plain input and without a database: `duban lamp`, `duban breakdown`."""
