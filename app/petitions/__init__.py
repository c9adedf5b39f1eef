"""Petitions, their signatures, and a count that anyone can check."""
