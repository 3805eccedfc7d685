"""Wagtail: the site's name, pictures, documents, and what its admin must not do by itself."""

from django.utils.functional import lazy

from .env import env

# Until an administrator says another (Réglages > Ce site).
SITE_NAME = env("SITE_NAME", default="Essaim")
# The one place that knows the public address: e-mails, feeds, Open Graph.
BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000")


def _name() -> str:
    from core.identity import identity

    return identity().name


WAGTAIL_SITE_NAME = lazy(_name, str)()
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français")]
WAGTAIL_I18N_ENABLED = False
# Of new pages: an address that is read out, or pasted anywhere.
WAGTAIL_ALLOW_UNICODE_SLUGS = False

# Only the admin's choosers use Wagtail's own search; the public search is in `search/`.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# Where France has authorities; of all others, one is unknown to browsers and stops a script of the account page.
WAGTAIL_USER_TIME_ZONES = [
    *("Europe/Paris", "America/Guadeloupe", "America/Martinique", "America/Cayenne"),
    *("America/Miquelon", "America/St_Barthelemy", "America/Marigot", "Indian/Reunion"),
    *("Indian/Mayotte", "Pacific/Noumea", "Pacific/Wallis", "Pacific/Tahiti"),
    *("Pacific/Marquesas", "Pacific/Gambier"),
]

# The admin calls nobody.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list = []

WAGTAILIMAGES_IMAGE_MODEL = "core.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "core.picture_form.PictureForm"
# A phone's HEIC is kept as JPEG (core.pictures).
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "heif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"bmp": "jpeg", "webp": "webp", "avif": "avif"}

WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "core.rich_text_area.RichTextArea"}}

WAGTAILDOCS_DOCUMENT_MODEL = "core.Attachment"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "core.document_form.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"

WAGTAIL_WORKFLOW_ENABLED = True
