"""Forms of the inspection desk."""
