"""Sealed content: petitioners' identities and unredacted texts, encrypted with a key that is not in the database."""
