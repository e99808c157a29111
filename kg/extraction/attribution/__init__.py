"""Who says it: quotation marks, "according to", "…, he said" and headlines that open with a speaker.

What hangs below a verb of speech in the syntax is the judge's business (`kg.extraction.factuality`); here is what the
trees do not show.
"""

from kg.extraction.attribution.attributions import Attributions, find_attributions
from kg.extraction.attribution.frames import SpeechCues

__all__ = ["Attributions", "SpeechCues", "find_attributions"]
