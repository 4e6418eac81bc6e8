"""What looked wrong about a record."""

from __future__ import annotations

from dataclasses import dataclass

# Flag.code -> what it means. The one table of everything that can look wrong about a record.
FLAGS: dict[str, str] = {
    "format-not-read": "the metadata format has no reader yet; the XML is kept as it came",
    "date-not-understood": "a date is written in a form that is not read yet",
    "characters-lost": "characters are lost: the text holds the sign that stands in for them",
    "isbn-check-digit": "an ISBN whose check digit is wrong",
    "date-partly-understood": "of a date only the year could be read",
    "date-ambiguous": "a date whose day and month, or month and next year, could each be meant",
    "date-off-calendar": "a day or month that no calendar has; the rest of the date was read",
    "date-without-year": "a date that names no year",
    "date-calendar-guessed": "a year of another calendar, told by the record's language or dates",
    "issn-check-digit": "an ISSN whose check digit is wrong",
    "language-not-understood": "a language that is no known code or name",
    "language-of-another-script": "an xml:lang that its text cannot be in; searched by another one",
    "language-guessed": "no language came; this one was guessed from the text, for searching only",
    "licence-disagrees": "a statement names another licence than the first one",
    "identifier-made": "the record came without an OAI identifier; one was made from its file",
    "date-implausible": "a date whose year cannot be meant (before 1000 or after 2100)",
    "element-not-read": "an element that is not Dublin Core, or not read yet; it stands in the XML",
    "issue-disagrees": "volume, issue, pages or issue title differ between the languages",
    "issue-title-translated": "the issue has a title in another language too; it stands here",
    "no-field": "understood, but no field of the model holds it; kept here",
    "issue-not-understood": "volume, issue or pages in a form that is not read yet",
    "mojibake-repaired": "text read in a wrong encoding, repaired; the raw is a piece of it",
    "placeholder": "a word that stands for nothing (`None`, `-`, `n/a`)",
    "source-not-understood": "a dc:source that names no journal that we could be sure of",
    "name-affiliation": "an affiliation stood in the value of a name; the value as it came is here",
    "name-email": "an e-mail address stood in the value of a name; it is kept here only",
    "name-et-al": "more people than were named (`et al.`)",
    "name-footnote": "a footnote's sign stood in the value of a name; the value as it came is here",
    "name-identifier-not-read": "a number that came with a name and is no ORCID",
    "name-mixed-script": "Latin and Cyrillic letters that look alike stand mixed in a name",
    "name-nobody": "a creator or contributor that names nobody (`unknown`, `0`)",
    "name-several": "several names in one value, taken apart; the value as it came is here",
    "orcid-alone": "an ORCID without a name, in a record of several people",
    "orcid-check-digit": "an ORCID whose check digit is wrong",
    "xml-not-read": "the metadata could not be read as XML; the bytes are kept as they came",
}


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that looked wrong: a code of `FLAGS`, the field, the value as it came."""

    code: str
    field: str
    raw: str
