"""A world to measure in: organisations, their people, events, replies; always the same one."""

from bench.world.filling import World, filled, tidy

__all__ = ["World", "filled", "tidy"]
