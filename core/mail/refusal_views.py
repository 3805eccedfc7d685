"""The page behind « Ne plus jamais recevoir de courriel »: GET shows it, POST refuses, for ever."""

from core.visitor_requests.link_views import SignedLinkView

from .refusals import PURPOSE, MailRefusal, refuse


class RefuseMailView(SignedLinkView):
    """Of any age: a refusal must work from a message that was kept for years. Mail programs may POST it themselves
    (RFC 8058)."""

    purpose = PURPOSE
    template = "core/mail_refusal.html"

    def find(self, key: str) -> MailRefusal:
        return MailRefusal.objects.filter(key=key).first() or MailRefusal(key=key)

    def is_done(self, record) -> bool:
        return record.pk is not None

    def act(self, record) -> bool:
        return refuse(record.key)
