"""Bytes by chance and bytes by malice: every answer is a result or a FileRefused, nothing else ever."""

import random
from pathlib import Path

import pytest
from forge import Forge
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.attachments.archive import Limits, open_archive
from app.services.attachments.compound import MAGIC
from app.services.attachments.errors import FileRefused
from app.services.attachments.reading.child import read
from app.services.attachments.safexml import scan
from app.services.attachments.sniff import sniff
from app.vocabulary.files import FileKind

ALL = frozenset(FileKind)
KINDS = st.sampled_from(FileKind)
HEADS = st.sampled_from(
    [b"", b"PK\x03\x04", MAGIC, b"%PDF-1.4", b"II*\x00", b"From: a\nTo: b\n", b"<html", b"\xff\xfe"]
)
same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def look(path: Path, kind: FileKind) -> None:
    try:
        found = sniff(path, f"a.{kind.value}", ALL, limits=Limits(10_000_000, 1000, 1_000_000))
    except FileRefused:
        return
    assert found.kind is kind


class TestSniff:
    @same_folder
    @given(HEADS, st.binary(max_size=2000), KINDS)
    def test_any_bytes(self, tmp_path, head, data, kind):
        path = tmp_path / "file"
        path.write_bytes(head + data)
        look(path, kind)

    @pytest.mark.parametrize(
        ("kind", "make"),
        [
            (FileKind.DOCX, Forge.word),
            (FileKind.OFD, lambda forge: forge.ofd([forge.words("通知", 20)])),
            (FileKind.DOC, lambda forge: forge.compound(["WordDocument", "1Table"], nested=["VBA"])),
            (FileKind.TIF, lambda forge: forge.tiff("<")),
        ],
    )
    def test_real_files_with_bytes_changed(self, forge, tmp_path, kind, make):
        whole, chance = make(forge).read_bytes(), random.Random(7)
        path = tmp_path / "file"
        for _ in range(400):
            data = bytearray(whole)
            for _ in range(chance.randint(1, 4)):
                data[chance.randrange(len(data))] = chance.choice([0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)])
            path.write_bytes(data)
            look(path, kind)

    @same_folder
    @given(st.binary(min_size=512, max_size=3000))
    def test_any_directory_of_a_compound_file(self, tmp_path, data):
        path = tmp_path / "file"
        header = MAGIC + data[8:30] + b"\x09\x00" + data[32:48] + b"\x00\x00\x00\x00" + data[52:]
        path.write_bytes(header)
        look(path, FileKind.DOC)


class TestReadersInThisProcess:
    """Those written here; what the libraries do with junk is their process's end (test_extract)."""

    @same_folder
    @given(st.binary(max_size=2000))
    def test_mail(self, tmp_path, data):
        path = tmp_path / "file"
        path.write_bytes(b"From: a\nSubject: " + data)
        read(FileKind.EML, path, 500).encode()

    @same_folder
    @given(st.text(max_size=500), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
    def test_text(self, tmp_path, text, encoding):
        path = tmp_path / "file"
        path.write_bytes(text.encode(encoding, "ignore"))
        try:
            assert len(read(FileKind.TXT, path, 100)) <= 100
        except FileRefused:
            return

    @same_folder
    @given(st.binary(max_size=300))
    def test_xml(self, data):
        for document in (data, b"<a>" + data + b"</a>"):
            try:
                scan(document, {"a"}, lambda element: element.text.encode())
            except FileRefused:
                continue

    def test_ofd_with_bytes_changed(self, forge, tmp_path):
        whole, chance = forge.ofd([forge.words("通知", 20)] * 2).read_bytes(), random.Random(11)
        path = tmp_path / "file"
        for _ in range(300):
            data = bytearray(whole)
            data[chance.randrange(len(data))] = chance.randrange(256)
            path.write_bytes(data)
            try:
                read(FileKind.OFD, path, 1000)
            except FileRefused:
                continue

    def test_billion_laughs_are_cut_short(self):
        laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 30))
        with pytest.raises(FileRefused):
            scan(f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]><a>&l29;</a>'.encode(), {"a"}, lambda _: None)


def test_a_directory_of_millions_of_entries_is_not_even_parsed(forge):
    path = forge.file(b"PK\x03\x04" + (b"PK\x01\x02" + bytes(42)) * 20_000)
    with pytest.raises(FileRefused) as refusal, open_archive(path):
        pytest.fail("opened")
    assert refusal.value.reason == "too_many_entries"
