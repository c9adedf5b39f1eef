"""The door: who has come, kept by helpers on their devices, also without a network."""
