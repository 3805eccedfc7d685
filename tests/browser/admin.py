"""Runs inside a copy of the demo content (`Instance.run`): sessions of accounts, and a page of each type to edit."""

import json

from django.conf import settings
from django.test import Client
from wagtail.models import get_page_models

from core.models import BasePage
from users.models import User


def show() -> None:
    """Prints {"cookie": name, "sessions": {account: key}, "pages": {type: pk}}."""
    sessions = {}
    for user in User.objects.all():
        client = Client()
        client.force_login(user)
        sessions[user.username] = client.cookies[settings.SESSION_COOKIE_NAME].value
    pages = {
        model.__name__: model.objects.order_by("pk").values_list("pk", flat=True).first()
        for model in get_page_models()
        if issubclass(model, BasePage)
    }
    cookie = settings.SESSION_COOKIE_NAME
    print(json.dumps({"cookie": cookie, "sessions": sessions, "pages": pages}))
