"""What was typed in a draft and cannot be stored as it is: « printemps 2022 » as a date, a cost without amount.

A draft is never refused: it keeps such words beside what it could read (`BasePage.doubtful`), its form shows
them again and says what is wrong, and publishing asks for them.

Shape: {field: {"typed": what came, "said": why it was not read}} for the page's own fields, and for its rows
{relation: {place from "0": {"doubts": {field: …}, "row": the row itself, where it cannot be saved at all}}}.
"""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.forms.utils import ErrorDict
from modelcluster.fields import ParentalKey
from modelcluster.models import (
    ClusterableModel,
    get_all_child_relations,
    get_serializable_data_for_fields,
    model_from_serializable_data,
)

from .revisions import rows_of_today

UNTITLED = "Sans titre"
# Input types that show any text; a browser shows none of it in a date's or a number's.
_SHOW_ANY_TEXT = ("text", "url", "email")
_OWN_OF_FORMSETS = (DELETION_FIELD_NAME, ORDERING_FIELD_NAME)
# Wagtail's own rows: remarks of colleagues, not content.
_LEFT_ALONE = ("comments",)


def take(form: forms.ModelForm, doubtful: dict) -> None:
    """Move what the forms of a page and of its rows refuse from their errors to `doubtful`."""
    doubtful.update(_take_fields(form))
    for relation, formset in form.formsets.items():
        # Rows that do not say how many they are were sent by no form: refused as a whole.
        if relation not in _LEFT_ALONE and formset.management_form.is_valid():
            _take_rows(formset, doubtful.setdefault(relation, {}))
            if not doubtful[relation]:
                del doubtful[relation]


def _take_fields(form: forms.ModelForm) -> dict:
    doubts = {}
    for name, said in list(form.errors.items()):
        if name in form.fields and name not in _OWN_OF_FORMSETS:
            doubts[name] = {"typed": _typed(form, name), "said": _as_json(" ".join(said))}
            form.cleaned_data.pop(name, None)
            _keep_stored(form, name)
        if name in doubts or name == NON_FIELD_ERRORS:
            del form.errors[name]
    return doubts


def _typed(form: forms.ModelForm, name: str) -> Any:
    widget, key = form.fields[name].widget, form.add_prefix(name)
    return _as_json(widget.value_from_datadict(form.data, form.files, key))


def _as_json(value) -> Any:
    """Without what PostgreSQL's JSON cannot hold: the zero character, halves of characters."""
    if isinstance(value, list | tuple):
        return [_as_json(one) for one in value]
    if value is None or isinstance(value, bool):
        return value
    return str(value).replace("\x00", "").encode("utf-8", "replace").decode()


def _keep_stored(form: forms.ModelForm, name: str) -> None:
    """The instance has again what it had before the form was read: never a value that was refused."""
    try:
        field = form.instance._meta.get_field(name)
    except FieldDoesNotExist:
        return
    if field.concrete and not field.many_to_many:
        setattr(form.instance, field.attname, form.initial.get(name, field.get_default()))
    if name == "title" and not form.instance.title:
        typed = _typed(form, name) or ""
        form.instance.title = typed.strip()[: field.max_length] or UNTITLED


def _take_rows(formset: forms.BaseModelFormSet, kept: dict) -> None:
    _ = formset.errors  # asks every row
    shown = []
    for form in formset.forms:
        apart = getattr(form, "is_kept_apart", False)
        if formset._should_delete_form(form) and not apart:
            continue
        if not form.has_changed() and form.instance.pk is None:
            # Never filled, or emptied: it was sent, and means nothing.
            form.errors.clear()
            form.cleaned_data[DELETION_FIELD_NAME] = True
            continue
        shown.append(form)
    shown.sort(key=_order)
    for place, form in enumerate(shown):
        doubts = _take_fields(form)
        if not doubts:
            continue
        entry = kept.setdefault(str(place), {"doubts": {}})
        entry["doubts"] |= doubts
        if not _can_be_saved(form.instance):
            entry["row"] = _serialised(form.instance)
            form.is_kept_apart = True
            form.cleaned_data[DELETION_FIELD_NAME] = True
    formset._non_form_errors = formset.error_class()
    # Django remembers which rows it was to delete, and their order.
    vars(formset).pop("_deleted_form_indexes", None)
    vars(formset).pop("_ordering", None)


def _order(form: forms.ModelForm) -> int:
    place = form.cleaned_data.get(ORDERING_FIELD_NAME)
    return place if place is not None else 1_000_000


def _can_be_saved(row: models.Model) -> bool:
    return all(
        getattr(row, field.attname) is not None
        for field in row._meta.concrete_fields
        if not (field.null or field.primary_key or isinstance(field, ParentalKey))
    )


def _serialised(row: models.Model) -> dict:
    parents = {field.name for field in row._meta.fields if isinstance(field, ParentalKey)}
    data = get_serializable_data_for_fields(row)
    return {name: value for name, value in data.items() if name not in parents}


def rows_back(page: ClusterableModel) -> None:
    """Put the rows that could not be saved where they were typed, for a form that is about to be shown."""
    for relation in get_all_child_relations(type(page)):
        name = relation.get_accessor_name()
        entries = page.doubtful.get(name) or {}
        apart = {int(place): one["row"] for place, one in entries.items() if "row" in one}
        if not apart:
            continue
        rows = list(getattr(page, name).all())
        for place in sorted(apart):
            data = rows_of_today(relation.related_model, [apart[place]])
            row = model_from_serializable_data(relation.related_model, data[0]) if data else None
            rows.insert(place, row or relation.related_model())
        for place, row in enumerate(rows):
            row.sort_order = place
        setattr(page, name, rows)


def show(form: forms.ModelForm) -> None:
    """In a form that is opened: what was typed stands in its field, and why it was not read beside it."""
    _show_fields(form, form.instance.doubtful)
    for relation, formset in form.formsets.items():
        for place, entry in (form.instance.doubtful.get(relation) or {}).items():
            if int(place) < len(formset.forms):
                _show_fields(formset.forms[int(place)], entry["doubts"])


def _show_fields(form: forms.ModelForm, doubts: dict) -> None:
    errors = ErrorDict()
    for name, field in form.fields.items():
        if name not in doubts:
            continue
        errors[name] = form.error_class([_told(doubts[name], field.widget)])
        if _shows_any_text(field.widget):
            form.initial[name] = doubts[name]["typed"]
    if errors:
        form._errors = errors


def _shows_any_text(widget: forms.Widget) -> bool:
    return isinstance(widget, forms.Textarea) or (
        getattr(widget, "input_type", "") in _SHOW_ANY_TEXT
    )


def _told(doubt: dict, widget: forms.Widget | None = None) -> str:
    typed = doubt["typed"]
    if not typed or (widget and _shows_any_text(widget)):
        return doubt["said"]
    words = ", ".join(typed) if isinstance(typed, list) else typed
    return f"« {words} » : {doubt['said']}"


def reasons(page: ClusterableModel) -> dict[str, str]:
    """Why a page with doubtful words may not be published: {field, or "relation.row": message}."""
    told = {}
    relations = {one.get_accessor_name(): one for one in get_all_child_relations(type(page))}
    for name, kept in page.doubtful.items():
        if name not in relations:
            told[name] = f"« {_label(type(page), name)} », {_told(kept)}"
            continue
        for place, entry in kept.items():
            where = (
                f"« {relations[name].related_model._meta.verbose_name} », ligne {int(place) + 1}"
            )
            told[f"{name}.{int(place) + 1}"] = " ".join(
                f"{where}, « {_label(relations[name].related_model, field)} » : {_told(doubt)}"
                for field, doubt in entry["doubts"].items()
            )
    return told


def _label(model: type[models.Model], name: str) -> str:
    try:
        return str(model._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return name
