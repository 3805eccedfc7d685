"""Who must have a second factor, and what they see until they do."""

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from core.csp import ADMIN
from users.models import GroupDemand, User

# All that is open to who must switch it on first, and the way out.
_OPEN = tuple(
    f"{ADMIN}{path}"
    for path in (
        "invitation/",
        "second-facteur/",
        "confirmer/",
        "login/",
        "logout/",
        "password_reset/",
        "sprite/",
    )
)
_WORDS = "La vérification en deux étapes est demandée à votre groupe : activez-la d’abord."


def is_demanded(user: User) -> bool:
    return GroupDemand.objects.filter(group__user=user, second_factor=True).exists()


def lacks_it(user: User) -> bool:
    """One statement for those of whom it is not demanded, two for the others."""
    return is_demanded(user) and not has_it(user)


def has_it(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


class SecondFactorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if (
            path.startswith(ADMIN)
            and not path.startswith(_OPEN)
            and request.user.is_authenticated
            and lacks_it(request.user)
        ):
            is_page = request.headers.get("X-Requested-With") != "XMLHttpRequest"
            if path.startswith(f"{ADMIN}api/") or not is_page:
                return JsonResponse({"detail": _WORDS}, status=403)
            return redirect(f"{reverse('mfa_activate_totp')}?demande")
        return self.get_response(request)
