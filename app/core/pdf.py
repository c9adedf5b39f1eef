"""Draw a document of `core.printing`: `python -m app.core.pdf FONT`, JSON in, PDF out."""

import json
import sys

from fpdf import FPDF


def draw() -> None:
    """Read the document, write its pages."""
    document = json.load(sys.stdin)
    page = FPDF(format="A4")
    page.set_title(document["title"])
    page.set_margins(22, 22)
    page.set_auto_page_break(auto=True, margin=20)
    page.add_font("text", fname=sys.argv[1])
    page.add_page()
    for paragraph in document["paragraphs"]:
        page.set_font("text", size=paragraph["size"])
        page.multi_cell(0, paragraph["height"], paragraph["text"], new_x="LMARGIN", new_y="NEXT", align="L")
        page.ln(paragraph["gap"])
    sys.stdout.buffer.write(bytes(page.output()))


if __name__ == "__main__":
    draw()
