"""Files that were uploaded: read by whom they are for, at every address they have."""

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from catalogue.models import ProjectAttachment
from core.models import Attachment, Picture
from tests.core.test_pictures import drawn
from tests.factories import SheetFactory, editor, published

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves files that it sends to the collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture
def document():
    return Attachment.objects.create(
        title="Bilan", file=ContentFile(b"%PDF-1.7 bilan", "bilan.pdf")
    )


@pytest.fixture
def picture():
    return Picture.objects.create(title="Place", file=ContentFile(drawn(), "place.jpg"))


def attach(sheet, document):
    sheet.attachments = [ProjectAttachment(document=document)]
    return sheet


def shown(document):
    attach(published(), document).save_revision().publish()


def read(client, address: str) -> int:
    response = client.get(address)
    if response.streaming:
        # Read to its end, which the client closes without closing the database's connection.
        b"".join(response.streaming_content)
    return response.status_code


def test_a_document_of_a_published_sheet(visitor, document):
    shown(document)
    assert read(visitor, document.url) == 200
    assert read(visitor, f"/media/{document.file.name}") == 404


def test_a_document_of_a_draft_a_private_sheet_or_of_nothing(visitor, client, document):
    client.force_login(editor())
    assert read(visitor, document.url) == 404
    sheet = SheetFactory(live=False)
    attach(sheet, document).save()
    assert read(visitor, document.url) == 404
    assert read(client, document.url) == 200
    sheet.save_revision().publish()
    assert read(visitor, document.url) == 200
    PageViewRestriction.objects.create(page=sheet, restriction_type="login")
    assert read(visitor, document.url) == 404
    sheet.unpublish()
    assert read(visitor, document.url) == 404


def test_a_document_of_a_private_collection(visitor, document):
    collection = Collection.get_first_root_node().add_child(name="Membres")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    document.collection = collection
    document.save()
    shown(document)
    assert read(visitor, document.url) == 302
    assert read(visitor, f"/media/{document.file.name}") == 404


def test_an_original_picture_is_for_accounts(visitor, client, picture):
    client.force_login(editor())
    assert read(visitor, picture.file.url) == 404
    assert read(client, picture.file.url) == 200
    for path in ("../essaim.sqlite3", "inconnue.jpg", "..%2f..%2fmanage.py"):
        assert read(client, f"/media/original_images/{path}") in (400, 404)


def test_a_picture_as_pages_show_it_is_for_everybody(visitor, picture, settings):
    rendition = picture.get_rendition("width-100")
    assert rendition.url.startswith("/media/images/")


def test_nginx_sends_what_the_view_allows(client, picture, settings):
    settings.SENDFILE_BACKEND = "django_sendfile.backends.nginx"
    settings.SENDFILE_ROOT = settings.MEDIA_ROOT
    settings.SENDFILE_URL = "/prive"
    client.force_login(editor())
    response = client.get(picture.file.url)
    assert response["X-Accel-Redirect"] == f"/prive/{picture.file.name}"
    assert not response.content
