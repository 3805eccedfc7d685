from core import declarations


class AlertsConfig(declarations.ProjectApp):
    name = "alerts"
    verbose_name = "Alertes"
    not_content = ("Alert", "Arrival")
    goes_along = ("Arrival.sheet",)
    slots = {"list_followed": "alerts/follow.html"}

    def ready(self):
        from alerts.retention_rules import RETENTION
        from core import retention
        from core.signals import due

        retention.register(*RETENTION)
        due.connect(tell_alerts, dispatch_uid="alerts.clock")


def tell_alerts(**kwargs):
    from . import clock

    clock.run()
