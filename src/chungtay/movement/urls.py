"""Addresses of the movement room. Pages that need indicators or documents are portal's, under the same beginning."""

from __future__ import annotations

from django.urls import path

from chungtay.movement.views import (
    burden,
    cascade,
    clauses,
    correcting,
    coverage,
    importing,
    movements,
    opening,
    planning,
    plans,
    reminders,
    task,
    tasks,
    ties,
)

app_name = "movement"
urlpatterns = [
    path("", movements.index, name="index"),
    path("mo/", opening.open_movement, name="open"),
    path("nhac-viec/", reminders.reminders, name="reminders"),
    path("lich-cua-toi/", reminders.feed_address, name="feed-address"),
    path("lich/<str:token>.ics", reminders.feed, name="feed"),
    path("ke-hoach/<int:plan_id>/", plans.plan, name="plan"),
    path("ke-hoach/<int:plan_id>/van-ban/", plans.source, name="plan-source"),
    path("ke-hoach/<int:plan_id>/van-ban.md", plans.plan_text, name="plan-text"),
    path("ke-hoach/<int:plan_id>/soat/", correcting.correct, name="correct"),
    path("ke-hoach/<int:plan_id>/ban-hanh/", plans.issue, name="issue"),
    path("ke-hoach/<int:plan_id>/so-sanh/", plans.difference, name="difference"),
    path("ke-hoach/<int:plan_id>/cap-tren/", ties.parent_plan, name="parent-plan"),
    path("ke-hoach/<int:plan_id>/can-cu/", ties.leading_document, name="leading-document"),
    path("ke-hoach/<int:plan_id>/them-muc/", clauses.add, name="add-clause"),
    path("ke-hoach/<int:plan_id>/trien-khai/", cascade.cascade, name="cascade"),
    path("ke-hoach/<int:plan_id>/ban-mau/", cascade.template, name="template"),
    path("muc/<int:clause_id>/", clauses.clause, name="clause"),
    path("muc/<int:clause_id>/sua/", clauses.own, name="own-clause"),
    path("muc/<int:clause_id>/cap-tren/", ties.link_clause, name="link-clause"),
    path("muc/<int:clause_id>/giao-viec/", planning.plan_task, name="plan-task"),
    path("viec/<int:task_id>/", task.task, name="task"),
    path("viec/<int:task_id>/sua/", planning.change_task, name="change-task"),
    path("minh-chung/<int:evidence_id>/", task.evidence_file, name="evidence"),
    path("minh-chung/<int:evidence_id>/bo/", task.remove_evidence, name="remove-evidence"),
    path("bieu/<int:form_id>/", burden.report_form, name="report-form"),
    path("<slug:code>/", movements.movement, name="movement"),
    path("<slug:code>/sua/", opening.change_movement, name="change"),
    path("<slug:code>/doi-tuong/", opening.frame, name="frame"),
    path("<slug:code>/giai-doan/", opening.phases, name="phases"),
    path("<slug:code>/gan-voi/", opening.links, name="links"),
    path("<slug:code>/nhap-ke-hoach/", importing.import_plan, name="import"),
    path("<slug:code>/viec/", tasks.tasks, name="tasks"),
    path("<slug:code>/viec/bang/", tasks.board, name="board"),
    path("<slug:code>/viec/lich/", tasks.month, name="month"),
    path("<slug:code>/ket-qua/", coverage.coverage, name="coverage"),
    path("<slug:code>/ket-qua/<str:unit>/", coverage.unit_coverage, name="unit-coverage"),
    path("<slug:code>/bieu-bao-cao/", burden.reports, name="reports"),
    path("<slug:code>/bieu-bao-cao/them/", burden.add_form, name="add-report"),
]
