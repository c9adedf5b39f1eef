"""The demo world: a small believable town of organisations, for trying Twain out.

Nobody and nothing in it is real. `world` and `gatherings` hold the words, `loading` plays the history
through the same services that people use.
"""
