"""What can be wrong with a document number (发文字号)."""

from app.vocabulary.labelled import Labelled


class NumberFaultCode(Labelled):
    MALFORMED = "malformed", "不是“机关代字〔年份〕序号号”的形式"
    ORDER_FORM = "order_form", "“第N号”只用于命令（令）"
    NOT_ORDER_FORM = "not_order_form", "命令（令）的令号应为“第N号”"
    BRACKETS = "brackets", "年份应使用六角括号〔〕"
    SPACES = "spaces", "含有空格"
    DIGITS = "digits", "数字应使用半角阿拉伯数字"
    YEAR = "year", "年份应为四位数全称"
    ORDINAL = "ordinal", "序号前不加“第”字"
    LEADING_ZERO = "leading_zero", "序号不编虚位"
    NO_SUFFIX = "no_suffix", "序号后缺少“号”字"
