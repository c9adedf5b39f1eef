"""What people fill in about themselves and to sign in."""
