"""What people upload, by every way there is, is taken for what it holds or refused in words: nothing fails."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection

from core.models import Attachment, Picture

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::ResourceWarning")]

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PROGRAM = b"MZ\x90\x00" + b"\x00" * 60 + b"This program cannot be run in DOS mode."


def picture(kind="JPEG", size=(60, 40), mode="RGB", **options) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, 90).save(file, kind, **options)
    return file.getvalue()


def mpo() -> bytes:
    file = io.BytesIO()
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    frames[0].save(file, "MPO", save_all=True, append_images=frames[1:])
    return file.getvalue()


def archive(**members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in members.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return file.getvalue()


def claiming_gif(width: int, height: int) -> bytes:
    return b"GIF89a" + width.to_bytes(2, "little") + height.to_bytes(2, "little") + b"\x80\x00\x00"


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
JPEG, PNG = picture(), picture("PNG")
# (name, content): none of them is a picture that may be shown, or a document of its kind.
HOSTILE_PICTURES = {
    "empty": ("vide.jpg", b""),
    "one byte": ("un.png", b"\x89"),
    "text": ("texte.jpg", b"Bonjour"),
    "truncated JPEG": ("coupe.jpg", JPEG[: len(JPEG) // 2]),
    "truncated PNG": ("coupe.png", PNG[:60]),
    "truncated GIF": ("coupe.gif", claiming_gif(10, 10)),
    "truncated WEBP": ("coupe.webp", picture("WEBP")[:30]),
    "truncated AVIF": ("coupe.avif", picture("AVIF")[:200]),
    "truncated HEIC": ("coupe.heic", picture("HEIF")[:200]),
    "truncated MPO": ("coupe.jpg", mpo()[:300]),
    "huge GIF": ("bombe.gif", claiming_gif(65_535, 65_535)),
    "SVG": ("dessin.svg", SVG),
    "SVG as PNG": ("dessin.png", SVG),
    "SVG as HEIC": ("dessin.heic", SVG),
    "HTML as JPEG": ("page.jpg", b"<html><script>alert(1)</script></html>"),
    "program as JPEG": ("photo.jpg", PROGRAM),
    "program": ("photo.exe", PROGRAM),
    "PDF as PNG": ("plan.png", PDF),
    "TIFF": ("photo.tiff", picture("TIFF")),
    "TIFF as JPEG": ("photo.jpg", picture("TIFF")),
    "BMP as PNG": ("photo.png", picture("BMP")),
    "PNG as JPEG": ("photo.jpg", PNG),
    "ICO as PNG": ("icone.png", picture("ICO")),
    "no extension": ("photo", JPEG),
    "two extensions": ("photo.jpg.exe", JPEG),
    "zeros": ("zeros.png", b"\x00" * 4000),
    "head of a PNG alone": ("tete.png", PNG[:8]),
}
HOSTILE_DOCUMENTS = {
    "empty": ("vide.pdf", b""),
    "program as PDF": ("facture.pdf", PROGRAM),
    "Linux program as PDF": ("facture.pdf", b"\x7fELF" + b"\x00" * 200),
    "program as text": ("lisez-moi.txt", PROGRAM),
    "program as ZIP": ("outils.zip", PROGRAM),
    "HTML as PDF": ("page.pdf", b"<html><script>alert(1)</script></html>"),
    "text as DOCX": ("note.docx", b"Bonjour"),
    "ZIP as DOCX": ("note.docx", archive(a="b")),
    "DOCX as XLSX": ("note.xlsx", archive(word__document_xml="<w/>")),
    "DOCX as ODT": ("note.odt", archive(word__document_xml="<w/>")),
    "ODS as ODT": (
        "note.odt",
        archive(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_xml="<c/>"),
    ),
    "broken ZIP": ("outils.zip", archive(a="b")[:20]),
    "binary as CSV": ("table.csv", b"\x00\x01\x02" * 50),
    "program by name": ("outil.exe", PROGRAM),
    "script": ("page.html", b"<script>alert(1)</script>"),
    "SVG": ("dessin.svg", SVG),
}
ODD_NAMES = [
    *("../../etc/passwd.{}", "a/b\\c.{}", "nul\x00.{}", "retour\r\nX: y.{}", "é" * 60 + ".{}"),
    *("a" * 10_000 + ".{}", ".{}", "   .{}", "<img src=x>.{}", "𝕱𝖔𝖙𝖔 🐝.{}"),
]


def ways(kind: str) -> list:
    app = "wagtailimages" if kind == "image" else "wagtaildocs"
    return [
        (reverse(f"{app}:add"), "", "file"),
        (reverse(f"{app}:add_multiple"), "", "files[]"),
        (reverse(f"{app}_chooser:create"), f"{kind}-chooser-upload-", "file"),
    ]


def send(client, kind: str, name: str, content: bytes) -> None:
    """By the form, several at once, and in the chooser."""
    for address, prefix, field in ways(kind):
        file = SimpleUploadedFile("x", content)
        file.name = name
        data = {
            f"{prefix}title": "Un titre",
            f"{prefix}collection": Collection.objects.first().pk,
            f"{prefix}{field}": file,
        }
        headers = {"X-Requested-With": "XMLHttpRequest"} if field == "files[]" else {}
        response = client.post(address, data, headers=headers)
        assert response.status_code < 500, address


@pytest.mark.parametrize("case", HOSTILE_PICTURES)
def test_what_is_no_picture_is_refused(admin_client, case):
    send(admin_client, "image", *HOSTILE_PICTURES[case])
    assert not Picture.objects.exists()


@pytest.mark.parametrize("case", HOSTILE_DOCUMENTS)
def test_what_is_no_document_of_its_kind_is_refused(admin_client, case):
    send(admin_client, "document", *HOSTILE_DOCUMENTS[case])
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("name", ODD_NAMES, ids=lambda name: ascii(name)[:20])
def test_no_name_fails(admin_client, name):
    send(admin_client, "image", name.format("png"), PNG)
    send(admin_client, "document", name.format("pdf"), PDF)
    for kept in (*Picture.objects.all(), *Attachment.objects.all()):
        assert ".." not in kept.file.name
        assert "/" not in kept.filename


@pytest.mark.parametrize(
    ("name", "content"),
    [("photo.jpg", mpo()), ("IMG_1.HEIC", picture("HEIF")), ("photo.heif", picture("HEIF"))],
    ids=["MPO", "HEIC", "HEIF"],
)
def test_a_phones_picture_becomes_a_jpeg_by_every_way(admin_client, name, content):
    send(admin_client, "image", name, content)
    assert Picture.objects.count() == 3
    for kept in Picture.objects.all():
        assert kept.filename.endswith(".jpg")
        with kept.file.open() as file:
            assert Image.open(file).format == "JPEG"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bilan.pdf", PDF),
        ("note.docx", archive(word__document_xml="<w/>")),
        ("table.xlsx", archive(xl__workbook_xml="<w/>")),
        (
            "note.odt",
            archive(mimetype="application/vnd.oasis.opendocument.text", content_xml="<c/>"),
        ),
        ("table.csv", "a;é\n1;2\n".encode("cp1252")),
        ("table.csv", "a;é\n".encode("utf-16")),
        ("tout.zip", archive(a="b")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_document_of_its_kind_is_taken_by_every_way(admin_client, name, content):
    send(admin_client, "document", name, content)
    assert Attachment.objects.count() == 3


def test_a_picture_without_description_is_not_called_by_its_file_name():
    described, other = Picture(title="IMG_2041", description="Une place"), Picture(title="IMG_2041")
    assert (described.default_alt_text, other.default_alt_text) == ("Une place", "")
