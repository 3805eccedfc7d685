"""Finding one's territory: the answers of the combobox, and the same as a page without JavaScript."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from core.templatetags.typography import french_text

from . import contours
from .choice import choice_of, code_of, explanation_of
from .lookup import Answer, answers, meant, near_names
from .models import Authority
from .return_url import ReturnUrl, return_url
from .typed_names import MAX_LENGTH

LIMIT = 8
# A postcode may have more than forty communes: all of them are offered.
CANDIDATES = 60
# The register changes once a year; an hour keeps a correction from lingering.
MAX_AGE = 3600


@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """`GET /territoires/recherche?q=boe`: at most eight authorities, best first.

    {"results": [{"code", "name", "label", "type", "departement", "postcode", "population", "retired", "note",
    "x", "y"}]}; x and y: on the map of France, null when not known.
    """
    text = request.GET.get("q", "")
    found = answers(text, limit=LIMIT) or [Answer(one) for one in near_names(text)]
    response = JsonResponse({"results": [_answer(answer, text) for answer in found]})
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response


@require_safe
def my_territory(request: HttpRequest) -> HttpResponse:
    """`GET /mon-territoire/?nom=boé&retour=/projets/?q=eau`: on to the list when the name leaves no doubt, else a page
    that asks which one, or says that nobody answers to it and who might be meant."""
    name = " ".join(request.GET.get("nom", "").replace("\x00", "").split())[:MAX_LENGTH]
    code = request.GET.get("code", "").replace("\x00", "")
    back = return_url(request.GET)
    if code and (known := Authority.objects.filter(code=code[:MAX_LENGTH]).first()):
        return HttpResponseRedirect(back.url(known.code))
    meaning = meant(name, limit=CANDIDATES)
    if meaning.sure:
        return HttpResponseRedirect(back.url(code_of(meaning.sure)))
    resolved = meaning.candidates
    context = {
        "error": "inconnu" if name and not resolved else "",
        "name": name,
        "carried": [("retour", back.url())],
        "candidates": [_candidate(one, back) for one in resolved],
        "is_cut": len(resolved) == CANDIDATES,
        "near": [_candidate(Answer(one), back) for one in near_names(name)]
        if name and not resolved
        else [],
        "without_url": back.url(),
        "listing": back.listing,
    }
    return render(request, "territories/my_territory.html", context)


def _candidate(answer: Answer, back: ReturnUrl) -> dict:
    authority, note = answer.authority, ""
    if authority.is_retired:
        note = choice_of(authority).note
    elif answer.other:
        note = explanation_of(answer.other, authority)
    return {
        "name": authority.full_name or authority.name,
        "line": [part for part in (authority.card()["type_label"], authority.area_name) if part],
        "postcodes": ", ".join(authority.postcodes.split()[:3]),
        "population": authority.population,
        "note": note,
        "url": back.url(code_of(answer)),
    }


def _answer(answer: Answer, text: str) -> dict:
    authority = answer.authority
    place = authority.place()
    point = None
    if place.lon is not None and place.lat is not None:
        point = contours.france_position(place.lon, place.lat, place.departement)
    postcodes = authority.postcodes.split()
    typed = [one for one in postcodes if text.strip() and one.startswith(text.strip())]
    return {
        "code": authority.code,
        "name": french_text(authority.name),
        # Typed back, it is looked up without its signs.
        "label": french_text(authority.label),
        "type": french_text(authority.type_label),
        "departement": french_text(authority.departement_name),
        "postcode": (typed or postcodes or [""])[0],
        "population": authority.population,
        "retired": authority.is_retired,
        "note": french_text(explanation_of(answer.other, authority)) if answer.other else "",
        "x": point[0] if point else None,
        "y": point[1] if point else None,
    }
