from django.utils.html import format_html_join
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea


class RichTextArea(DraftailRichTextArea):
    """Wagtail's, which expects the JSON of its own script: any other text is kept as paragraphs, not a failure."""

    def value_from_datadict(self, data, files, name):
        try:
            return super().value_from_datadict(data, files, name)
        except (AttributeError, KeyError, TypeError, ValueError):
            lines = (line for line in data[name].splitlines() if line.strip())
            return format_html_join("", "<p>{}</p>", ((line,) for line in lines))
