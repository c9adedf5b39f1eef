"""A plain table as an OpenDocument spreadsheet (OASIS OpenDocument 1.2), which HMRC takes claims in.

Why not a library: docs/decisions/0009-claim-files.md.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from xml.etree import ElementTree as ET

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
#: The same file is made of the same rows, whenever it is made.
_STAMP = (1980, 1, 1, 0, 0, 0)
Cell = str | Decimal


def spreadsheet(name: str, rows: Iterable[Sequence[Cell]]) -> bytes:
    """Give the file of one sheet; text stays text, a Decimal becomes a number, "" an empty cell."""
    for prefix, uri in _SPACES.items():
        ET.register_namespace(prefix, uri)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        _add(package, "mimetype", MEDIA_TYPE.encode(), zipfile.ZIP_STORED)  # first and plain, says the format
        _add(package, "content.xml", _content(name, rows))
        _add(package, "META-INF/manifest.xml", _manifest())
    return out.getvalue()


def _add(package: zipfile.ZipFile, name: str, data: bytes, method: int = zipfile.ZIP_DEFLATED) -> None:
    package.writestr(zipfile.ZipInfo(name, _STAMP), data, compress_type=method)


def _content(name: str, rows: Iterable[Sequence[Cell]]) -> bytes:
    document = ET.Element(_named("office:document-content"), {_named("office:version"): "1.2"})
    body = ET.SubElement(ET.SubElement(document, _named("office:body")), _named("office:spreadsheet"))
    table = ET.SubElement(body, _named("table:table"), {_named("table:name"): name})
    for row in rows:
        line = ET.SubElement(table, _named("table:table-row"))
        for cell in row:
            _write(ET.SubElement(line, _named("table:table-cell")), cell)
    return _bytes(document)


def _write(element: ET.Element, cell: Cell) -> None:
    if cell == "":
        return
    is_number = isinstance(cell, Decimal)
    element.set(_named("office:value-type"), "float" if is_number else "string")
    if is_number:
        element.set(_named("office:value"), str(cell))
    ET.SubElement(element, _named("text:p")).text = str(cell)


def _manifest() -> bytes:
    manifest = ET.Element(_named("manifest:manifest"), {_named("manifest:version"): "1.2"})
    for path, kind in (("/", MEDIA_TYPE), ("content.xml", "text/xml")):
        said = {_named("manifest:full-path"): path, _named("manifest:media-type"): kind}
        ET.SubElement(manifest, _named("manifest:file-entry"), said)
    return _bytes(manifest)


def _bytes(element: ET.Element) -> bytes:
    return bytes(ET.tostring(element, encoding="UTF-8", xml_declaration=True))


def _named(name: str) -> str:
    prefix, _colon, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"
