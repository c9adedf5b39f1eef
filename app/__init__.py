"""Twain: where the two meet. `factory.create_app` wires the rooms together.

Nothing is imported here, so that the server's parent, the runner and the child that reads foreign
calendars start without the whole application.
"""
