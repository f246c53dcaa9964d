"""Finding words in everything the office has written down, by one and two characters too."""
