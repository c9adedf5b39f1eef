"""How far an aim is."""

WHOLE = 100


def percent_reached(reached: int, number: int) -> int:
    """Give how much of an aim is reached, from 0 to 100; 100 only when all of it is."""
    if number <= 0 or reached >= number:
        return WHOLE
    return max(0, WHOLE * reached // number)
