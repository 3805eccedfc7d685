"""What the admin's forms of our pages share."""

from collections import defaultdict
from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.widgets import BaseChooser

from . import doubtful
from .named_choosers import with_family
from .reference_data.forms import offer_what_stands
from .rows import hold_rows
from .slugs import page_slug, slug_of

# What of a page's form is no content.
_OF_COMMENTS = ("comments", "comment_notifications")
_MEDIA: dict[tuple, forms.Media] = {}
NO_ALIAS = "Une page n’a pas d’alias : copiez-la, ou faites un lien vers elle."


class PageForm(WagtailAdminPageForm):
    """Saves any draft, whatever was typed in it (`core.doubtful`); a subclass asks `publication_errors` when the
    page is for publication."""

    def __init__(self, data=None, *args, **kwargs):
        _made_kind(type(self))
        page = kwargs.get("instance")
        if page is not None and page.pk:
            hold_rows(page)
        if data is None and page is not None:
            doubtful.rows_back(page)
        super().__init__(data, *args, **kwargs)
        offer_what_stands(self)
        if data is None:
            doubtful.show(self)
            _look_up_chosen(self)
        self._comments_alone = is_read_by_others(self.instance, self.for_user)
        if self._comments_alone:
            self._keep_comments_alone()

    @property
    def media(self) -> forms.Media:
        """Joined once of the same fields: those of a sheet join sixty lists of files."""
        fields = (
            type(self),
            frozenset(self.fields),
            frozenset(self.formsets),
            self.show_comments_toggle,
        )
        if fields not in _MEDIA:
            _MEDIA[fields] = super().media
        return _MEDIA[fields]

    def _keep_comments_alone(self) -> None:
        """Who sent the page to be read goes on commenting, and changes nothing under the eyes of who reads it."""
        if self.is_bound:
            self.fields = {name: self.fields[name] for name in _OF_COMMENTS if name in self.fields}
            self.formsets = {
                name: self.formsets[name] for name in _OF_COMMENTS if name in self.formsets
            }
            return
        forms_of_rows = [
            form for name, one in self.formsets.items() if name not in _OF_COMMENTS for form in one
        ]
        for form in (self, *forms_of_rows):
            for name, field in form.fields.items():
                field.disabled = name not in _OF_COMMENTS

    def full_clean(self):
        super().full_clean()
        if self.is_bound and not self._comments_alone:
            self.instance.doubtful = {}

    def is_valid(self):
        is_valid = super().is_valid()
        return self.keep_doubtful() if self.is_deferred_validation and self.is_bound else is_valid

    def keep_doubtful(self) -> bool:
        """Of a draft: what cannot be read is kept, and is no error. Whether nothing else is one."""
        if self._comments_alone:
            return not self.errors and all(one.is_valid() for one in self.formsets.values())
        doubtful.take(self, self.instance.doubtful)
        # The preview of a new page asks before anything is typed.
        self.instance.title = self.instance.title or doubtful.UNTITLED
        return not self.errors and all(one.is_valid() for one in self.formsets.values())

    def clean_slug(self) -> str:
        """What is typed becomes ASCII, as the browser's script does where it runs; left empty, it is made of the
        title. An address that was there before stays as it is, accents included: it is known outside."""
        slug, known = self.cleaned_data["slug"], self.initial.get("slug")
        if slug and slug != known:
            return slug_of(slug)
        return known or page_slug(
            self.parent_page, self.cleaned_data.get("title") or doubtful.UNTITLED
        )

    def is_for_publication(self) -> bool:
        """Published, submitted or approved, rather than saved as a draft."""
        if self.is_deferred_validation:
            return False
        # A reviewer may refuse an incomplete page.
        return self.data.get("workflow-action-name", "approve") == "approve"


def is_read_by_others(page, user) -> bool:
    """Whether a workflow is at a step that is not this user's."""
    task = page.current_workflow_task if page.pk and user else None
    return task is not None and not task.user_can_access_editor(page, user)


def _look_up_chosen(form: PageForm) -> None:
    """What the choosers of a page and of its rows show, one statement for each model and not for each row."""
    widgets = defaultdict(list)
    rows = [row for name, one in form.formsets.items() if name not in _OF_COMMENTS for row in one]
    for one in (form, *rows):
        for name, field in one.fields.items():
            if isinstance(field.widget, BaseChooser) and isinstance(one.initial.get(name), int):
                widgets[field.queryset.model].append((field.widget, one.initial[name]))
    for model, shown in widgets.items():
        found = with_family(model._base_manager.all()).in_bulk({key for _, key in shown})
        for widget, _ in shown:
            widget.get_instance = partial(_known, found, widget.get_instance)


def _known(found: dict, ask, value):
    return found.get(value) or ask(value)


def _made_kind(form_class: type[forms.ModelForm]) -> None:
    """Of the fields of a page and of its rows, once for each class."""
    if slug := form_class.base_fields.get("slug"):
        slug.required = False
    for one in (form_class, *(formset.form for formset in form_class.formsets.values())):
        for field in one.base_fields.values():
            # A browser cuts what is pasted there without a word: the form says how much is too much.
            if field.widget.attrs.pop("maxlength", None):
                field.validators = [_said_kindly(check) for check in field.validators]
            if isinstance(field.widget, BaseChooser):
                field.bound_data = chosen_key


def _said_kindly(check):
    return TooLongValidator(check.limit_value) if isinstance(check, MaxLengthValidator) else check


def chosen_key(data, initial):
    """What a chooser is asked to show: a key, or what it had before."""
    return data if not data or str(data).isdecimal() else initial


class TooLongValidator(MaxLengthValidator):
    message = "%(over)s caractères de trop : %(limit_value)s au plus."

    def __call__(self, value):
        over = len(value) - self.limit_value
        if over > 0:
            raise ValidationError(
                self.message, code=self.code, params={"over": over, "limit_value": self.limit_value}
            )


class PageCopyForm(CopyForm):
    """A copy that would go live is asked what every page that goes live is asked, while the form can say it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)
        self.fields["new_slug"].initial = slug_of(self.page.slug)

    def clean(self):
        cleaned = super().clean()
        if self.data.get("alias"):
            self.add_error("new_title", NO_ALIAS)
        if cleaned.get("publish_copies"):
            with_subpages = cleaned.get("copy_subpages")
            pages = self.page.get_descendants(inclusive=True) if with_subpages else [self.page]
            for page in pages:
                reasons = page.specific.publication_errors().values() if page.live else ()
                if reasons:
                    said = f"« {page.title} » ne peut pas être publiée. {' '.join(reasons)}"
                    self.add_error("publish_copies", said)
        return cleaned
