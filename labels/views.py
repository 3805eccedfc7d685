"""The pages of labels."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from catalogue.models import ProjectPage
from core.sitemaps import PathSitemap
from core.structured_data import script
from core.visibility import visible

from .models import Label
from .shown import awards_of_label, rows_of, summaries

PATH = "/labels/"
PER_PAGE = 60
CRUMBS = [{"label": "Labels et distinctions", "url": PATH}]


@require_safe
def labels(request: HttpRequest) -> HttpResponse:
    return render(request, "labels/labels.html", {"labels": summaries()})


@require_safe
def label(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Label.objects.select_related("organisation"), slug=slug)
    pages = Paginator(awards_of_label(found), PER_PAGE)
    asked = request.GET.get("page", "1")
    page = pages.get_page(asked)
    if str(page.number) != asked:
        first = found.get_absolute_url()
        return HttpResponseRedirect(first if page.number == 1 else f"{first}?page={page.number}")
    rows = rows_of(page)
    context = {
        "label": found,
        "levels": [line.strip() for line in found.levels.splitlines() if line.strip()],
        "facts": _facts(found, pages.count),
        "sources": list(found.sources.all()),
        "awards": rows,
        "listed": page,
        "total": pages.count,
        "sheets_url": f"/projets/?label={found.slug}" if _has_sheets(found) else "",
        "crumbs": CRUMBS,
        "json_ld": _json_ld(found),
    }
    return render(request, "labels/label.html", context)


def _has_sheets(label: Label) -> bool:
    return visible(ProjectPage.objects.filter(awards__label=label)).exists()


def _facts(label: Label, awards: int) -> list[dict]:
    """As templates/components/facts.html shows them."""
    facts = [("Depuis", label.since)]
    if awards:
        facts.append(("Distinctions connues de nous", str(awards)))
    return [{"label": name, "text": text, "unknown": False} for name, text in facts if text]


def _json_ld(label: Label) -> SafeString:
    organisation = label.organisation
    itself = {
        "@type": "Certification",
        "@id": f"{settings.BASE_URL}{label.get_absolute_url()}",
        "name": label.name,
        "description": label.criteria,
        "url": label.url,
        "issuedBy": {
            "@type": "Organization",
            "name": organisation.name,
            "url": f"{settings.BASE_URL}{organisation.get_absolute_url()}",
        },
    }
    return script({key: value for key, value in itself.items() if value}, crumbs=CRUMBS)


class LabelSitemap(PathSitemap):
    """The list and the pages of labels."""

    def items(self) -> list[str]:
        found = [label.get_absolute_url() for label in Label.objects.order_by("slug")]
        return [PATH, *found] if found else []
