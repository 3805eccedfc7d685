"""The choices of a filter, written at once: Django fills three templates for each of some two hundred."""

from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class _Written:
    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        options = [option for _, group, _ in widget["optgroups"] for option in group]
        rows = format_html_join(
            "",
            '<div><label for="{0}"><input type="{1}" name="{2}" value="{3}" id="{0}"{4}> {5}</label></div>',
            (
                (
                    option["attrs"].get("id", ""),
                    option["type"],
                    option["name"],
                    "" if option["value"] is None else option["value"],
                    SafeString(" checked") if option["selected"] else "",
                    option["label"],
                )
                for option in options
            ),
        )
        return format_html('<div id="{}">{}</div>', widget["attrs"].get("id", ""), rows)


class Several(_Written, CheckboxSelectMultiple):
    pass


class One(_Written, RadioSelect):
    pass
