"""A graph as one offline HTML page (the only importer of pyvis).

`picture.py` reads what a page shows of a graph into `model.py` (`reading.py` reads what all pages need), `wording.py`
says each statement as a sentence, `sentences.py` finds the sentences around quotes and marks them, `payload.py` makes
plain values of it all, `page.py` puts them, `template.html`, `view.css` and the `scripts/` into one file. In the
browser `state.js` holds what is chosen, `scene.js` decides what is drawn, `arrange.js` where, `canvas.js` draws it,
`panel.js` shows the rest.
"""

from kg.view.page import render

__all__ = ["render"]
