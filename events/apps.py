from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Agenda"

    def ready(self):
        from core.signals import due

        due.connect(pass_on_and_forget, dispatch_uid="events.visitors")


def pass_on_and_forget(**kwargs):
    """What visitors left: lists to those whom they concern, then what has been kept long enough."""
    from . import interests, retention

    interests.pass_on()
    retention.forget()
