"""What the public site asks of the register without a page: the answers of the combobox."""

from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from .lookup import find
from .models import Authority

LIMIT = 8
# The register changes once a year; an hour keeps a correction from lingering.
MAX_AGE = 3600


@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """`GET /territoires/recherche?q=boe`: at most eight authorities, best first.

    {"results": [{"code", "name", "label", "type", "departement", "population", "retired"}]}
    """
    found = find(request.GET.get("q", ""), limit=LIMIT)
    response = JsonResponse({"results": [_answer(authority) for authority in found]})
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response


def _answer(authority: Authority) -> dict:
    return {
        "code": authority.code,
        "name": authority.name,
        "label": authority.label,
        "type": authority.type_label,
        "departement": authority.departement_name,
        "population": authority.population,
        "retired": authority.is_retired,
    }
