from django.core.exceptions import ImproperlyConfigured

from .env import VAR_DIR, env

# "" is the embedded engine (tantivy); "elasticsearch://host:9200,host2:9200" is a server,
# "elasticsearch+https://…" the same over TLS.
SEARCH_URL = env("SEARCH_URL", default="")
# On a local disk, never a network share.
SEARCH_INDEX_DIR = VAR_DIR / "index"

# Of a server alone.
SEARCH_API_KEY = env("SEARCH_API_KEY", default="")
SEARCH_CA_CERTS = env("SEARCH_CA_CERTS", default="")
SEARCH_PREFIX = env("SEARCH_PREFIX", default="essaim")
SEARCH_ENVIRONMENT = env("SEARCH_ENVIRONMENT", default="production")
SEARCH_SHARDS = env.int("SEARCH_SHARDS", default=1)
SEARCH_REPLICAS = env.int("SEARCH_REPLICAS", default=0)
# Who indexes what was saved: the process that saved it, right after its commit ("commit"), or the
# worker within a minute ("worker").
SEARCH_DRAIN = env("SEARCH_DRAIN", default="commit")
if SEARCH_DRAIN not in ("commit", "worker"):
    raise ImproperlyConfigured(f'SEARCH_DRAIN is {SEARCH_DRAIN!r}, not "commit" or "worker"')
