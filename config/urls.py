from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from alerts import urls as alerts_urls
from catalogue import urls as catalogue_urls
from catalogue.difficulties import DifficultiesSitemap
from confirmations import urls as confirmations_urls
from contributions import urls as contributions_urls
from core import bulk, files, well_known
from core.mail.refusal_views import RefuseMailView
from council import urls as council_urls
from curation import urls as curation_urls
from debates import urls as debates_urls
from directory import urls as directory_urls
from directory.authorities import AuthoritySitemap
from directory.organisations import OrganisationSitemap
from directory.partnerships import PartnershipSitemap
from events import urls as events_urls
from exchanges import urls as exchanges_urls
from expertise import urls as expertise_urls
from expertise.views import ExpertiseSitemap
from groups import urls as groups_urls
from groups.views import GroupSitemap, ProgrammeSitemap
from home.showcase import components
from labels import urls as labels_urls
from labels.views import LabelSitemap
from landmarks import urls as landmarks_urls
from landmarks.views import LandmarksSitemap
from letters import urls as letters_urls
from letters.views import LetterSitemap
from offers import urls as offers_urls
from offers.views import OfferSitemap
from outcomes import urls as outcomes_urls
from publications import urls as publications_urls
from publications.views import RecommendationSitemap
from relay import urls as relay_urls
from reuses import urls as reuses_urls
from search import urls as search_urls
from synthesis import urls as synthesis_urls
from synthesis.views import ThemeSitemap
from territories import urls as territories_urls
from users import urls as users_urls

handler400 = "core.request_size.bad_request"
handler500 = "core.errors.server_error"

# In production the web server gives them out.
shown_pictures = [
    re_path(
        rf"^media/{files.SHOWN}/(?P<path>.*)$",
        serve,
        {"document_root": settings.MEDIA_ROOT / files.SHOWN},
    )
]

urlpatterns = [
    path("admin/", include(users_urls)),
    path("admin/bulk/<str:app_label>/<str:model_name>/<str:action>/", bulk.act),
    path("admin/", include(wagtailadmin_urls)),
    # Wagtail's second page to log in, for private pages: there is one.
    path(
        "_util/login/", RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True)
    ),
    path("documents/", include(wagtaildocs_urls)),
    path(
        "sitemap.xml",
        sitemap,
        {
            "sitemaps": {
                "pages": Sitemap,
                "difficulties": DifficultiesSitemap,
                "expertise": ExpertiseSitemap,
                "labels": LabelSitemap,
                "landmarks": LandmarksSitemap,
                "letters": LetterSitemap,
                "groups": GroupSitemap,
                "programmes": ProgrammeSitemap,
                "partnerships": PartnershipSitemap,
                "authorities": AuthoritySitemap,
                "organisations": OrganisationSitemap,
                "services": OfferSitemap,
                "themes": ThemeSitemap,
                "recommendations": RecommendationSitemap,
            }
        },
    ),
    path("robots.txt", well_known.robots),
    path(".well-known/security.txt", well_known.security),
    path("favicon.ico", well_known.favicon),
    path("composants/", components),
    path("courriels/refuser/<text:token>/", RefuseMailView.as_view(), name="refuse_mail"),
    path("", include(catalogue_urls)),
    path("", include(alerts_urls)),
    path("", include(council_urls)),
    path("", include(outcomes_urls)),
    path("", include(confirmations_urls)),
    path("", include(curation_urls)),
    path("", include(debates_urls)),
    path("", include(exchanges_urls)),
    path("", include(expertise_urls)),
    path("", include(labels_urls)),
    path("", include(publications_urls)),
    path("", include(landmarks_urls)),
    path("", include(letters_urls)),
    path("", include(groups_urls)),
    path("", include(relay_urls)),
    path("", include(reuses_urls)),
    path("", include(search_urls)),
    path("", include(synthesis_urls)),
    path("", include(events_urls)),
    path("", include(contributions_urls)),
    path("", include(directory_urls)),
    path("", include(offers_urls)),
    path("", include(territories_urls)),
    path(f"media/{files.ORIGINALS}/<path:name>", files.original_picture),
    *(shown_pictures if settings.SERVE_MEDIA else []),
    path("", include(wagtail_urls)),
]
