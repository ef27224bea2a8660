"""Words and stems, which have to agree with SQLite's tokenizer: scoring in Python and the keyword index see the same words."""

from __future__ import annotations

import sqlite3
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.words import STOP_WORDS, content_stems, content_words, stem, stems, words

NEWS = """
abandoned ability abortion accusations accused acquisition activists added administration adoption advertising affairs
agencies agreed agreement airlines airport allegations alleged allies ambassador analysis announced appealed approval argued
armies arrested artificial assembly asylum attacked attorney authorities aviation awarded balances balloting banking
bankruptcies battles became believed benefits bilateral billions bombings borders boycotted briefings broadcasting brokered
budgets buildings bureaucracy businesses cabinet campaigning cancelled candidates capacities capitalism captured casualties
catastrophe ceasefire celebrities census centuries challenges championships charges charities citizenship civilians claimed
classified coalition collapsed collisions colonies commanders commissioner committees communities companies competitiveness
conditional conference congressional consequences conservatives conspiracy constitutional consumers controversial convicted
cooperation corporations corruption councillors countries courageous cricketer crises criticised crossing currencies
cybersecurity databases deadliest debates deceased decisions declared defences defendants deficits delegates demolition
denied departments deployed deregulation destroyed detained devastating development died dies diplomatic disaster discovered
disputes dissolved distribution doubled drought dying earnings earthquake economically economies editorial elected election
emergencies emissions employees enemies energies enforcement engineering entries environmental epidemic equities escalation
estimated evacuation evidence exchanges executives exercising expelled explosions exports extradition factories failed
families famously federal ferries fierce fighters filed financing fishing flights flooding forecasts foreign forests formally
founded fuelled funding gases generalizations generals goalkeeper governing governments grievances guerrillas guilty halted
happily harassment headquarters hearings helicopter heroes historical holidays hospitals hostages houses humanitarian
hurricane identities illegally immigration imposed imprisoned independence indicted industries inflation influential injured
inquiries insurance intelligence international invaded inventories investigating investors issued journalists judges judicial
justified killed knives laboratories laundering lawsuit leaders leaves legislation liabilities libraries lies lobbying losses
majorities manufacturing marriages massacre measures mediation meetings memories militants ministries missiles monetary
mosques motorists movies municipal murdered museums naturally negotiations nominees nuclear occupied offences officials
olympics operations opposition organisation outbreak overturned pandemic parliamentary parties passengers patients payments
peacekeeping penalties pensions petitions planes pledged police policies politicians polling possession postponed powerful
praised presidencies pressing prices prisoners privatisation probable proceedings profitability prosecutors protesters
provinces publicly qualifying queries quotas races radically raised rallies ratified readiness rebels recession recovered
referendum reforms refugees regulators relational relatives released relies replied reporting republicans requires rescued
resigned resolutions responsibilities retaliation retired reunification revealed rioting rivalries robberies ruling sanctions
satellites savings scandals scientists securities senators sensitivities sentenced settled shares shelling shootings singing
skies smuggling soldiers sources speeches spies spokeswoman stabbed statistics statues stocks stories strategies strikes
studies subsidies suicide summit supplies surgeries surplus suspicious swimming taxes teachers technologies terrorism
testified threatened ties toughest tourism trades tragedies treaties trials tried troops tsunami turbulence tying
unemployment unionised universities uprising vaccinated valued vehicles verdict veterans victories villagers violations
visited voters vying walked warnings weapons wholesale wildfires withdrawal witnesses women workers worries wounded wildly
yachts years yields zones 1990s 2020s g20s covid19 mid2000s
""".split()  # noqa: SIM905 - one word a line is 450 lines


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE texts USING fts5 (body, tokenize = 'porter unicode61 remove_diacritics 2')")
    db.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab (texts, 'instance')")
    return db


def indexed(db: sqlite3.Connection, text: str) -> list[str]:
    """The terms that FTS5 makes of a text, in order."""
    db.execute("DELETE FROM texts")
    db.execute("INSERT INTO texts VALUES (?)", (text,))
    return [term for (term,) in db.execute("SELECT term FROM vocabulary ORDER BY offset")]


def test_stems_are_those_of_the_keyword_index(index: sqlite3.Connection) -> None:
    assert len(set(NEWS)) > 300
    assert dict(zip(NEWS, stems(" ".join(NEWS)), strict=True)) == dict(
        zip(NEWS, indexed(index, " ".join(NEWS)), strict=True)
    )


ENDINGS = """
s es ies sses ss ed eed ied ing ling ally y ational tional enci anci izer bli alli entli eli ousli ization ation ator alism
iveness fulness ousness aliti iviti biliti logi icate ative alize iciti ical ful ness al ance ence er ic able ible ant ement
ment ent sion tion ou ism ate iti ous ive ize e ll
""".split()  # noqa: SIM905


@settings(max_examples=1500)
@given(
    st.builds(
        # The "z" because SQLite leaves words alone that are nothing but an ending, such as "ies".
        lambda start, endings: "z" + start + "".join(endings),
        st.text(st.sampled_from("abcdeiklmnoprstuwxyz01"), max_size=6),
        st.lists(st.sampled_from(ENDINGS), max_size=3),
    ).filter(lambda word: "yy" not in word)  # of two together SQLite takes the second for another kind of letter
)
def test_any_word_has_the_stem_of_the_keyword_index(index: sqlite3.Connection, word: str) -> None:
    assert [stem(word)] == indexed(index, word)


@pytest.mark.parametrize(
    "text",
    [
        "Zürich café, Søren Åberg",
        "the U.S. and “Côte d’Ivoire”",
        "e-mail 3.5% $2bn",
        "snake_case #tag @name",
        "🏆 won",
        "ŁÓDŹ 1989–91",
        "Байден и Зеленський в Йошкар-Оле, Київ",
        "Η Αθήνα, ΟΔΟΣ Ερμού, οδός",
        "die Straße, GROẞ und groß",
        "ガザ地区、パリ、東京",
        "서울 대통령",
        "दिल्ली القاهرة İstanbul",
        "a x̅ and Đặng, Æther, ǿ, ½ and x², ﬁre™",
    ],
)
def test_texts_fall_into_the_terms_of_the_keyword_index(index: sqlite3.Connection, text: str) -> None:
    assert stems(text) == indexed(index, text)


@pytest.mark.parametrize(
    ("first", "last"),
    [("À", "ɏ"), ("Ḁ", "ẕ"), ("Ạ", "ỹ"), ("Ά", "ώ"), ("Ѐ", "ӿ"), ("Ա", "և"), ("א", "ת"), ("ء", "ي"), ("ぁ", "ん"),
     ("ァ", "ヺ"), ("가", "개"), ("Ａ", "ｚ")],
)  # fmt: skip
def test_letters_fold_as_in_the_keyword_index(index: sqlite3.Connection, first: str, last: str) -> None:
    letters = [chr(code) for code in range(ord(first), ord(last) + 1)]
    # Composed, as they are indexed; without the one whose two accents SQLite leaves it.
    letters = [c for c in letters if c.isalpha() and unicodedata.is_normalized("NFC", c) and c not in "Ǡǡ"]
    text = " ".join(letters)
    assert len(letters) > 20
    assert words(text) == indexed(index, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("?! —", []),
        ("The Mayor's car", ["the", "mayor", "s", "car"]),
        ("Zürich ÅBERG", ["zurich", "aberg"]),
        ("Zu\u0308rich", ["zurich"]),
        ("Йошкар И\u0306ошкар", ["йошкар", "йошкар"]),
        ("q\u0303ue", ["que"]),
        ("COVID-19 in 2020", ["covid", "19", "in", "2020"]),
        ("under_scored", ["under", "scored"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_content_is_without_stop_words_and_repeats() -> None:
    question = "What did the houses of the house cost, and who housed the databases?"
    assert content_words(question) == ["houses", "cost", "databases"]
    assert content_stems(question) == [stem("house"), "cost", "databas"]
    assert content_words("who is he?") == []


def test_stop_words_are_written_as_words_are() -> None:
    assert all(words(word) == [word] for word in STOP_WORDS)
