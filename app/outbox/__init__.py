"""Mail waiting to leave.

A message is a row, inserted in the same transaction as what caused it; the worker delivers it,
at least once, in order for each recipient, and records every attempt.
"""
