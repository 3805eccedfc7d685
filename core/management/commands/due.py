"""All that time makes due. Idempotent; run every minute by one worker or one timer.

Apps add their part by a receiver of `core.signals.due`.
"""

import logging
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from core.signals import due

logger = logging.getLogger(__name__)
PERIOD = 60  # seconds


class Command(BaseCommand):
    help = "Fait ce que l’heure demande : publications programmées, index en retard, reprises."

    def add_arguments(self, parser):
        parser.add_argument(
            "--every-minute", action="store_true", help="Recommence chaque minute, sans fin."
        )

    def handle(self, *args, every_minute=False, **options):
        run_due()
        while every_minute:
            time.sleep(PERIOD)
            # A connection that the server dropped meanwhile is opened anew.
            close_old_connections()
            run_due()


def run_due() -> None:
    """One round. A part that fails is logged and does not stop the others."""
    try:
        call_command("publish_scheduled")
    except Exception:
        logger.exception("publish_scheduled failed")
    for receiver, outcome in due.send_robust(sender=None):
        if isinstance(outcome, Exception):
            logger.error("%r failed", receiver, exc_info=outcome)
