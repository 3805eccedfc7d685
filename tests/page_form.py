"""The form of a page in the admin as a browser without script would send it back."""

from tests.parsing import leave_out, parsed

_WITHOUT_VALUE = ("submit", "button", "file", "image", "reset")


def fields_of(answer) -> dict[str, str | list[str]]:
    """Of the one form that edits a page; rows to be added, which stand in templates, are not sent."""
    page = parsed(answer.content)
    leave_out(page, "//template")
    sent: dict[str, str | list[str]] = {}
    for field in page.xpath("//form[@data-edit-form]//*[@name and not(@disabled)]"):
        name, kind = field.get("name"), field.get("type", "text")
        if field.tag == "textarea":
            # A browser drops the line break that opens it.
            sent[name] = "".join(field.itertext()).removeprefix("\n")
        elif field.tag == "select":
            for option in field.xpath(".//option[@selected]"):
                _add(sent, name, option.get("value", ""))
        elif field.tag != "input" or kind in _WITHOUT_VALUE:
            continue
        elif kind not in ("checkbox", "radio"):
            sent[name] = field.get("value", "")
        elif "checked" in field.attrib:
            value = field.get("value", "on")
            if kind == "checkbox":
                _add(sent, name, value)
            else:
                sent[name] = value
    return sent


def _add(sent: dict, name: str, value: str) -> None:
    if name in sent:
        known = sent[name]
        sent[name] = [*(known if isinstance(known, list) else [known]), value]
    else:
        sent[name] = value
