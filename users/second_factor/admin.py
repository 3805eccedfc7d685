"""In Wagtail's admin: the panel of one's account, the demand on a group's form, the help for who lost a phone."""

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.html import format_html
from wagtail.admin.views.account import BaseSettingsPanel, SettingsTab

from users.models import GroupDemand, User

from .demand import has_it, is_demanded
from .reset import take_away

SAFETY = SettingsTab("securite", "Sécurité", order=300)


class SecondFactorPanel(BaseSettingsPanel):
    name = "second_factor"
    title = "Vérification en deux étapes"
    tab = SAFETY
    order = 100
    template_name = "users/second_factor_panel.html"

    def get_form(self):
        return forms.Form()

    def get_context_data(self):
        return {"has_it": has_it(self.user), "is_demanded": is_demanded(self.user)}


class SessionsPanel(BaseSettingsPanel):
    name = "sessions"
    title = "Mes connexions"
    tab = SAFETY
    order = 200
    template_name = "users/sessions_panel.html"

    def get_form(self):
        return forms.Form()


class GroupDemandForm(forms.ModelForm):
    """One of the panels of a group's form in the admin."""

    class Meta:
        model = GroupDemand
        fields = ("second_factor",)

    def __init__(self, data=None, files=None, instance=None):
        self.group = instance
        known = (
            GroupDemand.objects.filter(group=instance).first() if instance and instance.pk else None
        )
        super().__init__(data, files, instance=known, prefix="demande")

    def save(self):
        self.instance.group = self.group
        return super().save()

    def as_admin_panel(self):
        return render_to_string("users/group_demand.html", {"form": self})


def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.is_superuser:
        raise PermissionDenied
    user = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        if take_away(user, by=request.user):
            words = (
                "La vérification en deux étapes de {} est remise à zéro. Un courriel le lui dit."
            )
            messages.success(request, format_html(words, user))
        return redirect("wagtailusers_users:edit", user.pk)
    context = {
        "account": user,
        "has_it": Authenticator.objects.filter(user=user).exists(),
        "page_title": "Remettre à zéro la vérification en deux étapes",
    }
    return TemplateResponse(request, "users/reset_second_factor.html", context)
