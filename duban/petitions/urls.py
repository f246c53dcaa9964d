"""Addresses of petitions."""

from django.urls import path

from duban.petitions.forms.moves import DEEDS
from duban.petitions.views import comparing, importing, lists, page, registering

app_name = "petitions"
urlpatterns = [
    path("", lists.petitions, name="petitions"),
    path("new/", registering.new, name="new"),
    path("print/", lists.printed, name="print"),
    path("petitions.xlsx", lists.export, name="xlsx"),
    path("statistics/", lists.statistics, name="statistics"),
    path("imports/", importing.imports, name="imports"),
    path("imports/template.xlsx", importing.template, name="import_template"),
    path("imports/<int:pk>/", importing.one, name="import"),
    path("imports/<int:pk>/drop/", importing.drop, name="drop_import"),
    path("imports/<int:pk>/undo/", importing.undo, name="undo_import"),
    path("<int:pk>/", page.petition, name="petition"),
    path("<int:pk>/edit/", registering.edit, name="edit"),
    path("<int:pk>/original/", comparing.original, name="compare"),
    path("<int:pk>/refer/", page.refer_to, name="refer"),
    path("<int:pk>/reply/", page.write_reply, name="reply"),
    path("<int:pk>/reply/return/", page.give_back, name="return_reply"),
    path("<int:pk>/paper/", page.paper, name="paper"),
    path("<int:pk>/paper.docx", page.document, name="document"),
    *(path(f"<int:pk>/{verb.replace('_', '-')}/", page.move, {"verb": verb}, name=verb.value) for verb in DEEDS),
]
