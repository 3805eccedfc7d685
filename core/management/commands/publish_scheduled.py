"""Wagtail's command of that name, which stops at the first page that fails: here it is reported, and the
others go on."""

import logging

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from core.schedule import note_refusal

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Publie ce qui est programmé et dépublie ce qui a expiré. Sans effet s’il n’y a rien à faire."

    def handle(self, *args, **options):
        now = timezone.now()
        for page in Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at"):
            try:
                with transaction.atomic():
                    page.specific.unpublish(
                        set_expired=True, log_action="wagtail.unpublish.scheduled"
                    )
            except ValidationError as refusal:
                # People count on it: it stays, and is not asked again every minute.
                Page.objects.filter(pk=page.pk).update(expire_at=None)
                note_refusal(page, refusal)
                logger.warning("Dépublication programmée refusée : %s", refusal)
                self.stderr.write(f"Dépublication programmée refusée : {refusal}")
            except Exception:
                logger.exception("Dépublication programmée de la page %s", page.pk)
        due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
        for revision in due:
            try:
                with transaction.atomic():
                    revision.publish(log_action="wagtail.publish.scheduled")
            except ValidationError as refusal:
                # Its date has passed: it will not be tried again every minute. The draft stays.
                Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
                note_refusal(revision.content_object, refusal)
                logger.warning("Publication programmée refusée : %s", refusal)
                self.stderr.write(f"Publication programmée refusée : {refusal}")
            except Exception:
                # Tried again in a minute: a database that stumbled, or a defect that the log shows.
                logger.exception("Publication programmée de la révision %s", revision.pk)
