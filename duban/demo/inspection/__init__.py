"""A month of an inspection in the demo city: batches, petitions, answers; small to look at, or of real size."""
