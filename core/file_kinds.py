"""What a document is, said by its content: its name is what somebody wrote on it."""

import zipfile
from pathlib import PurePath

from django.core.exceptions import ValidationError

# Extension -> a member that every such archive has.
_MEMBERS = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".pptx": "ppt/presentation.xml",
    ".odt": "content.xml",
    ".ods": "content.xml",
    ".odp": "content.xml",
    ".zip": "",
}
_OPEN_DOCUMENTS = {
    ".odt": b"application/vnd.oasis.opendocument.text",
    ".ods": b"application/vnd.oasis.opendocument.spreadsheet",
    ".odp": b"application/vnd.oasis.opendocument.presentation",
}
_TEXTS = (".csv", ".txt")
# A PDF may have some lines before its first own one.
_PDF, _PDF_WITHIN = b"%PDF-", 1024
# Programs, whatever they are called: Windows, Linux, macOS.
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_PART = 64 * 1024


def check_document(file, name: str) -> None:
    """Raises ValidationError, in words for an editor, when the content is not of the kind that the name says."""
    extension = PurePath(name).suffix.lower()
    if not file.size:
        raise ValidationError("Ce fichier est vide.", code="empty")
    if not _is(file, extension):
        raise ValidationError(
            f"Ce fichier se dit « {extension or 'sans extension'} », mais son contenu est autre chose. "
            "Enregistrez-le à nouveau dans ce format, ou donnez-lui sa vraie extension.",
            code="wrong_kind",
        )


def _is(file, extension: str) -> bool:
    file.seek(0)
    start = file.read(_PART)
    file.seek(0)
    if start.startswith(_PROGRAMS):
        return False
    if extension == ".pdf":
        return _PDF in start[:_PDF_WITHIN]
    if extension in _TEXTS:
        # UTF-16, as a spreadsheet may write it, begins by saying so.
        return b"\x00" not in start or start.startswith((b"\xff\xfe", b"\xfe\xff"))
    return extension in _MEMBERS and _is_archive(file, extension)


def _is_archive(file, extension: str) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            kind = _OPEN_DOCUMENTS.get(extension)
            if kind and not ("mimetype" in names and _head(archive, "mimetype").startswith(kind)):
                return False
            return not _MEMBERS[extension] or _MEMBERS[extension] in names
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return False
    finally:
        file.seek(0)


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(100)
