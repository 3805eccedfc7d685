"""Wagtail's app of accounts, with our lists and forms (`users/accounts.py`)."""

from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(WagtailUsersAppConfig):
    user_viewset = "users.accounts.AccountViewSet"
