"""What a component needs of its data that a template cannot do by itself."""

from django import template

from core.sanitising import rich_text

register = template.Library()

SHOWN = 8


@register.filter
def facet_groups(values) -> dict:
    """A facet's flat values as the branches that a visitor sees.

    ``{"shown": [...], "more": [...]}``, each branch ``{"value": v, "children": [v…]}``. The
    children of a value appear once it or one of them is chosen: sixty-five sub-themes at once
    would hide the thirteen themes. A chosen value is never among the ones to unfold.
    """
    branches = []
    for value in values:
        if value["depth"] and branches:
            branches[-1]["children"].append(value)
        else:
            branches.append({"value": value, "children": []})
    for branch in branches:
        if not any(v["selected"] for v in (branch["value"], *branch["children"])):
            branch["children"] = []
    if len(branches) <= SHOWN + 2:
        return {"shown": branches, "more": []}
    first, rest = branches[:SHOWN], branches[SHOWN:]
    chosen = [branch for branch in rest if branch["value"]["selected"] or branch["children"]]
    return {
        "shown": first + chosen,
        "more": [branch for branch in rest if branch not in chosen],
    }


@register.filter
def rich(source):
    """A rich text field as stored, cleaned: ``{{ page.body|rich|french }}``."""
    return rich_text(source)


@register.filter
def file_size(size) -> str:
    """Bytes in French decimal units: 1234567 gives "1,2 Mo"; less than a kilobyte is "1 ko"."""
    if not size:
        return ""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}\u00a0ko"
    return f"{size / 1_000_000:.1f}\u00a0Mo".replace(".", ",").replace(",0", "")
