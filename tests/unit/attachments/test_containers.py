import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from app.services.attachments.archive import Limits
from app.services.attachments.errors import FileRefused
from app.services.attachments.sniff import sniff
from app.vocabulary.files import FileKind, RefusalReason

ALL = frozenset(FileKind)


def refusal(path: Path, name: str, **more: object) -> RefusalReason:
    with pytest.raises(FileRefused) as caught:
        sniff(path, name, ALL, **more)
    return caught.value.reason


class TestContainers:
    def test_a_zip_of_another_kind_is_unknown(self, forge):
        for entries in (
            {"a.txt": "x"},
            {"META-INF/MANIFEST.MF": "x"},
            {"mimetype": "application/vnd.oasis.opendocument.text"},
            {},
        ):
            expected = RefusalReason.KIND_UNKNOWN
            assert refusal(forge.zip(entries), "a.docx") is expected

    def test_a_package_without_a_known_main_part_is_unknown(self, forge):
        assert refusal(forge.office("docx", content_type="application/x-other"), "a.docx") is RefusalReason.KIND_UNKNOWN
        assert refusal(forge.zip({"OFD.xml": "<OFD/>"}), "a.ofd") is RefusalReason.KIND_UNKNOWN
        assert refusal(forge.zip({"OFD.xml": "<X><DocRoot/></X>"}), "a.ofd") is RefusalReason.KIND_UNKNOWN

    def test_a_package_that_claims_to_be_two_things_is_unknown(self, forge):
        types = (
            '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
            '<Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
        )
        assert refusal(forge.zip({"[Content_Types].xml": types}), "a.docx") is RefusalReason.KIND_UNKNOWN

    @pytest.mark.parametrize("kind", ["attachedTemplate", "oleObject", "image", "externalLinkPath", "frame"])
    def test_links_that_opening_would_follow(self, forge, kind):
        path = forge.office("docx", {"word/_rels/settings.xml.rels": forge.external(kind)})
        assert refusal(path, "a.docx") is RefusalReason.EXTERNAL_LINK

    def test_a_link_part_in_capitals_is_read_too(self, forge):
        path = forge.office("xlsx", {"xl/externalLinks/_RELS/a.XML.RELS": forge.external("externalLinkPath")})
        assert refusal(path, "a.xlsx") is RefusalReason.EXTERNAL_LINK

    @pytest.mark.parametrize(
        "name", ["../evil.xml", "/etc/passwd", "word/../../x", "..\\evil", "C:\\x", "\\\\host\\x", "a\x01b"]
    )
    def test_paths_that_lead_out(self, forge, name):
        assert refusal(forge.office("docx", {name: "x"}), "a.docx") is RefusalReason.UNSAFE_ENTRY

    def test_two_entries_of_one_name(self, forge):
        path = forge.office("docx")
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("WORD/document.xml", "<other/>")
        assert refusal(path, "a.docx") is RefusalReason.BROKEN

    def test_methods_no_office_program_writes(self, forge):
        path = forge.zip({"[Content_Types].xml": "<Types/>"}, zipfile.ZIP_LZMA)
        assert refusal(path, "a.docx") is RefusalReason.BROKEN

    def test_an_encrypted_entry(self, forge):
        path = forge.office("docx")
        data = bytearray(path.read_bytes())
        data[data.index(b"PK\x01\x02") + 8] |= 1
        assert refusal(forge.file(bytes(data)), "a.docx") is RefusalReason.ENCRYPTED

    def test_an_encrypted_package_in_a_compound_file(self, forge):
        assert refusal(forge.compound(["EncryptionInfo", "EncryptedPackage"]), "a.docx") is RefusalReason.ENCRYPTED

    @pytest.mark.parametrize(
        "prolog", ['<!DOCTYPE Types [<!ENTITY a "aaaa">]>', '<!DOCTYPE Types SYSTEM "file:///etc/passwd">']
    )
    def test_document_types_and_entities(self, forge, prolog):
        assert refusal(forge.zip({"[Content_Types].xml": prolog + "<Types/>"}), "a.docx") is RefusalReason.BROKEN
        assert refusal(forge.zip({"OFD.xml": prolog + "<OFD><DocRoot/></OFD>"}), "a.ofd") is RefusalReason.BROKEN

    def test_an_installer_is_no_document(self, forge):
        assert refusal(forge.compound(["䡀㼿䕷䑬㭪䗤䠤"]), "a.doc") is RefusalReason.KIND_UNKNOWN

    def test_streams_of_an_embedded_object_do_not_make_the_kind(self, forge):
        path = forge.compound(["WordDocument"], nested=["Workbook"])
        assert refusal(path, "a.xls") is RefusalReason.MISMATCH
        assert refusal(forge.compound(["x"], nested=["WordDocument"]), "a.doc") is RefusalReason.KIND_UNKNOWN

    def test_a_compound_file_whose_directory_runs_in_a_circle(self, forge):
        path = forge.compound(["WordDocument"])
        data = bytearray(path.read_bytes())
        struct.pack_into("<I", data, 512 + 4, 1)
        assert refusal(forge.file(bytes(data)), "a.doc") is RefusalReason.BROKEN

    def test_truncation_anywhere_is_never_accepted(self, forge):
        for whole, name in ((forge.word(), "a.docx"), (forge.compound(["WordDocument"]), "a.doc")):
            data = whole.read_bytes()
            for size in range(600, len(data) - 1, max(1, len(data) // 40)):
                assert refusal(forge.file(data[:size]), name) is RefusalReason.BROKEN


class TestBombs:
    LIMITS = Limits(unpacked=1_000_000, entries=50, part=100_000)

    def test_a_bomb_that_declares_its_size(self, forge):
        path = forge.office("docx", {"word/media/image1.bmp": bytes(2_000_000)})
        assert path.stat().st_size < 10_000
        assert refusal(path, "a.docx", limits=self.LIMITS) is RefusalReason.UNPACKED_TOO_LARGE

    def test_a_bomb_that_declares_to_be_small(self, forge):
        path = self._lying(forge, bytes(50_000_000), declared=10)
        assert refusal(path, "a.docx", limits=self.LIMITS) is RefusalReason.UNPACKED_TOO_LARGE

    def test_a_small_lie_about_the_size(self, forge):
        assert (
            refusal(self._lying(forge, bytes(5000), declared=10), "a.docx", limits=self.LIMITS) is RefusalReason.BROKEN
        )

    def test_a_wrong_checksum(self, forge):
        path = forge.office("docx", {"word/x.xml": b"x" * 1000}, content_type="")
        data = path.read_bytes()
        wrong = data.replace(struct.pack("<I", zlib.crc32(b"x" * 1000)), b"\0\0\0\0")
        assert refusal(forge.file(wrong), "a.docx") is RefusalReason.BROKEN

    def test_many_entries_sharing_the_same_bytes(self, forge):
        """Every entry of the directory points at one stretch of data: few bytes packed, many unpacked."""
        path = forge.zip({"[Content_Types].xml": bytes(100_000)})
        data = path.read_bytes()
        begin, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
        entry, tail = data[begin:end], data[end:]
        copies = b"".join(entry.replace(b"[Content_Types].xml", b"[Content_Types].%03d" % n) for n in range(40))
        many = struct.pack("<4s4xHHII", tail[:4], 40, 40, len(copies), begin) + tail[20:]
        path = forge.file(data[:begin] + copies + many)
        assert len(zipfile.ZipFile(path).infolist()) == 40
        assert refusal(path, "a.docx", limits=self.LIMITS) is RefusalReason.BROKEN

    def test_more_entries_than_a_document_has(self, forge):
        path = forge.office("docx", {f"word/{n}.xml": "x" for n in range(60)})
        assert refusal(path, "a.docx", limits=self.LIMITS) is RefusalReason.TOO_MANY_ENTRIES
        assert sniff(path, "a.docx", ALL).kind is FileKind.DOCX

    def test_parts_too_large_to_be_parsed(self, forge):
        large = "<Relationships>" + "<x/>" * 15_000 + "</Relationships>"
        for names in (["word/_rels/a.rels", "word/_rels/b.rels"], ["_rels/c.rels", "_rels/d.rels"]):
            path = forge.office("docx", dict.fromkeys(names, large))
            assert refusal(path, "a.docx", limits=self.LIMITS) is RefusalReason.UNPACKED_TOO_LARGE
        path = forge.office("docx", dict.fromkeys(["_rels/a.rels", "_rels/b.rels"], "<x>" + "<x/>" * 60 + "</x>"))
        assert refusal(path, "a.docx", limits=Limits(links=100)) is RefusalReason.TOO_COMPLEX
        path = forge.zip({"[Content_Types].xml": " " * 200_000})
        assert refusal(path, "a.docx", limits=self.LIMITS) is RefusalReason.UNPACKED_TOO_LARGE

    @staticmethod
    def _lying(forge, data: bytes, declared: int) -> Path:
        """A package with an entry whose directory states a smaller size, and the checksum of so many bytes."""
        path = forge.office("docx", {"word/media/image1.bmp": data})
        raw = bytearray(path.read_bytes())
        place = raw.rindex(b"PK\x01\x02", 0, raw.rindex(b"word/media/image1.bmp"))
        struct.pack_into("<I", raw, place + 16, zlib.crc32(data[:declared]))
        struct.pack_into("<I", raw, place + 24, declared)
        made = forge.file(bytes(raw))
        with zipfile.ZipFile(made) as archive:
            assert len(archive.read("word/media/image1.bmp")) == declared, "the standard library is fooled"
        return made
