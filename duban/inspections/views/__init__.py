"""Pages of the inspection desk."""
