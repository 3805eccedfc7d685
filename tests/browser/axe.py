"""axe-core on what a view shows."""

from pathlib import Path

from .view import View

SCRIPT = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text(encoding="utf-8")
TAGS = [
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"),
    *("RGAAv4", "EN-301-549", "best-practice"),
]
# What a colour scheme can change: test_every_page.py makes sure that it changes nothing else.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
# Only rules on sound and on orientation (experimental: not asked for) need sheets and media fetched first.
RUN = """([type, values]) => axe.run(document, {
  runOnly: {type, values},
  ...(type === "tag" && {rules: {"target-size": {enabled: true}}}),
  resultTypes: ["violations"],
  preload: false,
})"""


def violations(view: View, *, only_colours: bool = False) -> str:
    """What axe finds, in words; "" when it finds nothing."""
    if not view.page.evaluate("Boolean(window.axe)"):
        # Not by Playwright, which makes a new program of it each time: a process compiles it once.
        view.devtools.send("Runtime.evaluate", {"expression": SCRIPT})
    lines = []
    asked = ["rule", OF_COLOURS] if only_colours else ["tag", TAGS]
    for found in view.page.evaluate(RUN, asked)["violations"]:
        lines.append(f"{found['id']}: {found['help']}")
        for node in found["nodes"][:4]:
            lines.append(f"    {node['html'][:200]}")
            lines.append(f"    {(node.get('failureSummary') or '')[:300]}")
    return "\n".join(lines)
