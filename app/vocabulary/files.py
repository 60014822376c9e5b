"""Words of files: which kinds an office accepts, why one is refused, what is worth a remark."""

from app.vocabulary.labelled import Labelled


class FileKind(Labelled):
    """The allow-list. WPS, ET and DPS are the binary formats of WPS Office, near relatives of DOC, XLS and PPT."""

    PDF = "pdf", "PDF 文档"
    OFD = "ofd", "OFD 版式文档"
    DOC = "doc", "Word 97–2003 文档"
    DOCX = "docx", "Word 文档"
    WPS = "wps", "WPS 文字"
    XLS = "xls", "Excel 97–2003 工作簿"
    XLSX = "xlsx", "Excel 工作簿"
    ET = "et", "WPS 表格"
    PPT = "ppt", "PowerPoint 97–2003 演示文稿"
    PPTX = "pptx", "PowerPoint 演示文稿"
    DPS = "dps", "WPS 演示"
    JPG = "jpg", "JPEG 图片"
    PNG = "png", "PNG 图片"
    TIF = "tif", "TIFF 图片"
    TXT = "txt", "纯文本"
    EML = "eml", "电子邮件"

    @property
    def media_type(self) -> str:
        """The media type (RFC 6838) it is served with; never taken from the sender."""
        return _MEDIA_TYPES[self]

    @property
    def extensions(self) -> frozenset[str]:
        """Endings of a file name that announce this kind, lower case, without the dot."""
        return frozenset({self.value}) | _OTHER_EXTENSIONS.get(self, frozenset())

    @classmethod
    def of_name(cls, name: str) -> "FileKind | None":
        """The kind that the extension of a file name announces, None when it announces none of the list."""
        stem, dot, extension = name.rpartition(".")
        return _BY_EXTENSION.get(extension.lower()) if dot and stem else None


_MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.OFD: "application/ofd",
    FileKind.DOC: "application/msword",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.WPS: "application/wps-office.doc",
    FileKind.XLS: "application/vnd.ms-excel",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.ET: "application/wps-office.xls",
    FileKind.PPT: "application/vnd.ms-powerpoint",
    FileKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileKind.DPS: "application/wps-office.ppt",
    FileKind.JPG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.TIF: "image/tiff",
    FileKind.TXT: "text/plain",
    FileKind.EML: "message/rfc822",
}

_OTHER_EXTENSIONS = {FileKind.JPG: frozenset({"jpeg"}), FileKind.TIF: frozenset({"tiff"})}

_BY_EXTENSION = {extension: kind for kind in FileKind for extension in kind.extensions}


class RefusalReason(Labelled):
    """Why a file is not taken. Clients switch on the value."""

    BAD_NAME = "bad_name", "文件名须为 1 至 255 个字符，不含路径、控制字符或不可见字符"
    EMPTY = "empty", "文件是空的"
    KIND_NOT_ALLOWED = "kind_not_allowed", "不接受此类文件"
    KIND_UNKNOWN = "kind_unknown", "无法识别文件内容"
    MISMATCH = "mismatch", "文件内容与扩展名不符"
    EXECUTABLE = "executable", "文件是可执行程序"
    ACTIVE_CONTENT = "active_content", "文件是网页、矢量图或脚本"
    ENCRYPTED = "encrypted", "文件已加密，无法检查"
    EXTERNAL_LINK = "external_link", "文件引用了外部资源"
    UNSAFE_ENTRY = "unsafe_entry", "压缩包内含有不安全的路径"
    TOO_MANY_ENTRIES = "too_many_entries", "压缩包内文件过多"
    UNPACKED_TOO_LARGE = "unpacked_too_large", "文件解压后过大"
    BROKEN = "broken", "文件已损坏"
    TOO_COMPLEX = "too_complex", "文件过于复杂，无法在限定时间和内存内读取"


class FileWarning(Labelled):
    """What a file that was taken carries along, for the eyes of whoever opens it."""

    MACROS = "macros", "含有宏"
    EMBEDDED_FILES = "embedded_files", "含有嵌入的文件"
