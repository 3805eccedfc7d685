import re

from django import template
from django.utils.safestring import mark_safe

register = template.Library()

# What somebody typed keeps its lines.
_TYPED = re.compile(r"(<textarea\b.*?</textarea>|<pre\b.*?</pre>)", re.DOTALL)
_INDENTED = re.compile(r"\n\s+")
# Beside one of these, a line end shows nothing.
_BEFORE_BLOCK = re.compile(r"\n(?=</?(?:div|section|template)\b)")


class _Tight(template.Node):
    def __init__(self, inside):
        self._inside = inside

    def render(self, context):
        parts = _TYPED.split(self._inside.render(context))
        return mark_safe(
            "".join(part if place % 2 else _tightened(part) for place, part in enumerate(parts))
        )


def _tightened(part: str) -> str:
    return _BEFORE_BLOCK.sub("", _INDENTED.sub("\n", part))


@register.tag
def tight(parser, token):
    """Without the indentation of templates, a fifth of a long form of the admin."""
    inside = parser.parse(("endtight",))
    parser.delete_first_token()
    return _Tight(inside)
