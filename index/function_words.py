"""Words that say how a sentence is built, and nothing of what it is about.

In a collection of one language they show by themselves: they stand everywhere. Among many languages
they do not (`und` stands in a twentieth of the documents, as `model` does), and questions as people
type them (`what methods are there for …`) hold some that abstracts seldom do. They are looked for
as any other word and count less; a word that means something in one language and nothing in
another (`die`, `on`) loses little.
"""

from __future__ import annotations

from index.analysis import fold

# Articles, pronouns, prepositions, conjunctions, auxiliary verbs, words of questions: the closed
# classes of the languages that repositories hold most of.
_BY_LANGUAGE = {
    "en": """a an the this that these those i me my you your he him his she her it its we us our
        they them their who whom whose which what when where why how and or but nor
        if then than as while because so such of in on at by for from to into onto
        with without within about above below between among through during before
        after over under against upon per via is are was were be been being am do
        does did done doing have has had having can could may might must shall
        should will would not no any some each every all both either neither other
        another same own only also too very more most much many few less least there
        here again once just please describe discuss concerning regarding""",
    "ru": """и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по ее
        мне было вот от меня о об из ему когда даже ну ли если уже или ни быть был
        него до вас нибудь вам ведь там потом себя ничего ей может они тут где есть
        надо ней для мы тебя их чем была сам без чего раз тоже себе под будет ж
        тогда кто этот того потому этого какой какие каков каковы этом этой это эта
        эти почему через при над между также который которая которые которого""",
    "uk": """і й та в у не що він на я з із як а то все вона так його але ти до же ви за б по її
        від про коли навіть чи якщо вже або ні бути був для ми їх це ця ці цей без
        під через при над між також який яка які якого""",
    "de": """der die das den dem des ein eine einer eines einem einen und oder aber auch als am
        an auf aus bei bis durch für gegen im in ins ist sind war waren wird werden
        wurde wurden mit nach nicht noch nur ob ohne sich sie er es ihr ihre ihrer
        sein seine seiner über um unter vom von vor wann warum was welche welcher
        welches wenn wer wie wir wo zu zum zur zwischen dass daß diese dieser dieses
        haben hat kann können""",
    "fr": """le la les un une des du de et ou où mais donc ni car que qui quoi dont quel quelle
        quels quelles comment pourquoi quand ce cet cette ces il elle ils elles on
        nous vous je tu son sa ses leur leurs au aux à dans par pour sur sous avec
        sans entre vers chez est sont était étaient être été avoir ont pas ne plus
        se si en y comme""",
    "es": """el la los las un una unos unas de del y e o u pero que qué quien quién cual cuál
        cuales como cómo cuando cuándo donde dónde por para con sin sobre entre
        hacia desde hasta en a al su sus se lo le les no ni si es son era eran ser
        fue fueron está están este esta estos estas ese esa más muy ha han""",
    "pt": """o a os as um uma uns umas de do da dos das e ou mas que quem qual quais como quando
        onde por para com sem sobre entre desde até em no na nos nas ao aos à às seu
        sua seus suas se não nem é são era eram ser foi foram este esta estes estas
        esse essa mais muito pelo pela""",
    "it": """il lo la i gli le un uno una di del della dei degli delle da dal dalla in nel nella
        nei nelle su sul sulla con per tra fra e ed o ma che chi cui quale quali
        come quando dove perché non né se si è sono era erano essere stato questo
        questa questi queste al alla ai agli alle""",
    "pl": """i w we z ze na do o od po za dla u nie że to jest są był była było być się jak jako
        co kto który która które ten ta te oraz lub albo ale czy przez przy pod nad
        między jego jej ich""",
    "cs": """a i v ve z ze na do o od po za pro u ne že to je jsou byl byla bylo být se jak jako
        co kdo který která které ten ta nebo ale při pod nad mezi jeho její jejich""",
    "nl": """de het een en of maar van in op aan bij met voor door uit over onder tussen tot om
        als dat die dit deze wat wie welke hoe waarom waar wanneer is zijn was waren
        wordt worden niet er ook naar""",
    "sv": """en ett den det de och eller men att som i på av för med till från om vid under över
        mellan är var vara har hade inte hur vad vem vilka när""",
    "tr": """ve veya ile bir bu şu o için gibi de da ki ne nasıl neden mi mı olarak olan""",
    "id": """yang dan di ke dari pada untuk dengan dalam oleh adalah ini itu atau juga tidak
        sebagai antara terhadap apa bagaimana""",
}  # fmt: skip

_WORDS = frozenset(fold(word) for words in _BY_LANGUAGE.values() for word in words.split())


def is_function_word(token: str) -> bool:
    """Whether a word of a query, in any case and dress, only builds sentences."""
    return fold(token) in _WORDS
