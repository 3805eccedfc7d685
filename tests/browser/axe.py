"""axe-core on what a view shows."""

from pathlib import Path

from .view import View

SCRIPT = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text(encoding="utf-8")
TAGS = [
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"),
    *("RGAAv4", "EN-301-549", "best-practice"),
]
RUN = """tags => axe.run(document, {
  runOnly: {type: "tag", values: tags},
  rules: {"target-size": {enabled: true}},
  resultTypes: ["violations"],
})"""


def violations(view: View) -> str:
    """What axe finds, in words; "" when it finds nothing."""
    if not view.page.evaluate("Boolean(window.axe)"):
        view.page.evaluate(SCRIPT)
    lines = []
    for found in view.page.evaluate(RUN, TAGS)["violations"]:
        lines.append(f"{found['id']}: {found['help']}")
        for node in found["nodes"][:4]:
            lines.append(f"    {node['html'][:200]}")
            lines.append(f"    {(node.get('failureSummary') or '')[:300]}")
    return "\n".join(lines)
