"""No control character is saved with a text that visitors may read, whichever form or import wrote it."""

from django.db.models import CharField, TextField
from django.db.models.signals import pre_save

from .declarations import ProjectApp, is_content
from .sanitising import without_controls


def connect() -> None:
    """Once, when the apps are ready."""
    pre_save.connect(clean_texts, dispatch_uid="core.saving")


def clean_texts(sender, instance, **kwargs) -> None:
    if not (isinstance(sender._meta.app_config, ProjectApp) or is_content(sender)):
        return
    for field in sender._meta.concrete_fields:
        if not isinstance(field, CharField | TextField):
            continue
        # Not `getattr`: a deferred text is not read to be cleaned.
        text = instance.__dict__.get(field.attname)
        if isinstance(text, str) and not text.isprintable():
            line = "\n" if isinstance(field, TextField) else " "
            setattr(instance, field.attname, without_controls(text, line))
