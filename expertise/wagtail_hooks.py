from wagtail.snippets.models import register_snippet

from .viewsets import ExpertiseViewSet

register_snippet(ExpertiseViewSet)
