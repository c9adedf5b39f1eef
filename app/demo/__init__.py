"""The demo world: a small believable town of organisations, for trying Twain out.

Nobody and nothing in it is real. `world`, `gatherings` and `bygone` hold words; `loading` and those it
calls play the history through the same services that people use.
"""
