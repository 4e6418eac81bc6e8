"""What the MARCXML schema of the Library of Congress (MARC21slim, 1.2) asks for, as RELAX NG."""

from __future__ import annotations

from lxml import etree

_TAG = r"0([1-9A-Z][0-9A-Z]|[1-9a-z][0-9a-z])|[1-9A-Z][0-9A-Z]{2}|[1-9a-z][0-9a-z]{2}"
_LEADER = (
    r"[0-9 ]{5}[0-9A-Za-z ][0-9A-Za-z][0-9A-Za-z ]{3}[2 ][2 ][0-9 ]{5}[0-9A-Za-z ]{3}(4500|    )"
)


def _text(pattern: str) -> str:
    return f'<data type="string"><param name="pattern">{pattern}</param></data>'


RULES = etree.RelaxNG(
    etree.fromstring(f"""
<element name="collection" ns="http://www.loc.gov/MARC21/slim"
    xmlns="http://relaxng.org/ns/structure/1.0"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <zeroOrMore><element name="record">
    <element name="leader">{_text(_LEADER)}</element>
    <zeroOrMore><element name="controlfield">
      <attribute name="tag" ns="">{_text("00[1-9A-Za-z]")}</attribute><text/>
    </element></zeroOrMore>
    <zeroOrMore><element name="datafield">
      <attribute name="tag" ns="">{_text(_TAG)}</attribute>
      <attribute name="ind1" ns="">{_text("[0-9a-z ]")}</attribute>
      <attribute name="ind2" ns="">{_text("[0-9a-z ]")}</attribute>
      <oneOrMore><element name="subfield">
        <attribute name="code" ns="">{_text("[0-9A-Za-z]")}</attribute><text/>
      </element></oneOrMore>
    </element></zeroOrMore>
  </element></zeroOrMore>
</element>""")
)
