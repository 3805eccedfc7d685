"""Pictures: what is refused, what is kept, and how a sheet shows them."""

import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageDraw
from wagtail.models import Collection

from catalogue.models import ProjectPicture
from core.models import Picture
from core.pictures import LONGEST, safe_picture
from tests.factories import SheetFactory, editor

LANDSCAPE, PORTRAIT = (900, 600), (600, 900)

# Wagtail leaves the temporary file of a rendition to the collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def drawn(size=LANDSCAPE, kind="JPEG", **options) -> bytes:
    """A picture made on the fly: four fields and a disc."""
    image = Image.new("RGB", size, "#0f4c3a")
    canvas = ImageDraw.Draw(image)
    canvas.rectangle([0, 0, size[0] // 2, size[1] // 2], fill="#f6cba9")
    canvas.ellipse([size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2], fill="#d9480f")
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def claiming(width: int, height: int) -> bytes:
    """A small PNG whose header says that it is enormous."""
    content = bytearray(drawn((4, 4), "PNG"))
    content[16:24] = width.to_bytes(4) + height.to_bytes(4)
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4)
    return bytes(content)


def with_metadata(**changes) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Appareil de Camille"
    exif[0x8825] = {1: "N", 2: (44.0, 10.0, 0.0), 3: "E", 4: (0.0, 37.0, 0.0)}
    for key, value in changes.items():
        exif[int(key[1:])] = value
    return drawn(exif=exif, comment=b"<?php system($_GET[0]); ?>")


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_metadata_and_comments_are_gone():
    safe = safe_picture(ContentFile(with_metadata()), "photo.jpg").read()
    kept = Image.open(BytesIO(safe))
    assert not kept.getexif()
    assert b"Camille" not in safe
    assert b"php" not in safe
    assert kept.size == LANDSCAPE


def test_a_picture_taken_upright_stays_upright():
    safe = safe_picture(ContentFile(with_metadata(_274=6)), "photo.jpg")
    assert Image.open(safe).size == PORTRAIT


@pytest.mark.parametrize(
    ("kind", "name"), [("PNG", "a.png"), ("GIF", "a.gif"), ("WEBP", "a.webp"), ("AVIF", "a.avif")]
)
def test_every_format_keeps_its_pixels_and_loses_what_hangs_on(kind, name):
    payload = b"PK\x03\x04<script>alert(1)</script>"
    safe = safe_picture(ContentFile(drawn(kind=kind) + payload), name).read()
    assert b"script" not in safe
    again = Image.open(BytesIO(safe))
    assert (again.format, again.size) == (kind, LANDSCAPE)


def test_transparency_is_kept():
    file = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(file, "PNG")
    assert Image.open(safe_picture(file, "logo.png")).convert("RGBA").getpixel((5, 5))[3] == 0


def test_a_large_picture_is_reduced():
    file = ContentFile(drawn((4000, 1000)))
    assert max(Image.open(safe_picture(file, "a.jpg")).size) == LONGEST


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (drawn()[:-2000], "a.jpg", "abîmée"),
        (b"", "a.jpg", "abîmée"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.png", "abîmée"),
        (drawn(kind="PNG"), "a.jpg", "image PNG"),
        (drawn(kind="PNG"), "a", "sans extension"),
        (claiming(9000, 9000), "a.png", "trop de pixels"),
        (claiming(60000, 60000), "a.png", "trop de pixels"),
    ],
)
def test_what_is_refused_and_why(content, name, words):
    with pytest.raises(ValidationError) as refused:
        safe_picture(ContentFile(content), name)
    assert words in refused.value.message


@pytest.fixture
def admin(client, db):
    client.force_login(editor())
    return client


def send(admin, content: bytes, name: str):
    return admin.post(
        reverse("wagtailimages:add"),
        {
            "title": "Une rue",
            "file": upload(content, name),
            "credit": "Mairie, CC BY",
            "tags": "",
            "collection": Collection.get_first_root_node().pk,
        },
        follow=True,
    )


def test_an_editor_s_upload_is_cleaned(admin):
    send(admin, with_metadata(), "rue.jpg")
    picture = Picture.objects.get()
    content = picture.file.read()
    assert b"Camille" not in content
    assert (picture.width, picture.height) == LANDSCAPE
    assert picture.file_size == len(content)
    assert picture.credit == "Mairie, CC BY"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (drawn()[:-2000], "coupee.jpg"),
        (drawn(kind="PNG"), "fausse.jpg"),
        (claiming(9000, 9000), "immense.png"),
        (b"MZ\x90 ceci n'est pas une image", "virus.jpg"),
        (b"<html><script>alert(1)</script>", "page.svg"),
    ],
)
def test_a_refusal_tells_the_editor_and_stores_nothing(admin, content, name):
    answer = send(admin, content, name)
    assert answer.status_code == 200
    assert not Picture.objects.exists()
    errors = answer.context["form"].errors["file"]
    assert errors
    assert not any(word in str(errors) for word in ("Not a", "Upload a", "This file"))


@pytest.mark.django_db
def test_a_picture_saved_by_code_is_cleaned_too():
    picture = Picture(title="Rue", file=ContentFile(with_metadata(), name="rue.jpg"))
    picture.save()
    assert b"Camille" not in picture.file.read()


@pytest.mark.django_db
def test_a_sheet_shows_pictures_in_modern_formats_with_size_description_and_credit(visitor):
    sheet = SheetFactory()
    for name, size in (("large", LANDSCAPE), ("haute", PORTRAIT)):
        picture = Picture(
            title=name,
            description=f"Une rue {name}",
            credit="Mairie de Boé, CC BY",
            file=ContentFile(drawn(size), name=f"{name}.jpg"),
        )
        picture.save()
        sheet.pictures.add(ProjectPicture(picture=picture, caption=f"Vue {name}"))
    sheet.save()
    html = visitor.get(sheet.relative_url(None)).content.decode()
    assert html.count('type="image/avif"') == 2
    assert html.count('type="image/webp"') == 2
    for words in ("Une rue large", "Une rue haute", "Vue haute", "Mairie de Boé, CC BY"):
        assert words in html
    for image in html.split("<img")[1:]:
        tag = image.split(">")[0]
        assert 'alt="Une rue' in tag
        assert "width=" in tag
        assert "height=" in tag
