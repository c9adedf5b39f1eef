"""Reads over petitions, signatures and counts."""

from app.petitions.queries.petitions import petition_by_slug, petition_to_sign
