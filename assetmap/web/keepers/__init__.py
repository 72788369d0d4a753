"""Keepers: the two minutes a year in which a group says who it works with, and the pages of those who ask."""
