"""What became of all that was to be read: for the last line of a run, and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from kg.errors import GraphError, KGError, MetadataError, SkipError


class Tally:
    """Counts what is read, skipped and failed, and remembers why."""

    def __init__(self) -> None:
        self.sources: list[str] = []
        self.passed: list[KGError] = []

    def read(self, source: str) -> None:
        """Count an article that was read, by the name of its source."""
        self.sources.append(source)

    def pass_over(self, error: KGError) -> None:
        """Count what was skipped or failed, or is doubtful."""
        self.passed.append(error)

    @property
    def complete(self) -> bool:
        """Whether all was read without a doubt."""
        return not self.passed

    def line(self) -> str:
        """All counts in a line.

        >>> tally = Tally()
        >>> tally.read("a.txt")
        >>> tally.pass_over(SkipError("b.png: is a picture", "picture"))
        >>> tally.line()
        'read 1, skipped 1 (picture 1), failed 0'
        """
        skipped = self.skipped()
        reasons = ", ".join(f"{reason} {number}" for reason, number in sorted(skipped.items()))
        doubts = self.doubts()
        why = f" ({reasons})" if reasons else ""
        warnings = f", warnings {doubts}" if doubts else ""
        return f"read {len(self.sources)}, skipped {skipped.total()}{why}, failed {self.failed()}{warnings}"

    def skipped(self) -> Counter[str]:
        """How much was skipped for each reason."""
        return Counter(error.reason for error in self.passed if isinstance(error, SkipError))

    def failed(self) -> int:
        """How much could not be read."""
        return sum(not isinstance(error, SkipError | MetadataError) for error in self.passed)

    def doubts(self) -> int:
        """How much is doubtful of what was read."""
        return sum(isinstance(error, MetadataError) for error in self.passed)

    def as_json(self) -> dict[str, object]:
        """All that a report holds: the counts, and for each source what became of it."""
        articles = [{"source": source, "outcome": "read"} for source in self.sources]
        return {
            "read": len(self.sources),
            "skipped": dict(sorted(self.skipped().items())),
            "failed": self.failed(),
            "warnings": self.doubts(),
            "sources": [*articles, *map(_entry, self.passed)],
        }

    def write(self, path: Path) -> None:
        """Write the report as JSON.

        Raises:
            GraphError: the file cannot be written.
        """
        try:
            path.write_text(json.dumps(self.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise GraphError(f"{path}: cannot be written: {error.strerror}") from error


def _entry(error: KGError) -> dict[str, str]:
    where, _, message = str(error).partition(": ")
    if isinstance(error, SkipError):
        return {"source": where, "outcome": "skipped", "message": message, "reason": error.reason}
    outcome = "warning" if isinstance(error, MetadataError) else "failed"
    return {"source": where, "outcome": outcome, "message": message}
