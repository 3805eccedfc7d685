from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Socle"

    def ready(self):
        from core import page_cache, saving
        from core.signals import due

        page_cache.connect()
        saving.connect()
        due.connect(send_waiting_mail, dispatch_uid="core.mail")


def send_waiting_mail(**kwargs):
    from core.mail.queue import drain

    drain()
