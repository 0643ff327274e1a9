"""The roles of the movement's users. A visitor who has not signed in is the public and holds none."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in a unit; accounts.scope says what each may see."""

    VILLAGE_SURVEYOR = "village_surveyor", _("Rà soát viên thôn, tổ dân phố")
    COMMUNE_OFFICER = "commune_officer", _("Cán bộ cấp xã")
    DISTRICT_OFFICER = "district_officer", _("Cán bộ cấp huyện")
    PROVINCE_OFFICE = "province_office", _("Cơ quan thường trực cấp tỉnh")
    DEPARTMENT = "department", _("Sở, ban, ngành")
    FRONT = "front", _("Mặt trận Tổ quốc")
    CLUSTER_LEAD = "cluster_lead", _("Trưởng cụm, khối thi đua")
    COUNCIL_MEMBER = "council_member", _("Thành viên Hội đồng Thi đua - Khen thưởng")
    INSPECTOR = "inspector", _("Kiểm tra, thanh tra")
    DONOR = "donor", _("Nhà hảo tâm, doanh nghiệp")
