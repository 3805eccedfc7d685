"""Pages of the admin about one row of reference data: who uses it, merging it into another, retiring it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.log_actions import log

from core import uses
from core.declarations import declared_content
from core.page_form import chosen_key
from core.templatetags.typography import french_text

from . import merging
from .models import ReferenceRecord

RETIRED, TAKEN_UP = "core.retire", "core.take_up"
NAMED = 20  # of a kind, on the page of a merge
PER_PAGE = 50


def users(request: HttpRequest, pk: int, viewset) -> HttpResponse:
    """?genre=: the model whose rows are listed, "catalogue.projectpage"; else the first. ?p=: the page of them."""
    record = _record(request, viewset, pk, "view")
    kinds = _kinds(record)
    asked = request.GET.get("genre")
    shown = next((one for one in kinds if one["key"] == asked), kinds[0] if kinds else None)
    page = None
    if shown and shown["is_named"]:
        rows = shown["model"]._default_manager.filter(pk__in=shown["keys"]).order_by("-pk")
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
        page.object_list = _listed(request, page.object_list)
    context = {
        "record": record,
        "kinds": kinds,
        "shown": shown,
        "page": page,
        "merged": type(record)._base_manager.filter(merged=True, successor=record),
    }
    return _page(request, "uses", viewset, context)


def merge(request: HttpRequest, pk: int, viewset) -> HttpResponse:
    """?avec=: the key of what is kept. What will change is read first, and sent afterwards."""
    other = _record(request, viewset, pk, "delete")
    form = _SuccessorForm(viewset, "avec", "Garder", request.POST or request.GET or None)
    context = {"record": other, "form": form, "near": viewset.near(other)}
    if not form.is_valid():
        return _page(request, "merge", viewset, context | {"kept": None})
    kept = form.cleaned_data["avec"]
    if request.method == "POST":
        try:
            merging.merge(other, kept, request.user)
        except ValidationError as error:
            messages.error(request, french_text(" ".join(error.messages)))
        else:
            said = f"« {other} » est réuni à « {kept} ». Les anciennes adresses y mènent."
            messages.success(request, french_text(said))
            return redirect(viewset.get_url_name("users"), kept.pk)
    kinds = _kinds(other)
    for one in kinds:
        rows = one["model"]._default_manager.filter(pk__in=one["keys"]).order_by("-pk")
        one["rows"] = _listed(request, rows[:NAMED]) if one["is_named"] else []
        one["more"] = max(0, one["count"] - NAMED)
    may_swap = viewset.may(request.user, "delete", kept)
    context |= {
        "kept": kept,
        "kinds": kinds,
        "plan": merging.plan(other, kept),
        "swapped": may_swap and kept.pk,
    }
    return _page(request, "merge", viewset, context)


def retire(request: HttpRequest, pk: int, viewset) -> HttpResponse:
    record = _record(request, viewset, pk, "change")
    if record.is_retired:
        return _take_up(request, record, viewset)
    form = _SuccessorForm(viewset, "successor", "À prendre à la place", request.POST or None)
    form.fields["successor"].required = False
    refusal = record.why_not_retired()
    if request.method == "POST" and form.is_valid() and not refusal:
        successor = form.cleaned_data["successor"]
        if successor == record:
            form.add_error("successor", "Choisissez un autre élément que celui-ci.")
        elif successor and successor.is_retired:
            form.add_error("successor", "Celui-ci n’est plus proposé non plus.")
        else:
            record.retired_on, record.successor = timezone.localdate(), successor
            record.save()
            log(instance=record, action=RETIRED, user=request.user)
            said = f"« {record} » n’est plus proposé. Ce qui l’utilise le garde."
            messages.success(request, french_text(said))
            return redirect(viewset.get_url_name("users"), record.pk)
    context = {"record": record, "form": form, "refusal": refusal, "kinds": _kinds(record)}
    return _page(request, "retire", viewset, context)


def _take_up(request: HttpRequest, record: ReferenceRecord, viewset) -> HttpResponse:
    refusal = record.why_not_taken_up()
    if request.method == "POST" and not refusal:
        record.retired_on = record.successor = None
        record.save()
        log(instance=record, action=TAKEN_UP, user=request.user)
        messages.success(request, french_text(f"« {record} » est de nouveau proposé."))
        return redirect(viewset.get_url_name("users"), record.pk)
    return _page(request, "retire", viewset, {"record": record, "refusal": refusal})


class _SuccessorForm(forms.Form):
    """Which other row: one field, of the name that the address or the page gives it."""

    def __init__(self, viewset, name: str, label: str, data):
        super().__init__(data)
        self.fields[name] = forms.ModelChoiceField(
            label=label,
            queryset=viewset.model.objects.all(),
            widget=viewset.chooser_widget(),
            error_messages={
                "invalid_choice": "Choisissez dans la liste : cet élément n’y est pas."
            },
        )
        self.fields[name].bound_data = chosen_key


def _record(request: HttpRequest, viewset, pk: int, action: str) -> ReferenceRecord:
    """A row that was merged is not there any more, to editors. Raises PermissionDenied, Http404."""
    found = get_object_or_404(viewset.model._base_manager.filter(merged=False), pk=pk)
    if not viewset.may(request.user, action, found):
        raise PermissionDenied
    return found


def _kinds(record: ReferenceRecord) -> list[dict]:
    """What uses it, kind by kind, the most used first. is_named: whether its titles are to be read here."""
    found = uses.users_of_many(type(record), [record.pk])[record.pk]
    return [
        {
            "key": model._meta.label_lower,
            "model": model,
            "keys": keys,
            "count": len(keys),
            "told": uses.counted(model, len(keys)),
            "is_named": declared_content(model) is True,
        }
        for model, keys in sorted(found.items(), key=lambda one: -len(one[1]))
    ]


def _listed(request: HttpRequest, rows) -> list[dict]:
    finder = AdminURLFinder(request.user)
    return [{"title": str(one), "url": finder.get_edit_url(one)} for one in rows]


def _page(request: HttpRequest, name: str, viewset, context: dict) -> HttpResponse:
    record = context["record"]
    common = {
        "form": None,
        "title": french_text(str(record)),
        "list_url": viewset.list_url(),
        "users_name": viewset.get_url_name("users"),
        "merge_name": viewset.get_url_name("merge"),
        "retire_name": viewset.get_url_name("retire"),
        "may_retire": viewset.may_retire and viewset.may(request.user, "change", record),
        "may_merge": viewset.may(request.user, "delete", record),
    }
    return render(request, f"core/reference_data/{name}.html", common | context)
