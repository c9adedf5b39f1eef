"""Measure Twain beside its floors, in one run on one machine: `python -m bench`, or `make bench`.

`world` fills a database, `processes` starts servers and the worker, `floors` is the least that the same
server or database can be asked to do, `load` asks, `pages`, `feeds`, `replies` and `memory` measure, and
`report` prints the table. Everything stays on the loopback device and within bounds of time and count.
"""
