"""The colours of the style sheet, measured: WCAG 2.2 contrast in both schemes."""

import re

import pytest
from django.conf import settings

CSS = settings.BASE_DIR / "static" / "css"
# What is written on what, in the components.
TEXT = [
    *((text, ground) for text in ("ink", "muted", "forest", "signal-ink") for ground in
      ("paper", "raised", "neutral-soft", "forest-soft", "signal-soft")),
    ("on-forest", "forest"),
    ("on-forest", "forest-strong"),
    ("on-band", "band"),
    ("on-band-muted", "band"),
    ("ink", "mark"),
]  # fmt: skip
# Edges of controls, the visitor's mark on the scale, the focus ring.
SHAPES = [
    ("edge", "paper"),
    ("edge", "raised"),
    ("signal", "paper"),
    ("signal", "signal-soft"),
    ("forest", "map-area"),
    ("forest", "paper"),
]


def schemes() -> dict[str, dict[str, str]]:
    light, dark = (CSS / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]
    return {"light": found[0], "dark": found[0] | found[1]}


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "ground", "least"),
    [(*pair, 4.5) for pair in TEXT] + [(*pair, 3) for pair in SHAPES],
)
def test_contrast(scheme, front, ground, least):
    colours = schemes()[scheme]
    ratio = contrast(colours[front], colours[ground])
    assert ratio >= least, f"--{front} on --{ground}, {scheme}: {ratio:.2f}"


def test_both_schemes_know_every_colour():
    light, dark = (CSS / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    names = [set(re.findall(r"--([\w-]+): #", part)) for part in (light, dark)]
    assert names[0] == names[1]


def test_a_component_names_no_colour_of_its_own():
    for file in (CSS / "components").glob("*.css"):
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsl", file.read_text()), file.name


def test_every_token_that_is_used_exists():
    text = "".join(file.read_text() for file in CSS.rglob("*.css"))
    defined = set(re.findall(r"(--[\w-]+):", text))
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= defined
