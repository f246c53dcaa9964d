"""Texts that tell of the same matter: near copies found among a hundred thousand, by the characters they share."""

from duban.similarity.index import SimilarIndex
from duban.similarity.scan import scan
from duban.similarity.scores import Match

__all__ = ["Match", "SimilarIndex", "scan"]
