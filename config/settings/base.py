from .env import BASE_DIR, env

DEBUG = env.bool("DEBUG", default=False)

INSTALLED_APPS = [
    "bench",
    "setup",
    "home",
    "directory",
    "synthesis",
    "letters",
    "alerts",
    "council",
    "outcomes",
    "confirmations",
    "landmarks",
    "relay",
    "expertise",
    "reuses",
    "publications",
    "events",
    "contributions",
    "exchanges",
    "curation",
    "debates",
    "offers",
    "labels",
    "groups",
    "suggestions",
    "catalogue",
    "funding",
    "network",
    "search",
    "links",
    "territories",
    "taxonomy",
    "reviewing",
    "users",
    "core",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "users.wagtail_users.AccountsConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "csp",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    # Ahead of staticfiles: WhiteNoise serves static files under runserver too, as in production.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "core.csp.ContentSecurityPolicyMiddleware",
    "core.headers.BrowserHeadersMiddleware",
    "core.request_size.RequestSizeMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.page_cache.PageCacheMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "council.carrying.CarryingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "users.sessions.SessionLifeMiddleware",
    "users.second_factor.demand.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.incomplete.IncompleteRequestMiddleware",
    "core.middleware.RefusedPublicationMiddleware",
    "core.moved.MovedMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "core.form_renderer.FormRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.site",
            ],
            "builtins": ["core.templatetags.typography"],
        },
    },
]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

AUTH_USER_MODEL = "users.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# A sheet's form has a dozen groups of rows: more fields than Django expects of a form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000


def _cache(default: str) -> dict:
    config = env.cache_url("CACHE_URL", default=default)
    if config["BACKEND"].endswith(".RedisCache"):
        # As Django's own, but that a lost server loses pages and not the site.
        config["BACKEND"] = "core.shared_cache.SharedCache"
    return config


CACHES = {
    "default": _cache("locmemcache://essaim"),
    # Whole pages (core.page_cache). In the process they are apart, so that nothing pushes them out: 500 pages are at most some 40 MB, whatever visitors ask for.
    # With CACHE_URL they share that server's memory.
    "pages": _cache("locmemcache://pages?max_entries=500"),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}
