from core import declarations


class UsersConfig(declarations.ProjectApp):
    name = "users"
    verbose_name = "Comptes"
    not_content = ("GroupDemand", "Invitation", "OpenSession", "PasswordResetRequest", "User")
    only_administrators = ("User",)

    def ready(self):
        from django.contrib.auth import signals
        from django.db.models.signals import post_save

        from core import retention
        from core.signals import due
        from users import invitations, password_reset, retention_rules, sessions, throttling
        from users.second_factor import reset

        for module in (retention_rules, throttling, password_reset, invitations, reset, sessions):
            retention.register(*module.RETENTION)
        signals.user_logged_in.connect(sessions.begin, dispatch_uid="users.sessions")
        signals.user_logged_out.connect(sessions.forget_session, dispatch_uid="users.sessions")
        post_save.connect(
            sessions.end_of_inactive, sender="users.User", dispatch_uid="users.sessions"
        )
        due.connect(answer_reset_requests, dispatch_uid="users.password_reset")


def answer_reset_requests(**kwargs):
    from .password_reset import answer_requests

    answer_requests()
