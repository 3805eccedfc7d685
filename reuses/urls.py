"""Who took what up from whom, where anybody declares it, and the pages behind the links of its mails."""

from django.urls import path

from core.visitor_requests.urls import form_paths

from . import views
from .declaring_views import ConfirmDeclarationView, DeclarerView, DeclareView
from .other_side_views import OtherSideView
from .states import By


class TakenUpView(DeclareView):
    side = By.OWNER


urlpatterns = [
    path("projets/<text:slug>/essaimage/", views.of_sheet, name="reuses_of_sheet"),
    path("essaimage/", views.all_families, name="reuses"),
    *form_paths("f/<int:number>/repris/", DeclareView, name="declare_reuse"),
    *form_paths("f/<int:number>/repris-par/", TakenUpView, name="declare_taken_up"),
    path(
        "reprises/confirmer/<text:token>/",
        ConfirmDeclarationView.as_view(),
        name="confirm_declaration",
    ),
    path("reprises/<text:token>/", DeclarerView.as_view(), name="declarer_desk"),
    path(
        "collectivite/<text:token>/reprises/<int:number>/",
        OtherSideView.as_view(),
        name="reuse_other_side",
    ),
]
