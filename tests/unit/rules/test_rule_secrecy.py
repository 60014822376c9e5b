"""The gate against state secrets."""

import time

import pytest

from app.rules.checks.marks import SecrecyMark, find_secrecy_mark
from app.rules.checks.secrecy import (
    LEVEL_WORDS,
    check_classification,
    check_level_word,
    check_mark_form,
    check_secrecy_marks,
)
from app.vocabulary.common import STATE_SECRETS, Classification

TOP_SECRET, SECRET, CONFIDENTIAL = Classification.TOP_SECRET, Classification.SECRET, Classification.CONFIDENTIAL

CERTAIN = [
    ("机密★5年", SECRET),
    ("绝密★30年", TOP_SECRET),
    ("秘密★6个月", CONFIDENTIAL),
    ("机 密 ★ 5年", SECRET),
    ("机　密　★　５年", SECRET),
    ("机密 ★", SECRET),
    ("机\u200b密\ufeff★5年", SECRET),
    ("機密★", SECRET),
    ("祕密☆10年", CONFIDENTIAL),
    ("绝密⭐️", TOP_SECRET),
    ("机密\n★\n5年", SECRET),
    ("机\r\n密\r\n★", SECRET),
    ("机密★启用前", SECRET),
    ("000001\n机密★1年\n特急\n某省人民政府文件", SECRET),
    ("000001  机密★1年  特急", SECRET),
    ("关于某事的通知（机密★5年）.docx", SECRET),
    ("正文第一段。\f秘密★10年\n第二页", CONFIDENTIAL),
    ("秘密5年", CONFIDENTIAL),
    ("绝密 30年", TOP_SECRET),
    ("秘密１０年\n关于某事的通知", CONFIDENTIAL),
    ("秘密三十年", CONFIDENTIAL),
    ("  机密 6个月  特急", SECRET),
    ("机密（5年）", SECRET),
    ("机密*5年", SECRET),
    ("秘密5年.pdf", CONFIDENTIAL),
    ("第一行\n绝密 长期", TOP_SECRET),
]

UNCERTAIN = [
    ("涉密文件首页应标注“机密★10年”字样", SECRET),
    ("标注为'秘密★5年'的", CONFIDENTIAL),
    ("秘密3年来首次公开的档案", CONFIDENTIAL),
    ("000012\n机密\n特急\n某市人民政府文件", SECRET),
    ("秘　密", CONFIDENTIAL),
    ("绝密级", TOP_SECRET),
    ("某市文件处理单\n密级：机密  紧急程度：特急", SECRET),
    ("密 级 秘 密", CONFIDENTIAL),
    ("（秘密）关于某事的通知.docx", CONFIDENTIAL),
    ("首页\f机密\n第二页", SECRET),
]

HARMLESS = [
    "",
    "关于做好保密工作的通知",
    "本文涉及机密内容的部分另行印发",
    "严禁泄露国家秘密和商业秘密。",
    "机密文件的管理由机要室负责",
    "国家秘密的密级分为绝密、机密、秘密三级",
    "密级：绝密、机密、秘密",
    "密级： 绝密□ 机密□ 秘密□",
    "密级：绝密 机密 秘密",
    "绝密级国家秘密是最重要的国家秘密",
    "会议秘密进行了5年",
    "★ 机密文件管理要求",
    "该机密切关注★号标记的事项",
    "工作秘密5年内不公开",
    "秘书处★",
    "保密★",
    "正文" * 400 + "\n机密\n正文",
]


@pytest.mark.rule("SEC-R02")
class TestFindSecrecyMark:
    @pytest.mark.parametrize(("text", "level"), CERTAIN)
    def test_is_certain_of_a_mark(self, text, level):
        assert find_secrecy_mark(text) == SecrecyMark(level, certain=True)

    @pytest.mark.parametrize(("text", "level"), UNCERTAIN)
    def test_leaves_what_looks_like_a_mark_to_a_person(self, text, level):
        assert find_secrecy_mark(text) == SecrecyMark(level, certain=False)

    @pytest.mark.parametrize("text", HARMLESS)
    def test_passes_over_words_in_sentences(self, text):
        assert find_secrecy_mark(text) is None

    def test_prefers_a_certain_mark_to_an_earlier_uncertain_one(self):
        assert find_secrecy_mark("标注“机密★”的\n绝密★30年") == SecrecyMark(TOP_SECRET, certain=True)

    def test_finds_a_mark_at_the_end_of_a_long_text(self):
        assert find_secrecy_mark("正文。\n" * 50_000 + "机密★5年") == SecrecyMark(SECRET, certain=True)

    @pytest.mark.parametrize(
        "piece",
        [
            *(
                "正文内容",
                "机",
                "机 ",
                "机密",
                "机        密        ",
                "“机密★",
                "密级:机密 ",
                "密级        ",
                "\n机密        ",
            ),
            *("\n", "\f", " ", "0", "0 ", "(\n", "\n            机密1", "工作秘密", "内部        ", "★", "“"),
        ],
    )
    def test_is_quick_on_a_long_text_of_any_kind(self, piece):
        """200 000 characters take some dozen milliseconds; a pattern that backtracks would take minutes."""
        text = (piece * 200_000)[:200_000]
        began = time.process_time()
        check_secrecy_marks(text)
        assert time.process_time() - began < 2


class TestClassification:
    @pytest.mark.rule("SEC-R01", "DOC-X11")
    @pytest.mark.parametrize("level", sorted(STATE_SECRETS))
    def test_no_state_secret_is_accepted_whatever_is_allowed(self, level):
        for allow_work_secret in (False, True):
            (found,) = check_classification(level, allow_work_secret=allow_work_secret, pointer="/classification")
            assert (found.rule, found.pointer) == ("SEC-R01", "/classification")

    @pytest.mark.rule("SEC-R01")
    @pytest.mark.parametrize("level", [Classification.PUBLIC, Classification.INTERNAL])
    def test_everything_else_is(self, level):
        assert check_classification(level) == ()

    @pytest.mark.rule("SEC-R30")
    def test_a_work_secret_is_accepted_only_where_the_organisation_chose_so(self):
        (found,) = check_classification(Classification.WORK_SECRET)
        assert found.rule == "SEC-R30"
        assert check_classification(Classification.WORK_SECRET, allow_work_secret=True) == ()


class TestSecrecyMarks:
    @pytest.mark.rule("SEC-R01", "DOC-X11")
    def test_a_certain_mark_is_refused_like_a_declared_level(self):
        (found,) = check_secrecy_marks("机密★5年\n关于某事的通知", "/title")
        assert (found.rule, found.pointer) == ("SEC-R01", "/title")

    @pytest.mark.rule("SEC-R02")
    def test_an_uncertain_mark_waits_for_a_person(self):
        (found,) = check_secrecy_marks("应标注“机密★10年”")
        assert found.rule == "SEC-R02"

    @pytest.mark.rule("SEC-R01", "SEC-R02")
    def test_a_plain_text_passes(self):
        assert check_secrecy_marks("关于做好保密工作的通知") == ()

    @pytest.mark.rule("SEC-R01", "SEC-R03")
    def test_the_findings_repeat_nothing_of_the_text(self):
        for text in ("机密★5年 某某工程方案", "应标注“秘密★”的某某工程方案", "工作秘密★3年 某某工程方案"):
            for found in check_secrecy_marks(text):
                assert "某某工程" not in f"{found.message}{found.suggestion}"

    @pytest.mark.rule("SEC-R13")
    @pytest.mark.parametrize(
        "text",
        ["工作秘密★", "商业秘密★5年", "核心商密★长期", "普通商密 ★ 公布前", "内部★3年", "内部资料★\n正文", "个人隐私★"],
    )
    def test_the_star_is_for_state_secrets_alone(self, text):
        assert [found.rule for found in check_secrecy_marks(text)] == ["SEC-R13"]

    @pytest.mark.rule("SEC-R13")
    @pytest.mark.parametrize("text", ["内部资料", "工作秘密", "内部\n★ 第一条", "内部★重点工作", "满意度：★★★★★"])
    def test_other_stars_are_only_stars(self, text):
        assert check_secrecy_marks(text) == ()


@pytest.mark.rule("SEC-R10")
class TestLevelWord:
    @pytest.mark.parametrize("word", [*LEVEL_WORDS, "机 密", "秘　密"])
    def test_there_are_three(self, word):
        assert check_level_word(word) == ()
        assert list(LEVEL_WORDS.values()) == [TOP_SECRET, SECRET, CONFIDENTIAL]

    @pytest.mark.parametrize("word", ["特密", "内部", "机密级", "工作秘密", "secret", ""])
    def test_and_no_more(self, word):
        assert [found.rule for found in check_level_word(word)] == ["SEC-R10"]


@pytest.mark.rule("SEC-R12")
class TestMarkForm:
    @pytest.mark.parametrize(
        "mark", ["绝密★30年", "机密★10年", "秘密★6个月", "秘密★11个月", "机密★2030年1月1日", "机密★启用前"]
    )
    def test_reads_a_level_a_star_and_a_term(self, mark):
        assert check_mark_form(mark) == ()

    @pytest.mark.parametrize(
        ("mark", "suggestion"),
        [
            ("机密 ★ 5年", "机密★5年"),
            ("机密★05年", "机密★5年"),
            ("机密☆１０年", "机密★10年"),
            ("秘密5年", "秘密★5年"),
            ("秘密★6月", "秘密★6个月"),
            ("秘密★12个月", "秘密★1年"),
            ("秘密★18个月", "秘密★18个月"),
            ("机密★", None),
            ("机密", None),
            ("机密★0年", None),
            ("机密★5", None),
            ("机密★2030年13月1日", None),
            ("内部★5年", None),
            ("机密★五年", None),
        ],
    )
    def test_refuses_others_and_says_what_is_meant_if_that_is_clear(self, mark, suggestion):
        (found,) = check_mark_form(mark, "/mark")
        assert (found.rule, found.pointer, found.suggestion) == ("SEC-R12", "/mark", suggestion)
