"""What any page may use: pictures, documents, and the base of every public page."""

from typing import ClassVar

from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page, Workflow

from . import doubtful

# Django finds models here alone.
from .background.models import BackgroundTask
from .declarations import page_context, page_view
from .mail.blocked import BlockedMailbox
from .mail.models import OutgoingMail
from .mail.refusals import MailRefusal
from .mail.unasked import LastReminder, MessageCount
from .page_form import PageCopyForm, PageForm
from .pictures import SafePicture, safe_picture
from .rate_limits import RateCount
from .revisions import as_of_today
from .rows import number_rows
from .site_settings import SiteSettings

__all__ = [
    "Attachment",
    "BackgroundTask",
    "BasePage",
    "BlockedMailbox",
    "LastReminder",
    "LoadedContent",
    "MailRefusal",
    "MessageCount",
    "OutgoingMail",
    "Picture",
    "PlacePage",
    "RateCount",
    "Rendition",
    "SiteSettings",
]


class Picture(AbstractImage):
    credit = models.CharField("crédit", max_length=200, blank=True, help_text="Auteur et licence.")

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"

    @property
    def default_alt_text(self):
        """What whoever does not see it is told: Wagtail's own would read out the name of the file."""
        return self.description

    def save(self, *args, **kwargs):
        """A new file that did not come by the form is made safe here, or raises ValidationError."""
        if self.file and not self.file._committed and not isinstance(self.file.file, SafePicture):
            self.file = safe_picture(self.file.file, self.file.name)
        super().save(*args, **kwargs)


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            )
        ]


class Attachment(AbstractDocument):
    licence = models.CharField(
        "licence",
        max_length=100,
        blank=True,
        help_text="Par exemple « Licence Ouverte 2.0 ». Vide : droits non précisés.",
    )

    admin_form_fields = (*Document.admin_form_fields, "licence")

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        verbose_name_plural = "documents"


class BasePage(Page):
    """Every public page. What makes a page findable is a kind: see `core.kinds`."""

    # Words of a draft that could not be read: see `core.doubtful`.
    doubtful = models.JSONField(default=dict, blank=True, editable=False)

    base_form_class = PageForm
    copy_form_class = PageCopyForm
    # Wagtail's other two fields (title for search engines, menus) nothing here reads.
    promote_panels: ClassVar[list] = [FieldPanel("slug"), FieldPanel("search_description")]

    class Meta:
        abstract = True

    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False):
        if check_fks:
            data = as_of_today(cls, data)
        return super().from_serializable_data(data, check_fks=False, strict_fks=strict_fks)

    def save(self, *args, **kwargs):
        number_rows(self)
        return super().save(*args, **kwargs)

    def with_content_json(self, content):
        page = super().with_content_json(content)
        page._cached_parent_obj = self.get_parent()  # which is known by now
        return page

    @cached_property
    def _workflow(self) -> Workflow | None:
        lineage = self.get_ancestors(inclusive=True)
        assigned = Workflow.objects.filter(active=True, workflow_pages__page__in=lineage)
        return assigned.order_by("-workflow_pages__page__depth").first()

    @property
    def has_workflow(self) -> bool:
        return self.get_workflow() is not None

    def get_workflow(self) -> Workflow | None:
        """As Wagtail's, in one statement where a form asks six."""
        return self._workflow

    def serve(self, request, *args, **kwargs):
        if view := page_view(self):
            return view(request, page=self)
        response = super().serve(request, *args, **kwargs)
        response.page_read = self.pk  # for `core.readers`, also where it is a copy that was kept
        return response

    def serve_preview(self, request, mode_name):
        return self.serve(request) if page_view(self) else super().serve_preview(request, mode_name)

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | page_context(self)

    def route(self, request, path_components):
        if not path_components and self._is_over:
            raise Http404
        return super().route(request, path_components)

    def get_sitemap_urls(self, request=None):
        return [] if self._is_over else super().get_sitemap_urls(request)

    @property
    def _is_over(self) -> bool:
        """Its time is up: the worker that unpublishes it may be late."""
        return self.expire_at is not None and self.expire_at <= timezone.now()

    # What `core.publishing` asks and tells, whatever way the page goes live, changes or leaves.

    def publication_errors(self) -> dict[str, str]:
        """Why it may not be published, rows included: {field: message in French}, {} when it may."""
        return doubtful.reasons(self)

    def why_kept(self, *, deleting: bool) -> str:
        """Why it may not be unpublished or deleted, as a sentence; "" when it may."""
        if deleting or self.max_count != 1:
            return ""
        return f"« {self.title} » reste en ligne : le site ne va pas sans cette page."

    def after_publication(self) -> None:
        """In the transaction that put its content online: what is kept beside the page follows."""


class PlacePage(BasePage):
    """A page that stands once, at an address that the rest of the site knows: its slug is not to be changed."""

    promote_panels: ClassVar[list] = [FieldPanel("search_description")]
    max_count = 1

    class Meta:
        abstract = True


class LoadedContent(models.Model):
    """A piece of first content that was loaded once: what was edited or deleted since stays so."""

    name = models.CharField(max_length=80, primary_key=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.name


class PageRead(models.Model):
    """How often a page was read on one day: see `core.readers`."""

    day = models.DateField()
    # No constraint of the database: a page may be deleted before its readers are written.
    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, db_constraint=False, related_name="readings"
    )
    reads = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "lectures d’une page"
        verbose_name_plural = "lectures des pages"
        constraints = [models.UniqueConstraint(fields=["day", "page"], name="core_page_read")]
        indexes = [models.Index(fields=["page", "day"], name="core_page_reads")]

    def __str__(self):
        return f"{self.page_id}, {self.day}"


class ContentVersion(models.Model):
    """One row: how many times the public content changed. See `core.page_cache`."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return str(self.number)
