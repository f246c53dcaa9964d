"""What sheets and cells mean, from plain values: no database, no clock, no Django."""
