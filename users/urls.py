"""What stands before Wagtail's own addresses of accounts, under /admin/."""

from allauth.account.views import reauthenticate
from allauth.mfa import urls as mfa_urls
from django.urls import include, path
from django.views.decorators.cache import never_cache

from . import login, password_reset

urlpatterns = [
    path("login/", never_cache(login.LoginView.as_view()), name="account_login"),
    path("confirmer/", never_cache(reauthenticate), name="account_reauthenticate"),
    path("second-facteur/", include(mfa_urls)),
    path("password_reset/", never_cache(password_reset.ResetView.as_view())),
    path(
        "password_reset/confirm/<uidb64>/<token>/",
        never_cache(password_reset.NewPasswordView.as_view()),
    ),
]
