"""Every pair of colours that carries words or the edge of a control can be told apart, day and night."""

import re
from itertools import product
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text(encoding="utf-8")
PAIR = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{3,6}), (#[0-9a-f]{3,6})\)")

GROUNDS = ("paper", "card", "sunk")
WASHES = ("teal-wash", "clay-wash", "plum-wash", "stop-wash")
HUES = ("teal", "clay", "moss", "ochre", "sea", "rose", "plum", "stop")
TEXT = [
    *product(("ink", "ink-soft", "teal", "clay", "plum", "stop"), GROUNDS),
    *product(("ink", "ink-soft", "teal"), WASHES),
    *((name, f"{name}-wash") for name in ("clay", "plum", "stop")),
    *(("on-strong", hue) for hue in HUES),
]
EDGES = [*product(("edge", "focus", "stop"), GROUNDS)]


def palettes() -> dict[str, dict[str, str]]:
    """Read the four palettes: day and night, as usual and with more contrast."""
    usual, more = TOKENS.split("prefers-contrast: more")
    day = {name: light for name, light, _ in PAIR.findall(usual)}
    night = {name: dark for name, _, dark in PAIR.findall(usual)}
    return {
        "day": day,
        "night": night,
        "day, more": day | {name: light for name, light, _ in PAIR.findall(more)},
        "night, more": night | {name: dark for name, _, dark in PAIR.findall(more)},
    }


def luminance(colour: str) -> float:
    """Give WCAG's relative luminance of #rgb or #rrggbb."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give WCAG's contrast ratio."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", palettes())
def test_words_can_be_read_on_every_ground(scheme: str) -> None:
    palette = palettes()[scheme]
    poor = [(on, under) for on, under in TEXT if contrast(palette[on], palette[under]) < 4.5]
    assert poor == []


@pytest.mark.parametrize("scheme", palettes())
def test_edges_of_controls_and_focus_can_be_seen(scheme: str) -> None:
    palette = palettes()[scheme]
    assert [pair for pair in EDGES if contrast(palette[pair[0]], palette[pair[1]]) < 3] == []


def test_older_browsers_get_the_same_day_palette() -> None:
    fallback = TOKENS.split("@supports not", 1)[1].split("@media", 1)[0]
    given = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", fallback))
    assert given == palettes()["day"]


def test_the_styles_stay_small_and_in_six_layers() -> None:
    files = sorted((Path(__file__).parents[2] / "static/css").glob("*.css"))
    assert [path.stem for path in files] == ["base", "components", "layout", "reset", "tokens", "utilities"]
    assert sum(path.stat().st_size for path in files) < 40_000
