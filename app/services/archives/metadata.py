"""What an export package says of a record, by the element names of DA/T 46-2009, as XML (ARC-R22)."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as Xml

from app.core.clock import SHANGHAI
from app.vocabulary.archives import RETENTION_CODES, ComponentRole, KeepingState
from app.vocabulary.common import Classification
from app.vocabulary.documents import Retention

SYSTEM = "枢纽办公系统"
Node = Sequence[tuple[str, Any]]


def metadata_of(
    shown: Mapping[str, Any], fonds: Any, files: Sequence[Mapping[str, Any]], trail: Sequence[Any]
) -> bytes:
    """The record as XML in UTF-8; the same record always gives the same bytes."""
    root = Xml.Element("电子文件", {"元数据标准": "DA/T 46-2009", "封装标准": "DA/T 48-2009"})
    _fill(root, _facts(shown, fonds, files))
    for one in files:
        _fill(Xml.SubElement(root, "文档"), _file(one))
    for one in trail:
        _fill(Xml.SubElement(root, "业务"), _act(one))
    Xml.indent(root, space=" ")
    content: bytes = Xml.tostring(root, encoding="UTF-8", xml_declaration=True)
    return content + b"\n"


def _facts(shown: Mapping[str, Any], fonds: Any, files: Sequence[Mapping[str, Any]]) -> Node:
    retention = Retention(shown["retention"])
    return (
        ("聚合层次", "件"),
        ("来源", (
            ("档案馆名称", fonds.archive_name),
            ("全宗名称", fonds.fonds_name),
            ("立档单位名称", fonds.fonds_name),
        )),
        ("电子文件号", shown["id"]),
        ("档号", (
            ("档号", shown["code"]),
            ("全宗号", shown["fonds_number"]),
            ("年度", shown["year"]),
            ("保管期限", RETENTION_CODES[retention]),
            ("机构或问题", shown["unit_code"]),
            ("类别号", shown["class_code"]),
            ("室编件号", f"{shown['item_number']:04}"),
        )),
        ("内容描述", (
            ("题名", shown["title"]),
            ("文件编号", shown["document_number"]),
            ("责任者", shown["responsible_party"]),
            ("日期", shown["doc_date"]),
            ("密级", Classification(shown["classification"]).label),
        )),
        ("形式特征", (
            ("文件组合类型", "组合文件" if len(files) > 1 else "单份文件"),
            ("件数", 1),
            ("页数", shown["pages"]),
            ("稿本", "副本" if shown["is_copy"] else "正本"),
        )),
        ("电子属性", (("信息系统描述", SYSTEM),)),
        ("存储位置", shown["paper_location"]),
        ("权限管理", (("保管状况", KeepingState(shown["state"]).label), ("封存", "是" if shown["hold_count"] else "否"))),
        ("附注", shown["note"]),
    )  # fmt: skip


def _file(one: Mapping[str, Any]) -> Node:
    return (
        ("文档序号", one["position"]),
        ("文件用途", ComponentRole(one["role"]).label),
        ("格式信息", one["media_type"]),
        ("计算机文件名", one["name"]),
        ("计算机文件大小", one["size"]),
        ("摘要算法", "SHA-256"),
        ("摘要值", one["sha256"]),
    )


def _act(one: Any) -> Node:
    return (
        ("业务行为", one.action),
        ("机构人员名称", one.actor_name),
        ("行为时间", one.at.astimezone(SHANGHAI).isoformat(timespec="seconds")),
        ("业务状态", one.state_after),
        ("行为描述", one.note),
    )


def _fill(under: Xml.Element, node: Node) -> None:
    """Elements in their order; what has no value is left out."""
    for name, value in node:
        if value is None:
            continue
        made = Xml.SubElement(under, name)
        if isinstance(value, tuple):
            _fill(made, value)
        else:
            made.text = _clean(str(value))


def _clean(text: str) -> str:
    """Without the control characters XML 1.0 cannot hold."""
    return "".join(one for one in text if one in "\t\n\r" or ord(one) >= 0x20)
