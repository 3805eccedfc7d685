"""Key words given to many files at once: Wagtail's own form takes any text, and the database refuses it."""

from django import forms
from wagtail.admin.forms.tags import TagField
from wagtail.documents.views.bulk_actions import AddTagsBulkAction as TagDocumentsAction
from wagtail.images.views.bulk_actions import AddTagsBulkAction as TagImagesAction


class TagForm(forms.Form):
    tags = TagField(label="Mots-clés")


class _ChecksTags:
    form_class = TagForm

    def get_execution_context(self):
        return {"tags": self.cleaned_form.cleaned_data["tags"]}


class TagDocuments(_ChecksTags, TagDocumentsAction):
    pass


class TagImages(_ChecksTags, TagImagesAction):
    pass
