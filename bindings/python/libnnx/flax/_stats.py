"""What ran natively, and what went to Flax and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Stats:
    """Traversals since the start or since `reset_stats`."""

    native: Mapping[str, int] = field(default_factory=dict)
    """How often each function ran natively."""
    fallbacks: Mapping[str, int] = field(default_factory=dict)
    """How often a call went to Flax's own function, by reason."""

    @property
    def native_count(self) -> int:
        return sum(self.native.values())

    @property
    def fallback_count(self) -> int:
        return sum(self.fallbacks.values())

    @property
    def share(self) -> float:
        """The part of all traversals that ran natively, 1.0 where there was none."""
        total = self.native_count + self.fallback_count
        return self.native_count / total if total else 1.0

    def __str__(self) -> str:
        lines = [f"{self.native_count} native, {self.fallback_count} by Flax ({self.share:.1%} native)"]
        for title, counts in (("native", self.native), ("by Flax", self.fallbacks)):
            ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            lines += [f"  {title}  {count:>9}  {name}" for name, count in ordered]
        return "\n".join(lines)


native: Counter[str] = Counter()
"""What this package ran natively without the library's walk: calls of `jit`."""

fallbacks: Counter[str] = Counter()
"""The reasons that are found before the library is asked."""
