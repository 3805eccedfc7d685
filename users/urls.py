"""What stands before Wagtail's own addresses of accounts, under /admin/."""

from django.urls import path
from django.views.decorators.cache import never_cache

from . import login

urlpatterns = [
    path("login/", never_cache(login.LoginView.as_view())),
]
