"""A view of the list is saved, renamed, shared and deleted. Each asks again what its user may do."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from wagtail.permission_policies.pages import PagePermissionPolicy

from catalogue.models import SavedView
from catalogue.waiting import may_publish_sheets

from .facts import all_views
from .views import address_of, heirs_named_in

_WHO_SEES_THE_LIST = ("add", "change", "publish", "bulk_delete", "lock", "unlock")


class SavedViewForm(forms.ModelForm):
    is_shared = forms.BooleanField(
        label="La montrer à toute la rédaction",
        required=False,
        help_text="Qui publie les fiches peut alors la renommer ou la supprimer.",
    )

    class Meta:
        model = SavedView
        fields = ["name"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if may_publish_sheets(user):
            self.fields["is_shared"].initial = self.instance.is_shared
        else:
            del self.fields["is_shared"]

    def clean_name(self):
        """Two views of one name cannot be told apart."""
        name = " ".join(self.cleaned_data["name"].split())
        others = SavedView.objects.of(self.user).exclude(pk=self.instance.pk)
        known = {view.label.casefold() for view in all_views()}
        known |= {other.casefold() for other in others.values_list("name", flat=True)}
        if name.casefold() in known:
            raise forms.ValidationError("Une vue porte déjà ce nom : choisissez-en un autre.")
        return name

    def save(self, commit=True):
        self.instance.owner = None if self.cleaned_data.get("is_shared") else self.user
        return super().save(commit)


def new_view(request: HttpRequest) -> HttpResponse:
    """GET parameters: those of the list as it is."""
    _ask(request.user)
    address = address_of(request.GET, heirs_named_in([request.GET]))
    if not address:
        messages.warning(request, "Filtrez, cherchez ou triez d’abord : c’est ce que la vue garde.")
        return redirect("fiches:index")
    view = SavedView(address=address)
    form = SavedViewForm(request.POST or None, instance=view, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        return _to_list(request, view, f"La vue « {view} » est enregistrée.")
    return render(request, "catalogue/listing/saved_view.html", {"form": form, "address": address})


def saved_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Renamed, shared or kept for oneself; `action=supprimer` deletes it."""
    _ask(request.user)
    view = get_object_or_404(SavedView.objects.of(request.user), pk=pk)
    if view.is_shared and not may_publish_sheets(request.user):
        raise PermissionDenied
    if request.method == "POST" and request.POST.get("action") == "supprimer":
        view.delete()
        return _to_list(request, view, f"La vue « {view} » est supprimée.")
    form = SavedViewForm(request.POST or None, instance=view, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        return _to_list(request, view, f"La vue « {view} » est enregistrée.")
    context = {"form": form, "view": view, "address": view.address}
    return render(request, "catalogue/listing/saved_view.html", context)


def _ask(user) -> None:
    if not PagePermissionPolicy().user_has_any_permission(user, _WHO_SEES_THE_LIST):
        raise PermissionDenied


def _to_list(request, view: SavedView, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(f"{reverse('fiches:index')}?{view.address}")
