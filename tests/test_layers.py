"""An app imports only from earlier lines; apps of one line never import each other."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = (
    ("core",),
    ("users",),
    ("taxonomy", "territories"),
    ("search",),
    ("network",),
    ("catalogue",),
    ("events", "assessment", "publications"),
    ("directory",),
    ("home",),
    ("setup",),
    ("bench", "config"),
)
LEVEL = {app: level for level, apps in enumerate(LAYERS) for app in apps}


def imported_apps(path: Path) -> set[str]:
    modules = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            modules.add(node.module)
    return {module.partition(".")[0] for module in modules}


@pytest.mark.parametrize("app", [app for app in LEVEL if (ROOT / app).is_dir()])
def test_direction_of_imports(app):
    for path in (ROOT / app).rglob("*.py"):
        for other in imported_apps(path) & LEVEL.keys() - {app}:
            assert LEVEL[other] < LEVEL[app], f"{path.relative_to(ROOT)} imports {other}"
