"""Knows what people are told of their data at first (GDPR, article 13): the company's own words, else ours."""

from hauspost.desk.houses import Company
from hauspost.desk.retention import YEARS
from hauspost.outbound import cleaning
from hauspost.outbound.catalogue import Language


def privacy(company: Company, language: Language, *, desk: str) -> str:
    """The company's text and link, else who, what for, how long and whom to ask. `desk`: an address."""
    own = company.privacy_text_en if language.code == "en" else ""
    link = cleaning.one_line(company.privacy_link, limit=500)
    said = language.say("footer.privacy", link=link) if link else ""
    words = [part for part in (cleaning.text(own or company.privacy_text).strip(), said) if part]
    return "\n\n".join(words or [_ours(company, language, desk)])


def _ours(company: Company, language: Language, desk: str) -> str:
    """Where the company is, says the footer of each mail."""
    years = {str(kind): full for kind, full in YEARS.items()}
    name = cleaning.one_line(company.name).rstrip(".")
    return language.say("privacy.ours", company=name, desk=desk, **years)
