"""The admin's form for documents. Named by WAGTAILDOCS_DOCUMENT_FORM_BASE."""

from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm

from .file_kinds import check_document


class DocumentForm(BaseDocumentForm):
    def clean_file(self):
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            check_document(file, file.name)
        return file
