"""Organisations, who works in them with which role, and invitations to join them."""
