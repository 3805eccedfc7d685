"""A document as a page lists it: templates/components/documents.html."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentRow:
    title: str
    kind_label: str
    url: str
    format: str  # "PDF"
    size: int | None  # bytes
    licence: str


def document_row(row) -> DocumentRow:
    """row: of a page, with a `document` (core.Attachment) and the `kind` that it is for that page."""
    document = row.document
    return DocumentRow(
        title=document.title,
        kind_label=row.get_kind_display(),
        url=document.url,
        format=document.file_extension.upper(),
        size=document.file_size,
        licence=document.licence,
    )
