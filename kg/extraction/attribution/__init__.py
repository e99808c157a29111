"""Who says it: for every word of an article the voice that it stands in."""

from kg.extraction.attribution.attributions import Attributions, find_attributions
from kg.extraction.attribution.cues import Attribution, Kind, SpeechCues

__all__ = ["Attribution", "Attributions", "Kind", "SpeechCues", "find_attributions"]
