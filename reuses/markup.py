"""A drawing as HTML: the SVG, and the nested list that says the same.

Not templates: a family has hundreds of rows of ten parts each, and a template took half a millisecond for each row.
"""

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from core.templatetags.typography import french, partial_date

from .drawing import Drawing, Row
from .reading import ShownNode, ShownReuse


def svg(drawing: Drawing, name: str) -> SafeString:
    """name: what it shows, for who does not see it."""
    lines = "".join(_lines(row) for row in drawing.rows)
    spots = "".join(_spot(row) for row in drawing.rows)
    return mark_safe(
        f'<svg class="swarm" viewBox="{drawing.view_box}" width="{drawing.width}" height="{drawing.height}" '
        f'role="img" aria-label="{escape(name)}">{lines}{spots}</svg>'
    )


def _lines(row: Row) -> str:
    own = (
        f'<path class="swarm__edge swarm__edge--{row.reuse.certainty}" d="{row.line}"/>'
        if row.reuse
        else ""
    )
    return own + "".join(
        f'<path class="swarm__edge swarm__edge--also" d="{arc}"/>' for arc, _ in row.arcs
    )


def _spot(row: Row) -> str:
    kind = ""
    if row.is_focus:
        kind = " swarm__node--focus"
    elif row.node.has_sheet:
        kind = " swarm__node--sheet"
    elif row.reuse and row.reuse.stopped:
        kind = " swarm__node--stopped"
    focus = " swarm__label--focus" if row.is_focus else ""
    return (
        f'<circle class="swarm__node{kind}" cx="{row.x}" cy="{row.y}" r="{7 if row.is_focus else 5}"/>'
        f'<text class="swarm__label{focus}" x="{row.x + 12}" y="{row.y + 4}">{escape(row.label)}</text>'
    )


def told(drawing: Drawing) -> SafeString:
    """The nested list."""
    return mark_safe(
        "".join(f"{row.before}{_who(row)}{_facts_of(row)}{row.after}" for row in drawing.rows)
    )


def _who(row: Row) -> str:
    node = row.node
    when = _when(row.reuse)
    if row.is_focus:
        note = ' <span class="muted">cette fiche</span>'
    else:
        note = f' <span class="muted">{french(node.title)}</span>' if node.title else ""
    return f'<p class="family__who"><strong>{name(node, linked=not row.is_focus)}</strong>{when}{note}</p>'


def name(node: ShownNode, *, linked: bool = True) -> str:
    label = french(node.name)
    return f'<a href="{escape(node.url)}">{label}</a>' if linked and node.url else label


def _when(reuse: ShownReuse | None) -> str:
    if not reuse or not reuse.when:
        return ""
    return f' <span class="muted nowrap">{escape(partial_date(reuse.when))}</span>'


def _facts_of(row: Row) -> str:
    if not row.reuse:
        return ""
    also = "".join(
        f'<div class="family__also"><p>Inspiré aussi de {name(one.original)}</p>'
        # Of one source that tells both, once is enough.
        f"{'' if one.what == row.reuse.what else facts(one)}</div>"
        for one in row.also
    )
    return f'<div class="family__facts">{facts(row.reuse)}{also}</div>'


def facts(reuse: ShownReuse) -> SafeString:
    """What is known of a reuse, and how sure it is."""
    parts = [f"<p>{french(reuse.what)}</p>"] if reuse.what else []
    parts += [
        f'<p><span class="reuse__title">{french(title)}</span> {french(text)}</p>'
        for title, text in reuse.details
    ]
    if reuse.figures:
        parts.append(f"<p>{french(' · '.join(reuse.figures))}</p>")
    state = reuse.state[:1].upper() + reuse.state[1:]
    sure = f'<span class="reuse__state reuse__state--{reuse.certainty}">{french(state)}</span>'
    if more := reuse.stopped or reuse.progress.lower():
        sure += french(f" ; {more}")
    if reuse.source_title:
        source = french(reuse.source_title)
        if reuse.source_url:
            source = format_html('<a href="{}">{}</a>', reuse.source_url, source)
        sure += french(" : ") + source
    parts.append(f'<p class="muted">{sure}</p>')
    if reuse.remark:
        parts.append(f'<p class="muted">{french(reuse.remark)}</p>')
    return mark_safe("".join(parts))
