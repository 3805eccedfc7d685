"""Accounts in Wagtail's admin: invited, never given a password; nobody hands out more than they have."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.admin.ui.tables import Column
from wagtail.users import forms as wagtail_forms
from wagtail.users.views import bulk_actions
from wagtail.users.views import users as wagtail_views

from core.mailboxes import validate_mailbox
from core.words import partial_date

from . import invitations
from .models import Invitation, User


class _Within:
    """by: who fills the form in. An administrator gives anything, others the groups that they are in."""

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].validators.append(validate_mailbox)
        self._kept = set()
        if by.is_superuser:
            return
        self.fields.pop("is_superuser", None)
        groups = self.fields["groups"]
        groups.queryset = by.groups.all()
        if self.instance.pk:
            self._kept = set(self.instance.groups.exclude(pk__in=groups.queryset))

    def clean_groups(self):
        return {*self.cleaned_data["groups"], *self._kept}

    def clean_email(self):
        email = self.cleaned_data["email"]
        if "email" not in self.changed_data:
            return email
        others = User.objects.exclude(pk=self.instance.pk)
        if (
            others.filter(email__iexact=email).exists()
            or others.filter(username__iexact=email).exists()
        ):
            raise ValidationError("Un compte a déjà cette adresse.", code="duplicate_email")
        return email


class InvitationForm(_Within, wagtail_forms.UserCreationForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["username"]

    def separate_username_field(self):
        return False

    def save(self, commit=True):
        self.instance.username = invitations.free_username(self.cleaned_data["email"])
        self.instance.set_unusable_password()
        return super().save(commit)


class AccountForm(_Within, wagtail_forms.UserEditForm):
    pass


def _invitation_state(user: User) -> str:
    invitation = getattr(user, "invitation", None)
    if invitation is None:
        return ""
    if invitation.sent_at < timezone.now() - invitations.GOOD_FOR:
        return "Invitation expirée"
    return (
        f"Invité le {partial_date(timezone.localtime(invitation.sent_at).date())}, pas encore venu"
    )


class AccountList(wagtail_views.IndexView):
    add_item_label = "Inviter quelqu’un"

    @property
    def columns(self):
        first, name, *others = super().columns
        return [
            first,
            name,
            Column("invitation", accessor=_invitation_state, label="Invitation", width="15%"),
            *others,
        ]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("invitation")


class _By:
    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}


class InviteView(_By, wagtail_views.CreateView):
    page_title = page_subtitle = "Inviter quelqu’un"
    submit_button_label = "Envoyer l’invitation"
    submit_button_active_label = "Envoi…"
    success_message = "L’invitation part à %(object)s."

    @transaction.atomic
    def save_instance(self):
        user = super().save_instance()
        invitations.invite(user, by=self.request.user)
        return user


class AccountView(_By, wagtail_views.EditView):
    def dispatch(self, request, *args, **kwargs):
        # Who may change an administrator's address would be one by the next password reset.
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class AccountViewSet(wagtail_views.UserViewSet):
    index_view_class = AccountList
    add_view_class = InviteView
    edit_view_class = AccountView
    copy_view_enabled = False

    def get_form_class(self, for_update=False):
        return AccountForm if for_update else InvitationForm


class AssignRole(bulk_actions.AssignRoleBulkAction):
    def check_perm(self, obj):
        return self.request.user.is_superuser


class SetActiveState(bulk_actions.SetActiveStateBulkAction):
    def check_perm(self, obj):
        return super().check_perm(obj) and (self.request.user.is_superuser or not obj.is_superuser)


def manage_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it again, or withdraw it and the account that waits for it."""
    if not request.user.has_perm("users.add_user"):
        raise PermissionDenied
    invitation = get_object_or_404(Invitation.objects.select_related("user"), user=pk)
    if invitation.user.is_superuser and not request.user.is_superuser:
        raise PermissionDenied
    if request.method == "POST":
        user = invitation.user
        if "withdraw" in request.POST:
            invitations.withdraw(invitation)
            messages.success(request, f"L’invitation de {user} est retirée, son lien ne vaut plus.")
        else:
            invitations.invite(user, by=request.user)
            messages.success(
                request, f"L’invitation repart à {user.email} ; le lien d’avant ne vaut plus."
            )
        return redirect("wagtailusers_users:index")
    context = {
        "account": invitation.user,
        "state": _invitation_state(invitation.user),
        "days": invitations.GOOD_FOR.days,
        "page_title": "Invitation",
    }
    return TemplateResponse(request, "users/manage_invitation.html", context)
