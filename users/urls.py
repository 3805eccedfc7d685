"""What stands before Wagtail's own addresses of accounts, under /admin/."""

from django.urls import path
from django.views.decorators.cache import never_cache

from . import login, password_reset

urlpatterns = [
    path("login/", never_cache(login.LoginView.as_view())),
    path("password_reset/", never_cache(password_reset.ResetView.as_view())),
    path(
        "password_reset/confirm/<uidb64>/<token>/",
        never_cache(password_reset.NewPasswordView.as_view()),
    ),
]
