"""文字规范 (LAY-T): each fault is found where it stands, and text that only looks faulty is left alone."""

import pytest

from tests.factories.drafts import a_draft, found, marked

RIGHT = [
    "气温达36.5℃，湿度为80%，PM2.5浓度下降3.5%，投资1,200万元。",
    "会议于9:30召开，详见http://www.example.gov.cn/a?b=1,2;c，邮箱office@example.gov.cn。",
    "比分为3:2，GDP(2025)数据以公报为准，GB/T 9704-2012为现行标准，电话0571-88001234。",
    "他说：“要像‘钉钉子’那样抓落实。”（见《清河县〈防汛条例〉实施办法》）",
    "增长5%～10%，约3万～5万人，2021—2025年，5月1日—3日，上午9:00—11:30。",
    "每年2至3次，10—20人，5000元至1万元，第3、4季度，一二三产业。",
    "1）组织领导；2）责任落实。It’s fine.",
    "采购3千瓦电机2台，行程5千米，种粮120公顷，体重60千克，十里长街，公里数另计，3亿千瓦时。",
    "一五〇工程和二〇二高地、二十四节气、农历二〇二五年正月初五、2024年5月10日。",
    "安排“三夏”“三秋”工作，学习《条例》《办法》，……以及其他。",
    "根据《防汛意见》（清政发〔2026〕5号）和《抗旱意见》（清政发〔2026〕6号），落实清政发〔2026〕5号文件要求。",
]

WRONG = [
    ("LAY-T06", "各单位要落实责任,确保安全。", ",", "，"),
    ("LAY-T06", "时间:2026年", ":", "："),
    ("LAY-T06", "共5个;其中", ";", "；"),
    ("LAY-T06", "工作已经完成.", ".", "。"),
    ("LAY-T06", '要抓好"三夏工作。', '"', "“"),
    ("LAY-T06", "水库、堤防...等部位", "...", "……"),
    ("LAY-T06", "水库、堤防。。。", "。。。", "……"),
    ("LAY-T06", "防汛…抗旱", "…", "……"),
    ("LAY-T06", "防汛--头等大事", "--", "——"),
    ("LAY-T06", "抓好落实。。", "。。", "。"),
    ("LAY-T06", "抓好落实，。", "，。", None),
    ("LAY-T06", "学习《条例》、《办法》", "》、《", "》《"),
    ("LAY-T06", "抓好“三夏”、“三秋”", "”、“", "”“"),
    ("LAY-T06", "水库、堤防……等部位", "……等", "等"),
    ("LAY-T06", "，各单位要", "，", None),
    ("LAY-T06", "各单位（含下属单位要", "（", None),
    ("LAY-T06", "各单位含下属单位）要", "）", None),
    ("LAY-T06", "印发《办法，请执行", "《", None),
    ("LAY-T06", "《清河县《办法》解读》", "《", "〈"),
    ("LAY-T06", "他说“要“钉钉子”抓”", "“", "‘"),
    ("LAY-T01", "长30公分", "公分", "厘米"),
    ("LAY-T01", "产粮500斤", "斤", None),
    ("LAY-T01", "种粮3万亩", "亩", None),
    ("LAY-T01", "行程20里", "里", None),
    ("LAY-T01", "占地500平方", "平方", None),
    ("LAY-T01", "净重50KG", "KG", None),
    ("LAY-T01", "共２５人", "２５", "25"),
    ("LAY-T01", "约3千元", "千", None),
    ("LAY-T01", "增长百分之5", "百分之5", "5%"),
    ("LAY-T01", "于24年5月", "24年5月", None),
    ("LAY-T01", "于2024年05月", "05", "5"),
    ("LAY-T01", "事故减少2倍", "减少2倍", None),
    ("LAY-T01", "自二〇二六年五月十日起施行", "二〇二六年五月十日", "2026年5月10日"),
    ("LAY-T05", "增长5-10%", "5-10%", "5%～10%"),
    ("LAY-T05", "增长5～10%", "5～10%", "5%～10%"),
    ("LAY-T05", "增长5%-10%", "5%-10%", "5%～10%"),
    ("LAY-T05", "约3～5万人", "3～5万", "3万～5万"),
    ("LAY-T05", "约3万-5万人", "3万-5万", "3万～5万"),
    ("LAY-T05", "9—16亿元", "9—16亿", "9亿—16亿"),
    ("LAY-T05", "2021-2025年", "2021-2025年", "2021—2025年"),
    ("LAY-T05", "2021—25年", "2021—25年", "2021—2025年"),
    ("LAY-T05", "5月1日-3日", "-", "—"),
    ("LAY-T05", "上午9:00-11:30", "-", "—"),
    ("LAY-T04", "根据清政发〔2026〕5号《防汛意见》要求", "〔2026〕5号《", None),
    ("LAY-T04", "根据《防汛意见》清政发〔2026〕5号要求", "清政发〔2026〕5号", "（清政发〔2026〕5号）"),
    ("LAY-T04", "根据清政发〔2026〕5号文件要求", "发〔2026〕5号", None),
    ("LAY-T02", "一、甲\n三、乙", "三", "二"),
    ("LAY-T02", "一、甲\n一、乙", "一", "二"),
    ("LAY-T02", "二、甲\n三、乙", "二", "一"),
    ("LAY-T02", "一、甲\n（一）乙\n（三）丙", "三", "二"),
    ("LAY-T02", "一、甲\n（一）乙\n二、丙\n（三）丁", "三", "一"),
    ("LAY-T02", "一、甲\n（1）乙", "1", None),
    ("LAY-T02", "（一）甲", "一", None),
    ("LAY-T02", "一、甲\n1、乙", "、", "."),
    ("LAY-T02", "一. 甲", ".", "、"),
    ("LAY-T02", "一、甲\n（一）、乙", "、", ""),
    ("LAY-T03", "一、总体要求。\n坚持人民至上。", "。", ""),
    ("LAY-T03", "一、甲\n（一）落实防汛责任。\n县级领导包库。", "。", ""),
]


@pytest.mark.rule("LAY-T01", "LAY-T04", "LAY-T05", "LAY-T06")
@pytest.mark.parametrize("text", RIGHT)
def test_right_text_is_left_alone(text):
    draft = a_draft(body=text)
    texts = [one for rule in ("LAY-T01", "LAY-T04", "LAY-T05", "LAY-T06") for one in found(rule, draft)]
    assert [(one.message, marked(draft, one)) for one in texts] == []


@pytest.mark.rule("LAY-T01", "LAY-T02", "LAY-T03", "LAY-T04", "LAY-T05", "LAY-T06")
@pytest.mark.parametrize(("rule", "text", "words", "replacement"), WRONG)
def test_wrong_text_is_found_and_put_right(rule, text, words, replacement):
    draft = a_draft(body=text)
    (one,) = found(rule, draft)
    assert (marked(draft, one), one.replacement) == (words, replacement)


@pytest.mark.rule("LAY-T06")
def test_half_width_brackets_are_wide_on_both_sides():
    draft = a_draft(body="各单位(含下属单位)要落实。(1)公文")
    assert [(marked(draft, one), one.replacement) for one in found("LAY-T06", draft)] == [
        ("(", "（"),
        (")", "）"),
        ("(", "（"),
        (")", "）"),
    ]


@pytest.mark.rule("LAY-T06")
def test_straight_quotes_open_and_close_in_turn():
    draft = a_draft(body='抓好"三夏"工作\n和"三秋"工作')
    assert [one.replacement for one in found("LAY-T06", draft)] == ["“", "”", "“", "”"]


@pytest.mark.rule("LAY-T06")
def test_title_and_note_are_read_too():
    draft = a_draft(title="清河县人民政府关于水库(一期)建设的通知", note="(此件公开发布)")
    assert [one.pointer for one in found("LAY-T06", draft)] == ["/title", "/title", "/note", "/note"]


@pytest.mark.rule("LAY-T02")
@pytest.mark.parametrize(
    "body",
    [
        "一、甲\n（一）乙\n1.丙\n（1）丁\n（2）戊\n2.己\n（二）庚\n二、辛\n（一）壬",
        "一、甲\n（一）乙\n（二）丙\n二、丁\n（三）戊\n（四）己",
        "一、甲\n1.乙\n2.丙\n二、丁",
        "1.甲\n2.乙",
        "\n".join(f"{number}、甲" for number in "一二三四五六七八九") + "\n十、甲\n十一、甲",
        "2024年，全县水利工作成效明显。\n3.5万人受益。\n20个乡镇参加。",
    ],
)
def test_series_that_run_on_are_right(body):
    assert found("LAY-T02", a_draft(body=body)) == []


@pytest.mark.rule("LAY-T02")
def test_only_a_short_text_leaves_a_level_out():
    assert found("LAY-T02", a_draft(body="一、甲\n1.乙")) == []
    assert len(found("LAY-T02", a_draft(body="一、甲\n1.乙\n" + "字" * 1_500))) == 1


@pytest.mark.rule("LAY-T03")
@pytest.mark.parametrize(
    "body",
    [
        "一、总体要求\n坚持人民至上。",
        "（一）落实防汛责任。县级领导包库。",
        "一、同意设立青山街道。\n二、同意撤销青山镇。\n此复。",
        "一、原则同意你局意见，请认真组织实施。\n此复。",
    ],
)
def test_sentences_keep_their_full_stop(body):
    assert found("LAY-T03", a_draft(body=body)) == []


@pytest.mark.rule("LAY-T06")
def test_a_fault_everywhere_is_told_so_once():
    many = found("LAY-T06", a_draft(body="防汛,抗旱\n" * 500))
    assert len(many) == 50
    assert "其余不再列出" in many[-1].message
    assert "其余不再列出" not in many[-2].message
