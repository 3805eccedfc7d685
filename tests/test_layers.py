"""Who may know whom: an app imports only from earlier lines, templates' tag libraries and functions' own imports
included; no two modules import each other, by whatever way round.
"""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Apps of one line never import each other.
LAYERS = (
    ("core",),
    ("users",),
    ("reviewing",),
    ("taxonomy", "territories", "links"),
    ("search",),
    ("network",),
    ("funding",),
    ("catalogue",),
    ("suggestions",),
    ("events", "contributions", "exchanges", "curation", "labels", "offers", "debates"),
    ("publications",),
    ("groups",),
    ("reuses", "landmarks", "expertise"),
    ("confirmations", "outcomes", "relay"),
    ("council",),
    ("synthesis",),
    ("alerts", "letters"),
    ("directory",),
    ("home",),
    ("setup",),
    ("bench", "config"),
)
LEVEL = {app: level for level, apps in enumerate(LAYERS) for app in apps}
APPS = [app for app in LEVEL if (ROOT / app).is_dir()]
TEMPLATES = ROOT / "templates"
_LOAD = re.compile(r"{%-?\s*load\s+([^%]*?)\s*%}")
_OTHER = re.compile(r"""{%-?\s*(?:include|extends)\s+["']([^"']+)["']""")


@cache
def modules() -> dict[str, Path]:
    """Dotted name -> file, of all our code; migrations stand apart."""
    found = {}
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" not in path.parts:
                parts = path.relative_to(ROOT).with_suffix("").parts
                found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports(module: str) -> frozenset[str]:
    """Modules of ours that it imports anywhere in its text, `if TYPE_CHECKING` included."""
    path = modules()[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *filter(None, [node.module])])
            # `from package import module`, else a name of the package itself.
            names = {f"{base}.{alias.name}" for alias in node.names}
            within = names & modules().keys()
            found |= within
            if names - within or not within:
                found.add(base)
    return frozenset(name for name in found & modules().keys() if name != module)


@pytest.mark.parametrize("app", APPS)
def test_direction_of_imports(app):
    for module in modules():
        if module.partition(".")[0] == app:
            for other in imports(module):
                above = other.partition(".")[0]
                assert above == app or LEVEL[above] < LEVEL[app], f"{module} imports {other}"


def circles() -> list[list[str]]:
    """Groups of modules that reach each other (Tarjan's strongly connected components)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        order[module] = low[module] = len(order)
        stack.append(module)
        for other in sorted(imports(module)):
            if other not in order:
                visit(other)
                low[module] = min(low[module], low[other])
            elif other in stack:
                low[module] = min(low[module], order[other])
        if low[module] == order[module]:
            group = stack[stack.index(module) :]
            del stack[stack.index(module) :]
            if len(group) > 1:
                found.append(sorted(group))

    for module in sorted(modules()):
        if module not in order:
            visit(module)
    return found


def test_no_modules_import_each_other():
    assert circles() == []


@cache
def libraries() -> dict[str, str]:
    """Tag library -> the app that owns it."""
    return {
        path.stem: path.relative_to(ROOT).parts[0]
        for app in APPS
        for path in (ROOT / app / "templatetags").glob("*.py")
        if path.stem != "__init__"
    }


@cache
def known_by(template: str) -> frozenset[tuple[str, str]]:
    """(template, app) for each app whose tags a template loads, itself or by what it includes or extends."""
    path = TEMPLATES / template
    if not path.exists():
        return frozenset()  # Wagtail's
    text = path.read_text(encoding="utf-8")
    found = set()
    for loaded in _LOAD.findall(text):
        words = loaded.split()
        names = words[words.index("from") + 1 :] if "from" in words else words
        found |= {(template, libraries()[name]) for name in names if name in libraries()}
    for other in _OTHER.findall(text):
        owner = other.partition("/")[0]
        if owner in LEVEL:
            found.add((template, owner))
        # The frame of the whole site: header and footer know what there is. And one that stands before Wagtail's
        # extends it by its own name.
        if other not in ("base.html", template):
            found |= known_by(other)
    return frozenset(found)


@pytest.mark.parametrize("app", APPS)
def test_direction_of_templates(app):
    for path in (TEMPLATES / app).rglob("*.html"):
        name = str(path.relative_to(TEMPLATES))
        for template, other in sorted(known_by(name)):
            assert other == app or LEVEL[other] < LEVEL[app], (
                f"templates/{name} knows {other}, in {template}"
            )


def test_the_check_sees_what_it_is_for():
    assert "core.kinds" in imports("search.apps")  # inside a function
    assert "events.models" in imports("events.templatetags.events_tags")  # relative
    assert ("components/event_row.html", "events") in known_by("events/agenda.html")
    assert {owner for _, owner in known_by("home/home_page.html")} >= {"home", "events"}
