"""What is sent as a rich text by something else than Wagtail's script."""

import pytest

from core.rich_text import PAGE
from core.rich_text_area import RichTextArea


def read(text) -> str:
    return RichTextArea(features=PAGE).value_from_datadict({"body": text}, {}, "body")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Bonjour,\n\nà <tous>", "<p>Bonjour,</p><p>à &lt;tous&gt;</p>"),
        ("-1e400", "<p>-1e400</p>"),
        ('{"blocks": 3}', "<p>{&quot;blocks&quot;: 3}</p>"),
        ('{"blocks": [{"text": 1}]}', "<p>{&quot;blocks&quot;: [{&quot;text&quot;: 1}]}</p>"),
        ("[]", "<p>[]</p>"),
    ],
)
def test_it_is_kept_as_paragraphs(text, kept):
    assert read(text) == kept


def test_what_the_script_sends_is_read_as_ever():
    block = '{"key": "a", "text": "Un mot", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}'
    assert "Un mot" in read(f'{{"blocks": [{block}], "entityMap": {{}}}}')
    assert RichTextArea(features=PAGE).value_from_datadict({}, {}, "body") is None
