"""Where accounts meets the sign-in library: its store, mail, codes, passkeys, words and sessions.

What Flask-Security asks for is answered here in the house's own way, so that its views can be used
as they are: one place commits, mail goes through the outbox, and no cookie is set without need.
"""
