from wagtail.snippets.models import register_snippet

from .viewsets import LabelsGroup

register_snippet(LabelsGroup)
