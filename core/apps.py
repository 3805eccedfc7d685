from . import declarations


class CoreConfig(declarations.ProjectApp):
    name = "core"
    verbose_name = "Socle"
    content = ("Picture", "Rendition", "Attachment")
    not_content = ("OutgoingMail", "LoadedContent", "ContentVersion")
    only_administrators = ("Picture", "Attachment")

    def ready(self):
        from core import (
            checks,  # noqa: F401 - registers itself on import
            page_cache,
            saving,
        )
        from core.signals import due

        page_cache.connect()
        saving.connect()
        due.connect(send_waiting_mail, dispatch_uid="core.mail")


def send_waiting_mail(**kwargs):
    from core.mail.queue import drain

    drain()
