"""Write: profiles, members, invitations and verification."""
