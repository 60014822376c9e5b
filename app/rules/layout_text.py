"""Rules on how the text of a document is written (文字规范): units, headings, citations, ranges, punctuation.

LAY-T. The figures of the page are catalogued apart from these.
"""

from app.rules.rule import Rule
from app.rules.terms import ENFORCED, PRACTICE, STANDARD, WARN

_FORMER = "已废止的国发〔2000〕23号，现仍为通行做法"

# One rule is two lines: its facts, then its words.
# fmt: off

RULES: tuple[Rule, ...] = (
    Rule("LAY-T01", STANDARD, WARN, ENFORCED, "GB/T 9704-2012《党政机关公文格式》引用的 GB 3100～3102、GB/T 15834、GB/T 15835",
        "计量单位、标点符号和数字用法符合国家标准：用法定计量单位，阿拉伯数字用半角，年份写四位数，月、日不编虚位。"),
    Rule("LAY-T02", STANDARD, WARN, ENFORCED, "GB/T 9704-2012《党政机关公文格式》7.3.3；越级的提示为通行做法（未核实）",
        "结构层次序数依次为“一、”“（一）”、数字加下圆点、“（1）”四层，连续编排，不越级；层次少的可以由第一层直接到第三层。"),
    Rule("LAY-T03", PRACTICE, WARN, ENFORCED, "办公室通行做法",
        "单独成行的“一、”“（一）”标题末尾不加句号。"),
    Rule("LAY-T04", PRACTICE, WARN, ENFORCED, _FORMER,
        "引用公文先引标题，后引发文字号，写作“《标题》（发文字号）”。"),
    Rule("LAY-T05", STANDARD, WARN, ENFORCED, "GB/T 15835《出版物上数字用法》",
        "年份范围写四位数全称，百分数范围前后都带百分号，“万”“亿”在数值范围的前一个数后不省略。"),
    Rule("LAY-T06", STANDARD, WARN, ENFORCED, "GB/T 15834《标点符号用法》",
        "中文使用全角标点，成对的标号前后齐全。"),
)
