"""Addresses of the inspection desk."""

from django.urls import path

from duban.inspections.views import batching, inspecting, papers, petitions, publications, statistics

app_name = "inspections"
urlpatterns = [
    path("", inspecting.inspections, name="inspections"),
    path("new/", inspecting.new, name="new"),
    path("<int:pk>/", inspecting.board, name="board"),
    path("<int:pk>/edit/", inspecting.edit, name="edit"),
    path("<int:pk>/equation/", inspecting.equation, name="equation"),
    path("<int:pk>/petitions/", statistics.petitions, name="petitions"),
    path("<int:pk>/daily/", papers.daily, name="daily"),
    path("<int:pk>/daily.docx", papers.daily_file, name="daily_file"),
    path("<int:pk>/weekly/", papers.weekly, name="weekly"),
    path("<int:pk>/weekly.docx", papers.weekly_file, name="weekly_file"),
    path("<int:pk>/overdue/", papers.overdue, name="overdue"),
    path("<int:pk>/overdue.xlsx", papers.overdue_file, name="overdue_file"),
    path("<int:pk>/publications/", publications.publications, name="publications"),
    path("batches/<int:pk>/publication/", publications.prepare, name="prepare_publication"),
    path("publications/<int:pk>/", publications.publication, name="publication"),
    path("publications/<int:pk>/confirm/", publications.confirm, name="confirm_publication"),
    path("publications/<int:pk>/proof/", publications.prove, name="prove_publication"),
    path("publications/<int:pk>/withdraw/", publications.withdraw, name="withdraw_publication"),
    path("publications/<int:pk>/table.<str:extension>", publications.public_table, name="public_table"),
    path("<int:pk>/statistics/", statistics.statistics, name="statistics"),
    path("<int:pk>/numbers/<str:number>/", petitions.by_number, name="by_number"),
    path("<int:pk>/batches/new/", batching.new_batch, name="new_batch"),
    path("batches/<int:pk>/", batching.batch, name="batch"),
    path("batches/<int:pk>/counts/", batching.counts, name="counts"),
    path("batches/<int:pk>/explain/", batching.explain, name="explain"),
    path("intakes/<int:pk>/", batching.intake, name="intake"),
    path("intakes/<int:pk>/accept/", batching.accept, name="accept"),
    path("intakes/<int:pk>/undo/", batching.undo, name="undo"),
    path("rows/<int:pk>/", batching.row, name="row"),
    path("rows/<int:pk>/decide/", batching.decide, name="decide"),
    path("petitions/<int:pk>/", petitions.petition, name="petition"),
    path("petitions/<int:pk>/assign/", petitions.assign, name="assign"),
    path("petitions/<int:pk>/write/", petitions.write, name="write"),
    path("petitions/<int:pk>/move/<str:verb>/", petitions.move, name="move"),
    path("petitions/<int:pk>/add/<str:what>/", petitions.add, name="add"),
    path("questions/<int:pk>/", petitions.answer, name="answer"),
    path("measures/<int:pk>/done/", petitions.measure_done, name="measure_done"),
    path("pictures/<int:pk>/", petitions.picture, name="picture"),
    path("pictures/<int:pk>/drop/", petitions.drop_picture, name="drop_picture"),
]
