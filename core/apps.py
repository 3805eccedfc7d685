import datetime

from django.utils import timezone

from . import declarations


class CoreConfig(declarations.ProjectApp):
    name = "core"
    verbose_name = "Socle"
    content = ("Picture", "Rendition", "Attachment", "SiteSettings")
    not_content = (
        *("OutgoingMail", "MailRefusal", "BlockedMailbox", "LastReminder", "MessageCount"),
        *("BackgroundTask", "RateCount", "LoadedContent", "ContentVersion", "PageRead"),
    )
    goes_along = ("Rendition.image", "PageRead.page", "BackgroundTask.user")
    only_administrators = ("Picture", "Attachment", "SiteSettings")
    waiting = ("core.schedule.waiting",)

    def ready(self):
        from django.core.signals import request_finished

        from core import (
            checks,  # noqa: F401 - registers itself on import
            icons,
            identity,
            invalid_filters,
            page_cache,
            publishing,
            rate_limits,
            readers,
            retention,
            saving,
            under_review,
            uses,
        )
        from core.background import publishing as _publishing  # noqa: F401 - says what it does
        from core.background import tasks
        from core.mail import blocked, queue, unasked
        from core.signals import due
        from core.tables import large_export  # noqa: F401 - says what it does

        icons.draw_once()
        identity.connect()
        invalid_filters.connect()
        page_cache.connect()
        saving.connect()
        publishing.connect()
        under_review.connect()
        uses.connect()
        due.connect(send_waiting_mail, dispatch_uid="core.mail")
        retention.register(*queue.RETENTION, *unasked.RETENTION, *blocked.RETENTION)
        retention.register(*tasks.RETENTION)
        retention.register(*rate_limits.RETENTION, *readers.RETENTION)
        request_finished.connect(readers.counts.after_response, dispatch_uid="core.readers")
        due.connect(work_at_tasks, dispatch_uid="core.background")
        due.connect(work_at_spreadsheets, dispatch_uid="core.tables")
        due.connect(forget_what_was_kept_long_enough, dispatch_uid="core.retention")


def send_waiting_mail(**kwargs):
    from core.mail.queue import drain

    drain()


def work_at_tasks(**kwargs):
    from core.background.tasks import work

    work(timezone.now() + datetime.timedelta(seconds=45))


def work_at_spreadsheets(**kwargs):
    from core.tables.importing import work

    work(timezone.now() + datetime.timedelta(seconds=45))


def forget_what_was_kept_long_enough(**kwargs):
    from core import retention

    retention.forget_all()
