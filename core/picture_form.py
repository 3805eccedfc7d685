"""The admin's form for pictures, its upload made safe. Named by WAGTAILIMAGES_IMAGE_FORM_BASE."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .pictures import BROKEN, DECODING_ERRORS, is_of_a_phone, safe_picture


class PictureField(WagtailImageField):
    """Wagtail's own checks read a part of the picture, and let the error of a broken one through."""

    def to_python(self, data):
        try:
            if isinstance(data, UploadedFile) and is_of_a_phone(data):
                kept = safe_picture(data, data.name)
                data = SimpleUploadedFile(kept.name, kept.read(), "image/jpeg")
            return super().to_python(data)
        except DECODING_ERRORS as error:
            raise ValidationError(BROKEN, code="invalid_image") from error


class PictureForm(BaseImageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=field.label, required=field.required, widget=field.widget
            )

    def clean_file(self):
        file = self.cleaned_data.get("file")
        return safe_picture(file, file.name) if isinstance(file, UploadedFile) else file
