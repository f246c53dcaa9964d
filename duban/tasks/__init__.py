"""The ledger (督办台账): what was asked of whom, until when, and every move since."""
