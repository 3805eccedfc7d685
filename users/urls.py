"""What stands before Wagtail's own addresses of accounts, under /admin/."""

from allauth.account.views import reauthenticate
from allauth.mfa import urls as mfa_urls
from django.http import Http404
from django.urls import include, path
from django.views.decorators.cache import never_cache

import core.addresses  # noqa: F401 - the converter of a text

from . import invitations, login, password_reset


def nothing(request):
    """Wagtail's page that fails on purpose."""
    raise Http404


urlpatterns = [
    path("failwhale/", nothing),
    path("login/", never_cache(login.LoginView.as_view()), name="account_login"),
    path("confirmer/", never_cache(reauthenticate), name="account_reauthenticate"),
    path("second-facteur/", include(mfa_urls)),
    path("invitation/<text:token>/", never_cache(invitations.accept), name="users_accept"),
    path("password_reset/", never_cache(password_reset.ResetView.as_view())),
    path(
        "password_reset/confirm/<text:uidb64>/<text:token>/",
        never_cache(password_reset.NewPasswordView.as_view()),
    ),
]
