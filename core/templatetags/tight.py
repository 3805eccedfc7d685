import re

from django import template
from django.utils.safestring import mark_safe

register = template.Library()

# What somebody typed keeps its lines.
_TYPED = re.compile(r"(<textarea\b.*?</textarea>|<pre\b.*?</pre>)", re.DOTALL)
_INDENTED = re.compile(r"\n\s+")


class _Tight(template.Node):
    def __init__(self, inside):
        self._inside = inside

    def render(self, context):
        parts = _TYPED.split(self._inside.render(context))
        return mark_safe(
            "".join(
                part if place % 2 else _INDENTED.sub("\n", part) for place, part in enumerate(parts)
            )
        )


@register.tag
def tight(parser, token):
    """Without the indentation of templates, a fifth of a long form of the admin."""
    inside = parser.parse(("endtight",))
    parser.delete_first_token()
    return _Tight(inside)
