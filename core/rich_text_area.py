import json
from functools import cache

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html_join
from django.utils.translation import get_language
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea


class RichTextArea(DraftailRichTextArea):
    """Wagtail's, which expects the JSON of its own script: any other text is kept as paragraphs, not a failure. And without
    the indentation and the escapes of its JSON, a third of a text in French."""

    # All that its template does is to include this one, which `core.form_renderer` has written quicker.
    template_name = "django/forms/widgets/hidden.html"

    def format_value(self, value):
        return _compact(json.loads(super().format_value(value)))

    def get_context(self, name, value, attrs):
        context = super(DraftailRichTextArea, self).get_context(name, value, attrs)
        tools = _tools(tuple(self.features), get_language())
        context["widget"]["attrs"]["data-w-init-detail-value"] = tools
        return context

    def value_from_datadict(self, data, files, name):
        try:
            return super().value_from_datadict(data, files, name)
        except (AttributeError, KeyError, TypeError, ValueError):
            lines = (line for line in data[name].splitlines() if line.strip())
            return format_html_join("", "<p>{}</p>", ((line,) for line in lines))


@cache
def _tools(features: tuple[str, ...], language: str) -> str:
    """Those of the editor, in the words of this language: twenty fields of a form have the same."""
    return _compact(DraftailRichTextArea(features=list(features)).options)


def _compact(said) -> str:
    return json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
