"""Who says it: quotation marks, "according to", "…, he said" and headlines that open with a speaker.

What hangs below a verb of speech in the syntax is the judge's business (`kg.extraction.factuality`); here is what the
trees do not show.
"""

from kg.extraction.attribution.attributions import Attributions, find_attributions

__all__ = ["Attributions", "find_attributions"]
