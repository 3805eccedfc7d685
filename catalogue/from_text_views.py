"""A draft from a pasted text or a list of sources: read, ticked, made. Nothing is kept before; what was pasted stays in the
form, then as a comment of the draft."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from core.doubtful import UNTITLED
from core.places import place_of
from core.publishing import Refused, add_draft
from core.sanitising import typed_line, typed_text
from core.visitor_requests.fields import LongestText
from core.words import partial_date

from . import pasted_kept
from .alike import same_page
from .desk.views import may_import
from .duplicates import citing
from .from_text import fill, found_in, is_there, standing, title_of, why_not
from .models import ProjectIndexPage, ProjectPage
from .pasted import LONGEST
from .pasted_forms import TITLES, TickedFormMixin

_MOST_ADDRESSES = 30


class _Pasted(forms.CharField):
    """Plain text, without what no page can hold."""

    def to_python(self, value):
        return typed_text(super().to_python(value))


class FromTextForm(TickedFormMixin):
    use_required_attribute = False

    title = forms.CharField(
        label="Titre",
        required=False,
        help_text="Ce qui a été fait et avec quel gain, en 120 caractères. Vide : la première ligne du texte.",
        validators=[LongestText(255)],
        widget=forms.TextInput,
    )
    text = _Pasted(
        label="Texte",
        required=False,
        help_text="Une délibération, un article, un courriel, 20 000 caractères au plus.",
        validators=[LongestText(LONGEST)],
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    addresses = _Pasted(
        label="Adresses des sources",
        required=False,
        help_text="Une par ligne. Chacune devient une source de la fiche ; le site ne les ouvre pas.",
        validators=[LongestText(LONGEST)],
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data=None, *, sheet: ProjectPage | None = None):
        super().__init__(data, label_suffix="")
        self.sheet = sheet
        self.addresses: list[str] = []  # those that can be read, whatever the others are
        self.standing = standing(sheet) if sheet else {}
        if sheet:
            del self.fields["title"]
        found = []
        if data is not None:
            text = typed_text(data.get("text", ""))[:LONGEST]
            typed = typed_text(data.get("addresses", "")).split()[:_MOST_ADDRESSES]
            self.addresses = [one for one in typed if not why_not(one)]
            found = found_in(text, self.addresses)
            found = [one for one in found if not (sheet and is_there(sheet, one))]
        self.offer([one for one in found if one.kind not in self.standing])
        self.left_out = {one.kind for one in found if one.kind in self.standing}

    def stands(self) -> list[tuple[str, str]]:
        """What the text speaks of and the sheet says already: (title, what it says)."""
        return [
            (title, partial_date(said) if kind == "start" else said)
            for kind, title in TITLES.items()
            if kind in self.left_out and (said := self.standing[kind])
        ]

    def marks(self) -> list[str]:
        return self.data.getlist("choix") if self.is_bound else []

    def clean_title(self):
        return typed_line(self.cleaned_data["title"])

    def clean_addresses(self):
        typed = self.cleaned_data["addresses"].split()
        if len(typed) > _MOST_ADDRESSES:
            raise forms.ValidationError(
                f"{_MOST_ADDRESSES} adresses au plus : il y en a {len(typed)}."
            )
        for address in typed:
            if said := why_not(address):
                raise forms.ValidationError(f"« {address[:80]} » : {said}")
        return typed

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("text", True) or cleaned.get("addresses", True)):
            self.add_error("text", "Collez un texte, ou donnez l’adresse d’une source.")
        return cleaned

    @transaction.atomic
    def save(self, user) -> ProjectPage:
        """The draft and what was pasted, both or neither. Raises Refused of a sheet that somebody else reads."""
        text, addresses = self.cleaned_data["text"], self.cleaned_data["addresses"]
        sheet = self.sheet or ProjectPage(
            title=self.cleaned_data["title"] or title_of(text) or UNTITLED
        )
        fill(sheet, self.ticked(), addresses)
        if self.sheet:
            sheet.save_revision(user=user, log_action=True, clean=False)
        else:
            add_draft(sheet, parent=ProjectIndexPage.objects.get(), user=user)
        pasted_kept.keep(sheet, user, text, addresses)
        return sheet


@require_http_methods(["GET", "POST"])
def from_text(request: HttpRequest) -> HttpResponse:
    if not may_import(request.user):
        raise PermissionDenied
    add_url = "wagtailadmin_pages:add"
    parent = place_of(request.user, ProjectIndexPage)
    return _page(request, None, redirect(add_url, "catalogue", "projectpage", parent.pk).url)


@require_http_methods(["GET", "POST"])
def text_onto(request: HttpRequest, page_id: int) -> HttpResponse:
    """On a sheet that is there: what is empty is filled, in the version that its form shows."""
    with transaction.atomic():
        if request.method == "POST":
            # Whoever comes second begins from what the first one wrote.
            Page.objects.select_for_update().filter(pk=page_id).first()
        return _onto(request, get_object_or_404(ProjectPage, pk=page_id))


def _onto(request: HttpRequest, sheet: ProjectPage) -> HttpResponse:
    may = sheet.permissions_for_user(request.user)
    if not may.can_edit() or may.page_locked():
        raise PermissionDenied
    back_url = redirect("wagtailadmin_pages:edit", sheet.pk).url
    return _page(request, sheet.get_latest_revision_as_object(), back_url)


def _page(request: HttpRequest, sheet: ProjectPage | None, back_url: str) -> HttpResponse:
    form = FromTextForm(request.POST if request.method == "POST" else None, sheet=sheet)
    if form.is_bound:
        is_making = request.POST.get("action") == "faire"
        is_valid = form.is_valid()
        if not is_making:
            # Read again after a change: ticks of what is gone go.
            form.errors.pop("choix", None)
            is_valid = not form.errors
        if is_making and is_valid:
            try:
                made = form.save(request.user)
            except Refused as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, _said(len(form.ticked()), sheet))
                return redirect("wagtailadmin_pages:edit", made.pk)
    # What can be read is shown beside what cannot: no tick is lost to a wrong address.
    is_read = form.is_bound and bool(form.found or not form.errors.keys() - {"choix"})
    context = {"form": form, "sheet": sheet, "is_read": is_read, "back_url": back_url}
    if is_read:
        context["cited_in"] = _citing_the_same(form, sheet)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "catalogue/from_text.html", context, status=status)


def _said(count: int, sheet: ProjectPage | None) -> str:
    how_many = f"avec {count} proposition{'s' if count > 1 else ''}"
    done = "La fiche est complétée" if sheet else "Le brouillon est fait"
    return f"{done} {how_many if count else 'sans proposition cochée'}. Ce que vous avez collé est gardé en commentaire du titre."


def _citing_the_same(form: FromTextForm, sheet: ProjectPage | None) -> list[ProjectPage]:
    """Other sheets that cite one of these pages: perhaps of the same project."""
    addresses = {same_page(one) for one in form.addresses}
    addresses |= {same_page(one.value) for one in form.found if one.kind == "source"}
    keys = citing(addresses) - {sheet.pk if sheet else None}
    return list(ProjectPage.objects.filter(pk__in=keys).select_related("authority")[:5])
