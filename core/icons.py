"""Wagtail's tag of icons, drawn once where a template says all of one: four hundred of the five hundred in the form of a
full sheet, a tenth of its time."""

from django.template import Node
from wagtail.admin.templatetags.wagtailadmin_tags import register

_parsed = register.tags["icon"]


def draw_once() -> None:
    register.tag("icon", _icon)


class _Icon(Node):
    def __init__(self, node: Node):
        self._node = node
        self._html = None

    def render(self, context):
        if self._html is None:
            self._html = self._node.render(context)
        return self._html


def _icon(parser, token):
    node = _parsed(parser, token)
    said = [*node.args, *node.kwargs.values()]
    return node if any(one.is_var or one.filters for one in said) else _Icon(node)
