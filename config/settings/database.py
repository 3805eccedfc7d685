"""SQLite by default, PostgreSQL with `DATABASE_URL=postgres://user:password@host/name`."""

from .env import VAR_DIR, env

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'essaim.sqlite3'}")
}

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Whoever else has an account on the machine reads nothing of it.
    VAR_DIR.mkdir(mode=0o750, parents=True, exist_ok=True)
    DATABASES["default"]["ENGINE"] = "core.sqlite"
    # Readers go on while one writes (WAL); a writer takes its lock at once instead of failing
    # half-way (IMMEDIATE) and waits for its turn.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["ENGINE"] = "core.postgres"
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A server that takes connections and says nothing, or a machine that is gone: a page that says so, not one
    # that never comes. Seconds, but for the last, in milliseconds.
    # What the address itself says wins.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 3,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 15_000,
    } | DATABASES["default"].get("OPTIONS", {})
# Opening one costs more than all that a page from the cache needs otherwise.
DATABASES["default"]["CONN_MAX_AGE"] = 60
