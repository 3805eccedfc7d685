"""Pages that post without a cookie."""

from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt


class WithoutCookie:
    """Of a view. Exempt: a token of Django's would need a cookie; `origin` and what is signed take its place."""

    @classmethod
    def as_view(cls, **initkwargs):
        # Here and not on `dispatch`: a subclass that overrides it would lose both.
        return csrf_exempt(never_cache(super().as_view(**initkwargs)))
