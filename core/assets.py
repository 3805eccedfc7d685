"""The visitor's style sheet: one file, `css/site.css`, made from the parts in `static/css/`.

The parts are written one subject per file and joined here, in the order of `PARTS` and then the
components by name, so that a page needs one request and no build tool. A finder does it: whoever
asks Django for static files (`collectstatic`, WhiteNoise, `runserver`) gets the joined file, made
anew when a part changed. Only comments and spaces that say nothing are taken out; compression is left to
WhiteNoise.
"""

import os
import re
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/site.css"
PARTS = ("layers.css", "tokens.css", "fonts.css", "base.css", "layout.css")
LAST = ("print.css",)
# Words in quotes stay as they are; a space before a colon begins a selector (« a :hover »).
_SPACES = re.compile(r'(?P<words>"[^"]*")|\s*(?P<mark>[{};,])\s*|(?P<colon>:\s+)|\s+')


def parts() -> list[Path]:
    """The files that make the style sheet, in order. A missing one raises FileNotFoundError."""
    folder = settings.BASE_DIR / "static" / "css"
    components = sorted((folder / "components").glob("*.css"))
    files = [*(folder / name for name in PARTS), *components, *(folder / name for name in LAST)]
    for file in files:
        file.stat()
    return files


def join(files: list[Path]) -> str:
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return _SPACES.sub(_tight, text).replace(";}", "}").strip() + "\n"


def _tight(match: re.Match) -> str:
    return match["words"] or match["mark"] or (":" if match["colon"] else " ")


class StylesheetFinder(BaseFinder):
    def __init__(self, app_names=None, *args, **kwargs):
        self.folder = Path(settings.STATIC_ROOT).parent / "assets"
        self.storage = FileSystemStorage(location=self.folder)
        super().__init__(*args, **kwargs)

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        if path != NAME:
            return []
        self._refresh()
        target = str(self.folder / NAME)
        return [target] if find_all else target

    def list(self, ignore_patterns):
        self._refresh()
        yield NAME, self.storage

    def _refresh(self):
        """Write the file when it is missing, differs in its parts, or is older than one of them."""
        target = self.folder / NAME
        files = parts()
        newest = max(file.stat().st_mtime_ns for file in [*files, files[-1].parent / "components"])
        if target.exists() and target.stat().st_mtime_ns >= newest:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        # Several processes may start at once: each writes its own file and puts it in place.
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".css")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(join(files))
        Path(name).chmod(0o644)
        Path(name).replace(target)
