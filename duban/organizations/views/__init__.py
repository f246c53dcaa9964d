"""Pages of sign-in, units and users."""
