"""What a file is, before anything reads it: a spreadsheet without macros that unpacks to a bounded size."""

import io
import zipfile
from pathlib import PurePath

XLSX, ODS, CSV = "xlsx", "ods", "csv"
MOST_OCTETS = 20 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024  # octets
MOST_PARTS = 2_000
_PART = 1024 * 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_MACRO_NAMES = (".xlsm", ".xltm", ".xlam")
_NOT_TEXT = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"MZ",
    b"\x7fELF",
    b"{\\rtf",
    b"\x1f\x8b",
)
SAVE_AS = "Enregistrez-le au format XLSX, ODS ou CSV, puis envoyez-le à nouveau."


class FileRefused(Exception):
    """A file that is not read at all; the reason is a sentence in French."""


def kind_of(data: bytes, name: str) -> str:
    """XLSX, ODS or CSV, by what the file holds. Raises FileRefused."""
    if not data.strip():
        raise FileRefused("Ce fichier est vide.")
    if len(data) > MOST_OCTETS:
        raise FileRefused("Ce fichier dépasse 20 Mo : coupez-le en plusieurs.")
    if PurePath(name).suffix.lower() in _MACRO_NAMES:
        raise FileRefused(f"Ce fichier peut contenir des macros. {SAVE_AS}")
    if data.startswith(_OLD_OFFICE):
        if _ENCRYPTED in data:
            raise FileRefused(f"Ce fichier est protégé par un mot de passe. {SAVE_AS}")
        raise FileRefused(f"Ce fichier est dans l’ancien format d’Excel (.xls). {SAVE_AS}")
    if data.startswith(b"PK"):
        return _kind_of_archive(data)
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    markup = (
        data.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<!doctype", b"<html", b"<?xml"))
    )
    if data.startswith(_NOT_TEXT) or markup or (b"\x00" in data and not utf16):
        raise FileRefused(f"Ce fichier n’est pas un tableau. {SAVE_AS}")
    return CSV


def _kind_of_archive(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_too_large(archive)
            names = {part.filename for part in archive.infolist()}
            # Two parts of one name: who reads next might take the one that was not looked through.
            plain = {name.lower().replace("\\", "/") for name in names}
            if len(plain) < len(archive.infolist()):
                raise FileRefused(f"Ce fichier est abîmé. {SAVE_AS}")
            if any(part.flag_bits & 1 for part in archive.infolist()):
                raise FileRefused(f"Ce fichier est protégé par un mot de passe. {SAVE_AS}")
            if "xl/workbook.xml" in names:
                kind = XLSX
                macros = any(
                    "vbaproject" in name.lower() or "macrosheets/" in name for name in names
                )
                macros |= b"macroEnabled" in _read(archive, names, "[Content_Types].xml")
            elif _read(archive, names, "mimetype").strip() == _ODS_TYPE and "content.xml" in names:
                kind = ODS
                macros = any(name.startswith(("Basic/", "Scripts/")) for name in names)
                if b"encryption-data" in _read(archive, names, "META-INF/manifest.xml"):
                    raise FileRefused(f"Ce fichier est protégé par un mot de passe. {SAVE_AS}")
            else:
                raise FileRefused(f"Ce fichier n’est pas un tableau. {SAVE_AS}")
            if macros:
                raise FileRefused(f"Ce fichier contient des macros. {SAVE_AS}")
            _unpack(archive)
            return kind
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        EOFError,
    ) as error:
        raise FileRefused(f"Ce fichier est abîmé. {SAVE_AS}") from error
    except Exception as error:
        if isinstance(error, FileRefused):
            raise
        # zlib's and lzma's own errors have no common class.
        raise FileRefused(f"Ce fichier est abîmé. {SAVE_AS}") from error


def _refuse_too_large(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FileRefused(
            "Ce fichier se déplie en plus de 100 Mo : il est trop grand pour être lu, ou fait pour bloquer qui le lit."
        )


def _unpack(archive: zipfile.ZipFile) -> None:
    """Each part is read once to its end: one whose size was a lie fails here, in bounded memory."""
    for part in archive.infolist():
        with archive.open(part) as content:
            while content.read(_PART):
                pass


def _read(archive: zipfile.ZipFile, names: set[str], name: str) -> bytes:
    return archive.read(name) if name in names else b""
