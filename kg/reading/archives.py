"""Archives: what is in a ZIP, tar, gzip, bzip2 or xz file, a web archive or a mailbox, one source after the other.

Nothing is written where its name says, so that no name can lead anywhere; what an archive claims of sizes is not
believed.
"""

from __future__ import annotations

import lzma
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from functools import partial
from io import StringIO
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO, Final, cast

from kg.errors import ReadError, SkipError
from kg.reading.kinds import unpacked
from kg.reading.source import LARGEST, Source

DAMAGE: Final = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What libraries raise on a damaged archive."""
MOST_MEMBERS: Final = 100_000
STEEPEST: Final = 200
"""How many times as large as in the archive a file may be that is not small."""
SMALL: Final = 4 << 20
IN_MEMORY: Final = 32 << 20


def unpack_zip(source: Source) -> Iterator[Source]:
    """The files in a ZIP."""
    try:
        archive = zipfile.ZipFile(source.stream)
    except DAMAGE as error:
        raise _damaged(source, error) from error
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        _check_count(source, len(members))
        for member in sorted(members, key=lambda member: member.filename):
            name = f"{source.name}/{member.filename}"
            try:
                _check_name(member.filename, name)
                if member.flag_bits & 1:
                    raise ReadError(f"{name}: is encrypted; unpack it with its password first")
                if member.file_size > SMALL and member.file_size > STEEPEST * max(1, member.compress_size):
                    size = member.file_size >> 20
                    raise ReadError(f"{name}: would unpack to {size} MB from almost nothing; it is not opened")
                with archive.open(member) as stream:
                    yield source.within(spool(stream, source, name), member.filename)
            except ReadError as error:
                source.tell(error)
            except DAMAGE as error:
                source.tell(ReadError(f"{name}: is damaged: {error}"))


def unpack_tar(source: Source) -> Iterator[Source]:
    """The files in a tar archive, also a compressed one."""
    try:
        with tarfile.open(fileobj=source.stream, mode="r|*") as archive:
            for number, member in enumerate(archive):
                _check_count(source, number)
                name = f"{source.name}/{member.name}"
                try:
                    _check_name(member.name, name)
                    if member.isdir():
                        continue
                    stream = archive.extractfile(member) if member.isreg() else None
                    if stream is None:
                        raise SkipError(f"{name}: is a link or a device", "no regular file")
                    yield source.within(spool(stream, source, name), member.name)
                except ReadError as error:
                    source.tell(error)
    except DAMAGE as error:
        raise _damaged(source, error) from error


def unpack_one(source: Source) -> Iterator[Source]:
    """The file in a gzip, bzip2 or xz file."""
    try:
        stream = spool(cast(IO[bytes], unpacked(source)), source, source.name)
    except DAMAGE as error:
        raise _damaged(source, error) from error
    yield source.within(stream, "", name=source.name)


def unpack_mailbox(source: Source) -> Iterator[Source]:
    """The messages in a mailbox (mbox)."""
    number, lines, size, blank = 0, list[bytes](), 0, True
    for line in iter(lambda: source.stream.readline(1 << 20), b""):
        if blank and line.startswith(b"From "):
            if number and size <= LARGEST:
                yield source.within(b"".join(lines), str(number), media_type="message/rfc822")
            number, lines, size = number + 1, [], 0
        elif size <= LARGEST:
            size += len(line)
            lines.append(line[1:] if line.startswith(b">") and line.lstrip(b">").startswith(b"From ") else line)
            if size > LARGEST:
                source.tell(ReadError(f"{source.name}/{number}: is a message of more than {LARGEST >> 20} MB"))
        blank = line in (b"\n", b"\r\n")
    if number and size <= LARGEST:
        yield source.within(b"".join(lines), str(number), media_type="message/rfc822")


def unpack_warc(source: Source) -> Iterator[Source]:
    """The pages and documents that a web archive (WARC) holds as answers of servers."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        records = ArchiveIterator(source.stream)
        while record := _quietly(partial(next, records, None)):
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            if record.rec_type not in ("response", "resource") or not url.strip("<>").startswith("http"):
                continue
            url = url.strip("<>")
            name = f"{source.name}/{url}"
            status = record.http_headers.get_statuscode() if record.http_headers else "200"
            headers = record.http_headers or record.rec_headers
            try:
                if status != "200":
                    raise SkipError(f"{name}: is an answer with status {status}", "no page but another answer")
                if PurePosixPath(url).name == "robots.txt":
                    raise SkipError(f"{name}: is for robots", "robots.txt")
                data = _quietly(partial(spool, record.content_stream(), source, name))
                if getattr(record.raw_stream, "limit", 0) > 0:  # fewer bytes than the record says that it has
                    data.close()
                    raise ReadError(f"{name}: is cut off")
                yield source.within(data, url, media_type=headers.get_header("Content-Type") or "", url=url)
            except ReadError as error:
                source.tell(error)
    except (ArchiveLoadFailed, *DAMAGE) as error:
        raise _damaged(source, error) from error
    if records.err_count:
        source.tell(ReadError(f"{source.name}: has records that are longer or shorter than they say"))


def _quietly(work: Callable[[], Any]) -> Any:
    """What some work of warcio gives, which writes what it finds damaged on standard error; we tell it."""
    with redirect_stderr(StringIO()):
        return work()


def spool(stream: IO[bytes], source: Source, name: str) -> BinaryIO:
    """A copy of a stream in memory, or of a large one on disk until it is read.

    Raises:
        ReadError: it is larger than the archive's budget.
    """
    copy = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - it goes with whoever reads it
    try:
        while chunk := stream.read(1 << 16):
            source.budget.take(len(chunk), name)
            copy.write(chunk)
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return cast(BinaryIO, copy)


def _check_name(inside: str, name: str) -> None:
    path = PurePosixPath(inside.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
        raise ReadError(f"{name}: has a name that leads out of the archive; it is not opened")
    if any(part.startswith((".", "__MACOSX")) for part in path.parts):
        raise SkipError(f"{name}: is a hidden file", "hidden file")


def _check_count(source: Source, number: int) -> None:
    if number > MOST_MEMBERS:
        raise ReadError(f"{source.name}: holds more than {MOST_MEMBERS:,} files; it is not read any further")


def _damaged(source: Source, error: Exception) -> ReadError:
    return ReadError(f"{source.name}: is damaged or cut off: {error}")
