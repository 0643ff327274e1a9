"""The columns of the registry's files: its own (codes, places, personal data), then the facts of the vocabulary.

Templates, reading and checks take the columns from here. Own columns are described as facts, so that they are read and
checked in the same way. May import rules.
"""

from __future__ import annotations

from chungtay.messages import Words
from chungtay.rules import Fact, Standard, Vocabulary
from chungtay.rules.vocabulary import Entity, FactType

SHEETS = {"household": Words("Hộ", "Households"), "member": Words("Thành viên", "Members")}
KEY_COLUMN = "household_code"
SOURCE = "Sổ hộ của Chung Tay"


def _own(
    entity: Entity,
    name: str,
    kind: FactType,
    label: tuple[str, str],
    question: tuple[str, str],
    *,
    bounds: tuple[float | None, float | None] = (None, None),
) -> Fact:
    return Fact(
        name=name,
        entity=entity,
        type=kind,
        unit=None,
        codes=(),
        label=Words(*label),
        question=Words(*question),
        minimum=bounds[0],
        maximum=bounds[1],
        exclusive_minimum=False,
        since=None,
        until=None,
        group="registry",
        source=SOURCE,
        status="secondary",
    )


HOUSEHOLD_COLUMNS: tuple[Fact, ...] = (
    _own(
        "household",
        KEY_COLUMN,
        "text",
        ("Mã hộ", "Household code"),
        (
            "Mã cố định của hộ, không đổi qua các năm, không phụ thuộc số thứ tự trong thôn.",
            "The household's lasting code: the same every year, whatever its serial number in the village.",
        ),
    ),
    _own(
        "household",
        "commune_code",
        "text",
        ("Mã xã", "Commune code"),
        (
            "Mã 5 chữ số của xã, phường, thị trấn tại ngày 31/12 của năm rà soát.",
            "The commune's 5-digit code on 31 December of the review year.",
        ),
    ),
    _own(
        "household",
        "village_code",
        "text",
        ("Mã thôn", "Village code"),
        ("Mã thôn, tổ dân phố; để trống nếu chưa có.", "Code of the village or residential group; empty if none."),
    ),
    _own(
        "household",
        "village_name",
        "text",
        ("Tên thôn", "Village name"),
        (
            "Chỉ cần khi mã thôn chưa có trong hệ thống và cho phép tạo thôn mới.",
            "Only needed where the village is not known yet and new villages are allowed.",
        ),
    ),
    _own(
        "household",
        "village_serial",
        "text",
        ("Số thứ tự trong thôn", "Serial in the village"),
        ("Số thứ tự của hộ trong danh sách của thôn.", "The household's number in the village's list."),
    ),
    _own(
        "household",
        "head_name",
        "text",
        ("Họ tên chủ hộ", "Name of the head"),
        ("Dữ liệu cá nhân, được mã hóa khi lưu.", "Personal data; encrypted when stored."),
    ),
    _own(
        "household",
        "identity_number",
        "text",
        ("Số định danh/CMND chủ hộ", "Identity number of the head"),
        ("12 hoặc 9 chữ số; được mã hóa khi lưu.", "12 or 9 digits; encrypted when stored."),
    ),
    _own(
        "household",
        "phone",
        "text",
        ("Số điện thoại", "Phone"),
        ("Dữ liệu cá nhân, được mã hóa khi lưu.", "Personal data; encrypted when stored."),
    ),
    _own(
        "household",
        "address",
        "text",
        ("Địa chỉ", "Address"),
        ("Số nhà, đường, xóm; được mã hóa khi lưu.", "House number, street; encrypted when stored."),
    ),
    _own(
        "household",
        "surveyed_on",
        "date",
        ("Ngày rà soát", "Surveyed on"),
        ("Ngày rà soát viên đến hộ.", "The day on which the surveyor came."),
    ),
)
MEMBER_COLUMNS: tuple[Fact, ...] = (
    _own("member", KEY_COLUMN, "text", ("Mã hộ", "Household code"), ("Như ở trang Hộ.", "As on the sheet Households.")),
    _own(
        "member",
        "member_number",
        "int",
        ("Số thứ tự thành viên", "Member number"),
        ("Chủ hộ là 1; mỗi người giữ một số qua các năm.", "The head is 1; a person keeps one number over the years."),
        bounds=(1, 99),
    ),
    _own(
        "member",
        "full_name",
        "text",
        ("Họ và tên", "Full name"),
        ("Dữ liệu cá nhân, được mã hóa khi lưu.", "Personal data; encrypted when stored."),
    ),
    _own(
        "member",
        "identity_number",
        "text",
        ("Số định danh/CMND", "Identity number"),
        ("12 hoặc 9 chữ số; được mã hóa khi lưu.", "12 or 9 digits; encrypted when stored."),
    ),
)
OWN_COLUMNS = {"household": HOUSEHOLD_COLUMNS, "member": MEMBER_COLUMNS}
REQUIRED = {"household": (KEY_COLUMN, "commune_code"), "member": (KEY_COLUMN, "member_number")}
PERSONAL = {
    "household": ("head_name", "identity_number", "phone", "address"),
    "member": ("full_name", "identity_number"),
}
LONGEST = {KEY_COLUMN: 40, "village_serial": 20, "village_code": 32, "commune_code": 32}


def facts_of(vocabulary: Vocabulary, entity: Entity) -> tuple[Fact, ...]:
    """Return the vocabulary's facts of households or of members."""
    return vocabulary.household_facts if entity == "household" else vocabulary.member_facts


def template_facts(vocabulary: Vocabulary, standard: Standard, entity: Entity) -> tuple[Fact, ...]:
    """Return the facts that a template for `standard` asks for: what holds for it, in the vocabulary's order."""
    from chungtay.rules import standard_ids

    order = {name: place for place, name in enumerate(standard_ids())}
    here = order.get(standard.id)

    def holds(fact: Fact) -> bool:
        read = standard.household_facts if entity == "household" else standard.member_facts
        if fact.name in read:
            return True
        if here is None:
            return fact.since is None and fact.until is None
        after = fact.since is None or order.get(fact.since, 0) <= here
        return after and (fact.until is None or here <= order.get(fact.until, here))

    return tuple(fact for fact in facts_of(vocabulary, entity) if holds(fact))
