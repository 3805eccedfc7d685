"""/themes/ and /themes/<slug>/: what is known of each sub-theme that some public sheet is about."""

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from catalogue.kinds import CATALOGUE
from core.identity import QUESTIONS, is_open
from core.page_cache import part
from core.sitemaps import PathSitemap
from core.structured_data import script
from council.asked import territory_of
from offers.above_results import open_on
from taxonomy.models import Axis, Theme
from territories import comparison
from territories.choice import Chosen, chosen_or_candidates, codes_of
from territories.models import Authority

from . import estimate_words
from .addresses import list_url, url_of
from .estimate import estimate
from .known import known
from .lead import lead
from .reading import counts, read
from .shapes import Askable, Known

INDEX = {"label": "Thèmes", "url": "/themes/"}


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """Sub-themes that some public sheet is about, by axis and family."""
    sheets = counts()
    axes: dict[str, dict[str, list[dict]]] = {axis.label: {} for axis in Axis}
    for one in Theme.objects.in_order().select_related("parent"):
        if one.parent_id and sheets.get(one.pk):
            row = {"label": one.name, "url": url_of(one.slug), "count": sheets[one.pk]}
            families = axes[Axis(one.parent.axis).label]
            families.setdefault(one.parent.name, []).append(row)
    told = {label: families for label, families in axes.items() if families}
    return render(request, "synthesis/themes.html", {"axes": told})


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """`?territoire=`: « Combien chez moi ? », and what is open there."""
    found = Theme.objects.select_related("parent", "successor").filter(slug=slug).first()
    if found is None:
        raise Http404
    typed = territory_of(request.GET)
    if found.merged and found.successor:
        return HttpResponsePermanentRedirect(url_of(found.successor.slug, typed))
    # Of a family, and of what no sheet is about, the list of sheets says what there is.
    along = {"territoire": [typed]} if typed else {}
    if found.parent_id is None:
        return HttpResponseRedirect(list_url(found.slug, **along))
    facts = part(request, f"known:{found.pk}", lambda: known(found, read(found)))
    if not facts.sheets:
        return HttpResponseRedirect(list_url(found.slug, **along))
    chosen, meant = chosen_or_candidates(typed)
    if chosen and typed not in _codes(chosen):
        return HttpResponseRedirect(url_of(found.slug, chosen.authority.code))
    mine = chosen.authority if chosen else None
    sentence = lead(facts)
    crumbs = [INDEX, {"label": found.parent.name, "url": list_url(found.parent.slug)}]
    context = {
        "theme": found,
        "known": facts,
        "lead": sentence,
        "crumbs": crumbs,
        "list_url": list_url(found.slug),
        "chosen": chosen,
        "mine": mine,
        "unknown_territory": "" if chosen else typed,
        "candidates": [
            {"label": one.authority.label, "url": url_of(found.slug, code)}
            for one, code in zip(meant, codes_of(meant), strict=True)
        ]
        if not chosen
        else [],
        "along": f"?territoire={mine.code}" if mine else "",
        "unsaid": [
            {
                "label": one.label,
                "sentence": one.sentence,
                "ask": _whom_to_ask(_silent(facts, one.fact), one.fact, mine),
            }
            for one in facts.unsaid
        ],
        "estimate": _estimate(facts, mine) if mine else None,
        "already_open": open_on(mine, "", (found.slug,), request) if mine else {},
        # As the list of its sheets is followed.
        "listing": CATALOGUE,
        "here": list_url(found.slug, **({"territoire": [mine.code]} if mine else {})),
        "query_text": "",
        "followed": {"chips": [found.name]},
        "json_ld": _json_ld(found, facts, sentence, crumbs),
    }
    return render(request, "synthesis/theme.html", context)


def _codes(chosen: Chosen) -> set[str]:
    return {one.code for one in (chosen.authority, chosen.former, chosen.other) if one}


def _estimate(facts: Known, mine: Authority) -> dict:
    """As the template shows it; whom to ask where nobody can say."""
    if not mine.population:
        return {"no_population": True}
    found = estimate(facts.comparable, mine.code, mine.population, timezone.localdate().year)
    shown = estimate_words.shown(found, facts, mine)
    compared = {cost.sheet for one in (*found.ranges, *found.few) for cost in one.costs}
    # Who gives no amount; where all do, who gives one that does not compare.
    ask = _whom_to_ask(_silent(facts, "costs"), "costs", mine) or _whom_to_ask(
        [one for one in facts.askable if one.sheet not in compared], "costs", mine
    )
    return shown | {"ask": ask}


def _silent(facts: Known, fact: str) -> list[Askable]:
    return [one for one in facts.askable if fact not in one.gives]


def _whom_to_ask(silent: list[Askable], fact: str, mine: Authority | None) -> dict | None:
    """{who, url}: whoever answers, and resembles the visitor's territory most, of those that do not say it."""
    if not is_open(QUESTIONS):
        return None
    if mine:
        place = mine.place()
        score = comparison.scorer(place)

        def nearest(one: Askable) -> tuple[bool, float]:
            return not one.answers, -score(one.place) if one.place else 0

        silent = [one for one in silent if not one.place or one.place.code != place.code]
        silent.sort(key=nearest)
    if not silent:
        return None
    one = silent[0]
    return {"who": one.who, "url": f"{reverse('ask', args=[one.number])}?fait={fact}"}


def _json_ld(theme: Theme, facts: Known, sentence: str, crumbs: list[dict]) -> SafeString:
    itself = {
        "@type": "CollectionPage",
        "@id": f"{settings.BASE_URL}{url_of(theme.slug)}",
        "name": f"{theme.name} : ce que l’on sait",
        "description": sentence,
        "inLanguage": "fr",
        "about": {"@type": "Thing", "name": theme.name},
        "mainEntity": {
            "@type": "ItemList",
            "numberOfItems": facts.sheets,
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": place,
                    "name": line.text,
                    "url": f"{settings.BASE_URL}{line.url}",
                }
                for place, line in enumerate(facts.titles, start=1)
            ],
        },
    }
    return script(itself, crumbs=crumbs)


class ThemeSitemap(PathSitemap):
    """The list, and each sub-theme that some public sheet is about."""

    def items(self) -> list[str]:
        known = Theme.objects.filter(pk__in=counts(), merged=False).exclude(parent=None)
        found = [url_of(one.slug) for one in known.order_by("slug")]
        return [INDEX["url"], *found] if found else []
