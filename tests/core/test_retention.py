from core import retention


def test_the_document_says_what_is_registered():
    """After a change: `manage.py personal_data`."""
    assert retention.path().read_text(encoding="utf-8") == retention.document()
