from .env import VAR_DIR, env

# "" is the embedded engine (tantivy); "elasticsearch://host:9200" is a server.
SEARCH_URL = env("SEARCH_URL", default="")
# On a local disk, never a network share.
SEARCH_INDEX_DIR = VAR_DIR / "index"
