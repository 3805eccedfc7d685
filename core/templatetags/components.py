"""What a component needs of its data that a template cannot do by itself."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.sanitising import rich_text
from core.templatetags.typography import french, number

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
def facet_parts(values) -> list[dict]:
    """A facet's flat values under their headings: [{"label", "shown", "more"}], without a label where there is one alone."""
    parts: dict[str, list] = {}
    for value in values:
        parts.setdefault(value.get("group", ""), []).append(value)
    return [
        {"label": label if len(parts) > 1 else "", **facet_groups(of_it)}
        for label, of_it in parts.items()
    ]


@register.simple_tag
def facet_values(branches: Iterable[dict], name: str, form: str, noun: str) -> SafeString:
    """Checkboxes of some branches of `facet_groups`; form: id of the form they belong to; noun: of what is counted.

    Not a template: a list has some 280 boxes, and an include for each cost 15 ms of its 25.
    """

    def box(one: dict) -> str:
        return _box(one["value"], one["label"], one["count"], one["selected"], name, form, noun)

    boxes = []
    for branch in branches:
        boxes.append(box(branch["value"]))
        boxes += [f'<div class="facet__child">{box(child)}</div>' for child in branch["children"]]
    return mark_safe("".join(boxes))


@lru_cache(4096)
def _box(
    value: str, label: str, count: int, selected: bool, name: str, form: str, noun: str
) -> str:
    return (
        f'<label class="facet__value"><input class="check" type="checkbox" name="{escape(name)}" '
        f'value="{escape(value)}" form="{escape(form)}"{" checked" if selected else ""}>'
        f'<span class="facet__text">{french(label)}</span>'
        f'<span class="facet__count">{number(count)}<span class="visually-hidden"> '
        f"{escape(noun)}{'s' if count > 1 else ''}</span></span></label>"
    )


@register.filter
def rich(source):
    """A rich text field as stored, cleaned: ``{{ page.body|rich|french }}``."""
    return rich_text(source)


@register.filter
def source_ref(cited) -> SafeString:
    """Calls to the sources of a row, by their numbers, and who speaks there where that is known; cited: `catalogue.evidence`.

    Not a template: it stands in every row.
    """
    return mark_safe(" ".join(map(_source_ref, cited)))


def _source_ref(source) -> str:
    who = f' <span class="muted">{french(source.words)}</span>' if source.words else ""
    return (
        f'<a class="source-ref" href="#source-{source.number:d}">'
        f'<span class="visually-hidden">source </span>{source.number:d}</a>{who}'
    )


@register.filter
def file_size(size) -> str:
    """Bytes in French decimal units: 1234567 gives "1,2 Mo"; less than a kilobyte is "1 ko"."""
    if not size:
        return ""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}\u00a0ko"
    return f"{size / 1_000_000:.1f}\u00a0Mo".replace(".", ",").replace(",0", "")
