from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.views.account import ChangePasswordPanel
from wagtail.admin.widgets import Button

from . import accounts, sessions
from .password_change import ChangeForm
from .second_factor import admin as second_factor

# In the place of Wagtail's own, which has no setting for it.
ChangePasswordPanel.form_class = ChangeForm
hooks.register("register_bulk_action", accounts.AssignRole, order=100)
hooks.register("register_bulk_action", accounts.SetActiveState, order=100)


@hooks.register("register_account_settings_panel")
def second_factor_panel(request, user, profile):
    return second_factor.SecondFactorPanel(request, user, profile)


@hooks.register("register_account_settings_panel")
def sessions_panel(request, user, profile):
    return second_factor.SessionsPanel(request, user, profile)


@hooks.register("after_bulk_action")
def end_sessions_of_the_deactivated(request, action_type, objects, action):
    """It writes in bulk, without a signal."""
    if action_type == "set_active_state":
        sessions.end_of_inactive()


@hooks.register("register_group_permission_panel")
def group_demand():
    return second_factor.GroupDemandForm


@hooks.register("register_admin_urls")
def urls_of_accounts():
    return [
        path(
            "users/<int:pk>/second-facteur/",
            second_factor.reset_second_factor,
            name="users_reset_second_factor",
        ),
        path("account/connexions/", sessions.mine, name="users_sessions"),
        path("users/<int:pk>/invitation/", accounts.manage_invitation, name="users_invitation"),
    ]


@hooks.register("register_user_listing_buttons")
def listing_buttons(user, request_user):
    if hasattr(user, "invitation") and request_user.has_perm("users.add_user"):
        yield Button(
            "Renvoyer ou retirer l’invitation",
            reverse("users_invitation", args=[user.pk]),
            icon_name="mail",
            priority=50,
        )
    if request_user.is_superuser:
        yield Button(
            "Remettre à zéro la vérification en deux étapes",
            reverse("users_reset_second_factor", args=[user.pk]),
            icon_name="mobile-alt",
            priority=60,
        )
