"""Records that awkward queries have to find: many languages and scripts, titles full of signs.

All invented; DOIs are of the test prefix 10.5555, ISSNs and ORCID iDs are those of the standards.
"""

from __future__ import annotations

from index.record import Agent, Coded, Date, Document, Identifier, Journal, Scheme, Text

SOURCE = "awkward"


def _document(
    key: str,
    lang: str,
    title: str,
    *,
    creators: tuple[str, ...] = (),
    abstract: str | None = None,
    subjects: tuple[str, ...] = (),
    date: str | None = None,
    identifiers: tuple[tuple[Scheme, str], ...] = (),
    journal: Journal | None = None,
    orcid: str | None = None,
) -> Document:
    return Document(
        SOURCE,
        f"oai:awkward.example.org:{key}",
        titles=(Text(title, lang),),
        creators=tuple(Agent(name, orcid=orcid) for name in creators),
        subjects=tuple(Text(subject, lang) for subject in subjects),
        abstracts=(Text(abstract, lang),) if abstract else (),
        date=Date(date, edtf=date, year=int(date[:4])) if date else None,
        type=Coded("article"),
        languages=(lang,),
        identifiers=tuple(Identifier(scheme, value, value) for scheme, value in identifiers),
        journal=journal,
    )


SICI = "10.5555/(sici)1097-4571(1999)50:1<1::aid-asi1>3.0.co;2-x"

DOCUMENTS = (
    # Identifiers.
    _document(
        "ids", "en", "Pebbles under a loupe", creators=("Obraztsova A.P.",), date="2021-03-05",
        orcid="0000-0002-1825-0097",
        journal=Journal(titles=(Text("Herald of Small Stones", "en"),), issn="0317-8471"),
        identifiers=(
            ("doi", "10.5555/awk.1"), ("edn", "SAMPAA"), ("arxiv", "1207.1019"),
            ("isbn", "9783161484100"), ("pmid", "12345678"), ("handle", "20.500.12345/678"),
            ("url", "https://journal.example.org/index.php/aw/article/view/1"),
        ),
    ),
    _document("parens", "en", "Brackets in names", identifiers=(
        ("doi", "10.5555/0020-7519(75)90103-4"),)),
    _document("sici", "en", "Angles in names", identifiers=(("doi", SICI),)),
    _document("other", "en", "Stones and more stones", identifiers=(("doi", "10.5555/awk.2"),),
              date="2019-06-01", journal=Journal(titles=(Text("Another Herald", "en"),))),
    # Titles full of signs.
    _document("colon", "en", "Light: a short history of what we see", date="2019-05-17"),
    _document("question", "en", "Is dark matter really necessary? A review of the evidence"),
    _document("oneill", "en",
              "What's in a name? The \"rock 'n' roll\" question in O'Neill's plays"),
    _document("minus", "en", "Long-term storage of RNA at -80 °C: does it matter?"),
    _document("covid", "en", "COVID-19 in 2019-2020: lessons from the first wave", date="2020"),
    _document("limonene", "en", "(R)-Limonene and (S)-limonene: smell, taste and chirality"),
    _document("hamlet", "en", "To be or not to be: Hamlet on the screen"),
    _document("peas", "en", "EFFECT OF LIGHT OR DARK ON THE GROWTH OF PEAS NOT BEANS"),
    _document("agar", "en", "10^6 cells on 3.5% agar: counting colonies at 1:1000"),
    _document("organs", "en", "The organization of organs: a field guide"),
    _document("library", "en", "Organisation of a small library", subjects=("organisation",)),
    _document("plastic", "en", "Neuroplasticity after a stroke"),
    _document("octopus", "en", "Neurons of the octopus", abstract="An octopus has eight arms."),
    _document("sql", "en", "SELECT * FROM journals; DROP TABLE authors -- a tale of injection"),
    _document("regex", "en", "The regular expression (a+)+$ and other slow patterns"),
    _document("nineties", "en", "Don’t stop: endurance running in the ’90s"),
    _document("policy", "en", "Access: a policy report. Type: dataset; Date: unknown"),
    _document("andor", "en", "AND/OR trees in logic programming"),
    _document("mash", "en", "A* search and M*A*S*H: heuristics on television"),
    _document("quotes", "en", "“Open” science: is ‘free’ as in speech?"),
    _document("emoji", "en", "Emoji 🚀 in scholarly messages 😀: a census"),
    _document("amyloid", "en", "β-Amyloid, H2O2 and p53-/- mice [a correction]"),
    _document("web", "en", "Why https://example.org/about is an example: names of pages"),
    _document("serial", "en", "On the 0317-8471 problem in the control of serials"),
    _document("dash", "en", "Birds – bats – bees: wings, compared (1995-2004)"),
    _document("field", "en", "title:subtitle and other habits of cataloguers"),
    _document("near", "en", "Snow on the warm roof of a barn", abstract="A roof sheds snow."),
    _document("far", "en", "Snow and rain, wind and hail: what a good old tin roof endures"),
    _document("old", "en", "A calendar of comets", date="1987"),
    # Languages.
    _document("ru", "ru", "Физика плазмы: новые методы диагностики", creators=("Кистанов В.О.",),
              date="2022"),
    _document("ru2", "ru", "«Война и мир» на экране: кто виноват?", date="2023"),
    _document("ru3", "ru", "Ёжик в тумане: о наблюдениях над лесными животными"),
    _document("uk", "uk", "П'ять років спостережень за кажанами", subjects=("кажани",)),
    _document("bg", "bg", "Български говори в Родопите"),
    _document("sr", "sr", "Језик и књижевност српских средњовековних рукописа"),
    _document("de", "de", "Straßenbäume in der Großstadt: eine Übersicht für Müßiggänger"),
    _document("fr", "fr", "L’analyse de l’œuvre : « lire » et relire à l’école"),
    _document("es", "es", "¿Qué es la niñez? Apuntes de un año académico"),
    _document("it", "it", "Perché la città dell’arte è così affollata"),
    _document("pt", "pt", "A educação não formal em São Paulo"),
    _document("pl", "pl", "Źródła wody w Łodzi – „stare” studnie"),
    _document("cs", "cs", "Příliš žluťoučký kůň: český pravopis"),
    _document("tr", "tr", "İstanbul'da ışık kirliliği"),
    _document("vi", "vi", "Nghiên cứu chất lượng nước sông Hồng"),
    _document("fi", "fi", "Yöllinen valo ja unen määrä"),
    _document("hu", "hu", "Őszi levelek: tűz és fű"),
    _document("el", "el", "Η ιστορία της ελληνικής γλώσσας"),
    _document("hy", "hy", "Հայոց լեզվի պատմություն"),
    _document("ka", "ka", "ქართული ენის ისტორია"),
    _document("ar", "ar", "تاريخُ اللغةِ العربيةِ في الأندلس"),
    _document("fa", "fa", "بررسی کتاب‌های درسی ایران"),
    _document("he", "he", "תולדות הלשון העברית בצה\"ל"),
    _document("hi", "hi", "हिन्दी भाषा का इतिहास"),
    _document("zh", "zh", "北京大学图书馆的历史：一个案例", date="2020-03"),
    _document("ja", "ja", "「東京大学」の研究と3月の観察"),
    _document("ko", "ko", "한국어 문법의 역사"),
    _document("th", "th", "ประวัติศาสตร์ภาษาไทย"),
)  # fmt: skip
