"""Archives, also hostile ones: nothing is written, nothing grows without bounds, the rest is read."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from sources import HTML, PLAIN, TEXT, mailbox, packed_tar, packed_zip, warc

from kg.errors import KGError, ReadError
from kg.model import Article
from kg.reading import read_bytes
from kg.reading.source import Budget

GOOD = PLAIN.encode()


def read(data: bytes, name: str = "z") -> tuple[list[Article], list[str]]:
    """The articles of an archive, and what was told."""
    told: list[KGError] = []
    return list(read_bytes(data, name=name, tell=told.append)), [str(error) for error in told]


def zeros(size: int) -> bytes:
    """A ZIP that holds a good article and many zeros."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("good.txt", GOOD)
        with archive.open("zeros.txt", "w") as member:
            for _ in range(size >> 20):
                member.write(bytes(1 << 20))
    return data.getvalue()


def test_a_zip_bomb_is_one_line_and_the_rest_is_read() -> None:
    articles, told = read(zeros(64 << 20))
    assert [article.text for article in articles] == [TEXT]
    assert told == ["z/zeros.txt: would unpack to 64 MB from almost nothing; it is not opened"]


def test_all_that_is_unpacked_shares_one_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Budget.__init__, "__defaults__", (3000,))
    inner = packed_zip({f"{number}.txt": GOOD for number in range(3)})
    articles, told = read(packed_zip({f"{number}.zip": inner for number in range(3)}))
    assert 0 < len(articles) < 9
    assert "unpacks to more than 1024 MB; it is not read any further" in told[-1]
    with pytest.raises(ReadError, match="unpacks to more than 1024 MB"):
        read(gzip.compress(bytes(4000)))


def test_archives_in_archives_are_opened_twice_and_not_for_ever() -> None:
    data = packed_zip({"a.txt": GOOD})
    for depth in range(5):
        data = packed_zip({f"{depth}.zip": data})
    articles, told = read(data)
    assert (articles, told) == ([], ["z/4.zip/3.zip: lies in 2 archives; deeper ones are not opened"])
    assert read(packed_zip({"a.tar.gz": packed_tar({"b.txt": GOOD})}))[0][0].source == "z/a.tar.gz/b.txt"


def test_names_that_lead_out_of_an_archive_are_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = dict.fromkeys(("../up.txt", "/abs.txt", "C:/win.txt", "..\\win.txt", "ok/a.txt"), GOOD)
    for data in (packed_zip(files), packed_tar(files)):
        articles, told = read(data)
        assert [article.source for article in articles] == ["z/ok/a.txt"]
        assert len(told) == 4
        assert all("has a name that leads out of the archive" in line for line in told)
    assert list(tmp_path.iterdir()) == []


def test_links_devices_and_hidden_files_are_named() -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for kind, name in ((tarfile.SYMTYPE, "link.txt"), (tarfile.CHRTYPE, "device"), (tarfile.DIRTYPE, "folder")):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    assert read(data.getvalue()) == ([], ["z/link.txt: is a link or a device", "z/device: is a link or a device"])
    assert read(packed_zip({"__MACOSX/a.txt": GOOD, ".x": GOOD}))[1] == [
        "z/.x: is a hidden file",
        "z/__MACOSX/a.txt: is a hidden file",
    ]


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(GOOD)[:-10],
        gzip.compress(GOOD)[:30] + b"\x00" * 40,
        packed_zip({"a.txt": GOOD})[:-30],
        packed_tar({"a.txt": GOOD})[:-200],
        b"BZh91AY&SY",
        b"\xfd7zXZ\x00" + bytes(9),
        b"PK\x03\x04" + bytes(30),
    ],
    ids=("gz", "gz body", "zip", "tar", "bz2", "xz", "zip head"),  # the bytes hold the time of day
)
def test_a_damaged_archive_is_one_clear_line(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"^z: is (a )?damaged") as caught:
        read(data)
    assert "\n" not in str(caught.value)


def test_an_encrypted_member_is_named() -> None:
    data = bytearray(packed_zip({"a.txt": GOOD, "b.txt": GOOD}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    articles, told = read(bytes(data))
    assert ([a.source for a in articles], told) == (
        ["z/b.txt"],
        ["z/a.txt: is encrypted; unpack it with its password first"],
    )


def test_a_web_archive_gives_pages_and_names_what_is_none() -> None:
    url = "https://herald.example/"
    records = [(url + "1", HTML.encode(), "text/html"), (url + "i.png", b"\x89PNG\r\n", "image/png")]
    data = warc(
        *records,
        (url + "robots.txt", b"User-agent: *\nDisallow: /", "text/plain"),
        (url + "s.css", b"p {}", "text/css"),
    )
    articles, told = read(data, "w.warc.gz")
    assert [(article.text, article.source) for article in articles] == [(TEXT, f"w.warc.gz/{url}1")]
    assert [line.split(": ")[1] for line in told] == [
        "is a binary file, a picture",
        "is for robots",
        "'text/css' is not understood; known",
    ]


def test_a_web_archive_that_is_cut_off_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    data = warc(
        ("https://a.example/1", HTML.encode(), "text/html"), ("https://a.example/2", HTML.encode() * 9, "text/html")
    )
    articles, told = read(data[:-60], "w.warc.gz")
    assert len(articles) == 1
    assert told == ["w.warc.gz/https://a.example/2: is cut off"]
    read(gzip.compress(gzip.decompress(data).replace(b"Content-Length: ", b"Content-Length: 1", 1)), "w.warc.gz")
    assert capsys.readouterr() == ("", "")


def test_a_mailbox_goes_on_after_a_message_without_text() -> None:
    articles, told = read(mailbox() + b"From x@y.example Fri Oct 11 08:00:00 2024\nFrom: x@y.example\nSubject: s\n\n\n")
    assert [article.source for article in articles] == ["z/1", "z/2"]
    assert told[-1] == "z/3: is a message without text"
