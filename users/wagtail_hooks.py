from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button

from .second_factor import admin as second_factor


@hooks.register("register_account_settings_panel")
def second_factor_panel(request, user, profile):
    return second_factor.SecondFactorPanel(request, user, profile)


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
    ]


@hooks.register("register_user_listing_buttons")
def listing_buttons(user, request_user):
    if request_user.is_superuser:
        yield Button(
            "Remettre à zéro la vérification en deux étapes",
            reverse("users_reset_second_factor", args=[user.pk]),
            icon_name="mobile-alt",
            priority=60,
        )
