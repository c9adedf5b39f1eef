"""The list of errors on top of a form, in the order in which its fields stand on the page.

Only the page knows that order: a form that inherits fields has them in the order of its classes.
"""

import re

from markupsafe import Markup

MARK = "data-error-summary>"
_LIST = re.compile(rf"(?<={MARK})(.*?<ul>)(.*?)(?=</ul>)", re.DOTALL)
_LINE = re.compile(r'<li>(?:<a href="#([^"]+)">)?(.*?)(?:</a>)?</li>', re.DOTALL)


def in_page_order(page: str) -> str:
    """Sort the list of errors on a page; what belongs to no field that one can see comes first, unlinked."""
    if MARK not in page:
        return page

    def sorted_list(found: re.Match[str]) -> str:
        lines = []
        for field, words in _LINE.findall(found[2]):
            place = page.find(f' id="{field}"', found.end()) if field else -1
            line = words if place < 0 else f'<a href="#{field}">{words}</a>'
            lines.append((place, f"<li>{line}</li>"))
        lines.sort(key=lambda each: each[0])
        return found[1] + "".join(line for _place, line in lines)

    return Markup(_LIST.sub(sorted_list, page))  # noqa: S704  # the page as it was, its lines moved
