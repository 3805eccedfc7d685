"""The environment, read once, and the folders that everything else is named from."""

import os
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent


class _Env(environ.Env):
    """Also knows which names were asked for: a backup says what an instance was given."""

    asked: set[str] = set()

    def get_value(self, var, *args, **kwargs):
        self.asked.add(str(var))
        return super().get_value(var, *args, **kwargs)


env = _Env()
if "ENV_FILE" in os.environ:
    env.read_env(BASE_DIR / os.environ["ENV_FILE"])

# All that the running site writes (database, index, uploads, collected static files) lies here.
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
