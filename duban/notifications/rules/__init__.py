"""Which step of which ladder falls on a day: plain values, no database."""
