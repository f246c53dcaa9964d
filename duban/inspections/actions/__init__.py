"""Every write of the inspection desk."""
