"""The inspection desk: petitions handed over day by day while a team is in the city, and what becomes of each."""
