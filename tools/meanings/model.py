"""The document, its parts and the closed lists of their values."""

from __future__ import annotations

from collections.abc import Mapping

from tools.meanings.table import Meanings

DOCUMENT: Meanings = {
    "source": "the name of its source; half of the key",
    "identifier": "the OAI identifier (unique only within a source); the other half",
    "sets": "setSpecs of the header, decoded for display",
    "titles": "by language; the record's own language first",
    "creators": "one for each person or body, however many languages the name stands in",
    "contributors": "people and bodies beside the creators; those who pay stand in `funders`",
    "funders": "funders and sponsors",
    "subjects": "one for each term, cleaned, in the order of the record",
    "classifications": "DDC, UDC, MSC, JEL, … where the value says which",
    "abstracts": "plain text, paragraphs kept",
    "publishers": "as written",
    "date": "when it was published",
    "dates": "every date of the record, with its role where it has one",
    "type": "COAR resource type",
    "types": "every type of the record",
    "version": "COAR version",
    "access": "COAR access right",
    "languages": "BCP 47, shortest form: `ru`, `pt-BR`, `zh-Hans`",
    "identifiers": "of this work: DOI, URL, ISBN, EDN, …",
    "journal": "where it stands",
    "licence": "the licence, where one was understood",
    "rights": "statements as written",
    "links": "landing page, full texts, supplements",
    "relations": "identifiers of other works",
    "coverage": "places and times that it is about, as written",
    "formats": "media types",
    "flags": "what looked wrong",
    "completeness": "0 to 100: mandatory and recommended fields of the OpenAIRE guidelines for "
    "literature repositories that are there",
}
PARTS: Mapping[str, Meanings] = {
    "Text": {"value": "the text", "lang": "BCP 47; null: nobody said"},
    "Agent": {
        "name": "as to be shown",
        "family": "family name",
        "given": "given names",
        "kind": "what it is, below",
        "variants": "the name in other languages and scripts",
        "orcid": "ORCID iD, with its dashes",
        "affiliation": "where they work, as written",
    },
    "Date": {
        "raw": "as written",
        "edtf": "Extended Date/Time Format, level 1; null: not understood",
        "year": "the year",
        "precision": "how exact it is, below",
        "role": "what happened then (`issued`, `created`, …); null: nobody said",
    },
    "Coded": {
        "raw": "as written",
        "uri": "the address of the value in its list",
        "label": "its name in English",
        "scheme": "the list that it is from",
    },
    "Identifier": {
        "scheme": "what kind it is, below",
        "value": "the normal form",
        "raw": "as written",
    },
    "Journal": {
        "titles": "its title, by language",
        "issn": "ISSN, of the printed edition or of one that nobody named",
        "eissn": "ISSN of the electronic edition",
        "issns": "every ISSN of the record",
        "volume": "volume",
        "issue": "issue",
        "issue_title": "title of the issue",
        "pages": "as written",
        "first_page": "first page",
        "last_page": "last page",
        "article_number": "in place of pages",
    },
    "Licence": {
        "uri": "canonical https address",
        "spdx": "SPDX identifier, where there is one",
        "label": "its name",
    },
    "Link": {
        "url": "the address",
        "role": "where it leads, below",
        "media_type": "such as `application/pdf`",
    },
    "Flag": {
        "code": "what looked wrong, below",
        "field": "the field where",
        "raw": "the value as it came",
    },
}
PRECISIONS: Meanings = {
    "day": "the day is known",
    "month": "the month is known",
    "season": "spring to winter, or a part of a year",
    "year": "the year is known",
    "decade": "the decade is known",
    "century": "the century is known",
}
AGENT_KINDS: Meanings = {
    "person": "a person",
    "organisation": "a body",
    "unknown": "the record does not tell",
}
LINK_ROLES: Meanings = {
    "landing": "a page about the work",
    "fulltext": "the work itself",
    "supplement": "something beside it: data, figures",
}
