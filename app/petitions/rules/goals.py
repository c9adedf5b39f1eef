"""Goals that grow by tiers: the next one is always within sight."""

#: After the first goal, in this order, then by doubling.
TIERS = (100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000)
#: Close to its goal, a petition is given the next one, so that signing still helps.
NEARLY = 0.95


def goal_for(total: int, first_goal: int) -> int:
    """Give the goal that stands at so many signatures."""
    goal = first_goal
    while total >= goal * NEARLY:
        goal = _next_tier(goal)
    return goal


def reached_between(before: int, after: int, first_goal: int) -> list[int]:
    """Give the goals that were reached on the way from one total to a higher one, in order."""
    goal, reached = first_goal, []
    while goal <= after:
        if goal > before:
            reached.append(goal)
        goal = _next_tier(goal)
    return reached


def _next_tier(goal: int) -> int:
    return next((tier for tier in TIERS if tier > goal), goal * 2)
