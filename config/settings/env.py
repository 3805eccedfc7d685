"""The environment, read once, and the folders that everything else is named from."""

import os
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()
if "ENV_FILE" in os.environ:
    env.read_env(BASE_DIR / os.environ["ENV_FILE"])

# All that the running site writes (database, index, uploads, collected static files) lies here.
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
