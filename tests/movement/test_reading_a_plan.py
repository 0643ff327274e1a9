"""A plan as officers receive it becomes a page that reads well; its words stay as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from chungtay.movement.readable import read_plan, title_of

SEED = Path(__file__).parents[3] / "shared" / "seed" / "ke-hoach-so-y-te.md"

SCANNED = """
## **KẾ HOẠCH**

### **Tổ chức thực hiện phong trào**

#### **I MỤC ĐÍCH, YÊU CẦU:**

##### **1. Mục đích:**

- Giảm nghèo

## **2. Yêu cầu:**

# **II. NỘI DUNG:**

###### a) Phạm vi
"""


def test_headings_follow_their_numbering_not_the_levels_of_the_scan():
    plan = read_plan(SCANNED)
    assert [(heading.depth, heading.text) for heading in plan.contents] == [
        (2, "I MỤC ĐÍCH, YÊU CẦU:"), (3, "1. Mục đích:"), (3, "2. Yêu cầu:"), (2, "II. NỘI DUNG:"), (4, "a) Phạm vi"),
    ]  # fmt: skip


def test_the_first_headings_are_the_title():
    plan = read_plan(SCANNED)
    assert plan.titled
    assert "<h1>KẾ HOẠCH</h1>" in plan.html and plan.html.count("<h1") == 1
    assert title_of(SCANNED) == "KẾ HOẠCH — Tổ chức thực hiện phong trào"


def test_each_entry_of_the_contents_leads_to_its_own_heading():
    plan = read_plan("## I. A\n\n## 1. Chung\n\n## II. B\n\n## 1. Chung\n")
    anchors = [heading.anchor for heading in plan.contents]
    assert len(set(anchors)) == 4
    assert all(plan.html.count(f'id="{anchor}"') == 1 for anchor in anchors)


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "# I. <img src=x onerror=alert(1)>", "[bấm](javascript:alert(1))",
     "[bấm](https://example.com)", "![hình](https://example.com/a.png)", "<https://example.com>"],
)  # fmt: skip
def test_a_plan_brings_no_code_no_picture_and_no_way_out(text):
    html = read_plan(text).html
    assert not any(found in html for found in ("<script", "<img", "<a ", "href", "src=x onerror=alert(1)>"))


def test_a_plan_without_headings_still_reads():
    plan = read_plan("Toàn văn kế hoạch.")
    assert plan.contents == () and not plan.titled and "Toàn văn kế hoạch." in plan.html


def test_words_written_with_separate_marks_read_as_one_letter():
    assert "hộ nghèo" in read_plan("ho\u0323\u0302 nghe\u0300o").html


@pytest.mark.skipif(not SEED.exists(), reason="the plan of the health department is not at hand")
def test_the_health_departments_plan_reads_in_order():
    plan = read_plan(SEED.read_text())
    assert [heading.text[:12].strip() for heading in plan.contents if heading.depth == 2] == [
        "I MỤC ĐÍCH,", "II. NỘI DUNG", "III. GIẢI PH",
    ]  # fmt: skip
    assert len(plan.contents) == 9
    assert "1,5 lần so với năm 2015" in plan.html and "Lê Viết Bắc" in plan.html
