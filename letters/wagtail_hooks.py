from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk


@hooks.register("register_admin_urls")
def register_desk():
    return [
        path("lettres/", desk.letters, name="letters_desk"),
        path("lettres/<int:pk>/", desk.letter, name="letter_desk"),
    ]


class LettersMenuItem(MenuItem):
    def is_shown(self, request):
        return desk.may_send(request.user)


@hooks.register("register_admin_menu_item")
def register_menu_item():
    return LettersMenuItem(
        "Lettres", reverse("letters_desk"), icon_name="mail", order=233, name="letters"
    )
