"""The form of a page in the admin as a browser without script would send it back."""

from html.parser import HTMLParser

_WITHOUT_VALUE = ("submit", "button", "file", "image", "reset")


class _Fields(HTMLParser):
    """Of the one form that edits a page; rows to be added, which stand in templates, are not sent."""

    def __init__(self):
        super().__init__()
        self.sent: dict[str, str | list[str]] = {}
        self._inside = self._templates = 0
        self._text = self._select = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form" and "data-edit-form" in given:
            self._inside = 1
        if tag == "template":
            self._templates += 1
        if not self._inside or self._templates:
            return
        name, kind = given.get("name"), given.get("type", "text")
        if tag == "option" and self._select:
            if "selected" in given:
                self._add(self._select, given.get("value", ""), many=True)
        elif not name or "disabled" in given:
            return
        elif tag == "textarea":
            self._text, self.sent[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "input" and kind not in _WITHOUT_VALUE:
            if kind not in ("checkbox", "radio"):
                self.sent[name] = given.get("value") or ""
            elif "checked" in given:
                self._add(name, given.get("value", "on"), many=kind == "checkbox")

    def handle_endtag(self, tag):
        if tag == "template":
            self._templates -= 1
        elif tag == "form":
            self._inside = 0
        elif tag == "textarea" and self._text:
            # A browser drops the line break that opens it.
            self.sent[self._text] = self.sent[self._text].removeprefix("\n")
            self._text = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data):
        if self._text:
            self.sent[self._text] += data

    def _add(self, name, value, *, many):
        if many and name in self.sent:
            known = self.sent[name]
            self.sent[name] = [*(known if isinstance(known, list) else [known]), value]
        else:
            self.sent[name] = value


def fields_of(answer) -> dict[str, str | list[str]]:
    parser = _Fields()
    parser.feed(answer.content.decode())
    return parser.sent
