"""What is said of one is not told of its like."""

import pytest

from qa.facts.rivals import names_another_doer, supposes_a_deed, tells_of_another, tells_of_another_doer


@pytest.mark.parametrize(
    ("question", "title", "text", "another"),
    [
        ("Where will Space Shuttle Vega be shown?", "Shuttles", "Space Shuttle Lyra will go to Dorn.", True),
        ("Where will Space Shuttle Vega be shown?", "Shuttles", "Space Shuttle Lyra will go to Dorn, Vega to Lindau.", False),
        ("Where will Space Shuttle Vega be shown?", "Vega goes west", "Space Shuttle Lyra went to Dorn.", False),
        ("Where will Space Shuttle Vega be shown?", "Shuttles", "It will go to Dorn.", False),
        ("When did Hurricane Ida hit?", "Storms", "Hurricane Otto hit on Monday.", True),
        ("Where will the space shuttle Vega be shown?", "Shuttles", "Space Shuttle Lyra will go to Dorn.", True),
        ("Where will the shuttle Vega be shown?", "Shuttles", "Space Shuttle Lyra will go to Dorn, Vega to Lindau.", False),
        ("Where will the shuttle Vega be shown?", "Vega goes west", "Space Shuttle Lyra went to Dorn.", False),
        ("Where will the shuttle Vega be shown?", "Shuttles", "It will go to Dorn, as Space Shuttle Lyra did.", False),
        ("Where will the shuttle Vega be shown?", "Shuttles", "The shuttle will go to Dorn.", False),
        ("What did judge Reed say?", "Trial", "The trial goes on, Judge Moss said.", False),
        ("who opened the bridge in Dorn?", "Roads", "The Dorn Bridge Lindau line was opened by Ann Reed.", False),
        ("What was Hurricane Ida’s toll?", "Storms", "Ida’s toll was nine.", False),
        ("Who works at Dorn University?", "Board", "Ann Reed of Dorn College joins it.", True),
        ("Who works at a Dorn University centre on peace?", "Board", "Ann Reed of the Dorn Center for Peace joins it.", False),
        ("What did Secretary Azar say?", "Health", "Secretary Heckler said no.", False),
        ("What happened in New York?", "Quake", "New Zealand shook.", False),
        ("How old is Lena Fisk?", "Arrest", "Ida Moss, 19, was arrested.", True),
        ("How old is Lena Fisk?", "Arrest", "Lena Fisk, 19, was arrested.", False),
        ("How old is Lena Fisk?", "Fisk arrested", "Her lawyer, Ida Moss, 45, said so.", False),
        ("How old is the mayor?", "Arrest", "Ida Moss, 19, was arrested.", False),
        ("Who may win best actress?", "Awards", "Tom Hale leads for best actor.", True),
        ("Who may win best actress?", "Awards", "Ann Reed, an actor at the Lyric, leads.", False),
        ("Which actress died?", "Obituary", "Ann Reed, the veteran actor, died.", False),
        ("Who may win best actress?", "Best actress", "Ann Reed, an actor at the Lyric, leads.", False),
        ("Which actor may win?", "Awards", "The actress Ann Reed may win.", False),
        ("Who won the women’s 100m?", "Games", "Tom Hale won the men’s 100m.", True),
        ("How many women were hurt?", "Crash", "Nine men were hurt.", True),
        ("How many women were hurt?", "Crash", "Nine men and two women were hurt.", False),
        ("How many women were hurt?", "Crash", "Nine men and one woman were hurt.", False),
        ("How many girls were taken?", "Raid", "Armed men took 27 schoolgirls.", False),
        ("How many boys were taken?", "Raid", "Armed women took 27 schoolboys.", False),
        ("How many men and women were hurt?", "Crash", "Nine men were hurt.", False),
        ("Which man was shot?", "Shooting", "Tom Hale was shot, a woman said.", False),
        ("Who is the mayor’s husband?", "The mayor", "Tom Hale and his wife, the mayor, moved to Dorn.", False),
        ("How much did profits fall in the fourth quarter?", "Results", "For the year as a whole, they fell 46%.", True),
        ("How much did profits fall in the fourth quarter?", "Results", "They fell 46% on the year in the quarter.", False),
        ("How much did profits fall in 2004?", "Results", "For the year as a whole, they fell 46%.", False),
        ("By how much did sales fall in December?", "Sales", "Annual growth fell from the 5.9% of November to 3.2%.", True),
        ("By how much did sales fall in December?", "Sales", "Annual growth fell to 3.2% in December.", False),
        ("By how much did sales fall last month?", "Sales", "Annual growth fell to 3.2%.", True),
        ("How high was inflation last month?", "Prices", "Annual inflation rose to 3.2% last month.", False),
        ("What was the rate in December?", "December’s inflation", "The annual rate stood at 3.2%.", False),
        ("How much did profits fall in the fourth quarter?", "Results", "Q4 profits fell 14%, while full-year sales rose 3%.", False),
        ("How much did profits fall in the fourth quarter?", "Results", "They fell 14% in the three months to December, the annual report shows.", False),
        ("How much did profits fall in Q4?", "Results", "Full-year profits fell 3%.", True),
        ("How many people were arrested in August?", "Carnival", "Police made 200 arrests at the annual carnival.", False),
        ("In what time did Ann Reed win the 400m?", "Reed wins", "Ida Moss took the 800m in two minutes.", True),
        ("In what time did Ann Reed win the 400m?", "Reed wins 400m", "Ida Moss took the 800m in two minutes.", False),
        ("In what time did Ann Reed win the 400m?", "Moss wins 800m", "It took Reed 49.1 seconds.", False),
        ("Who won the 1,500m?", "Games", "Ann Reed won the 10,000m and the 1500 metres.", False),
        ("Who won the 100m?", "Games", "Ann Reed won the 100 m, ahead of her 200m on Friday.", False),
        ("Who won the bid for Kessel at 500m euros?", "Bids", "Acme, with sales of 900m euros, bought it.", False),
        ("How high is the 828-metre tower?", "Towers", "It is 200 metres higher than its rival.", False),
        ("Who gave £400m?", "Gifts", "Ann Reed gave £800m.", False),
        ("What prison term was Moss given?", "Trial", "He faces up to ten years in prison, and a fine when he is sentenced in June.", True),
        ("How much was Kessel fined?", "Trial", "Kessel may be fined up to $3 million.", True),
        ("How much was Kessel fined?", "Trial", "The court fined Kessel $3 million, and it may be fined again.", False),
        ("How long was Moss jailed for?", "Trial", "Moss, who could have got life, was jailed for ten years.", False),
        ("What sentence did Moss get?", "Trial", "The judge gave Moss ten years in prison, and he may be out in two years.", False),
        ("How long could Moss be jailed for?", "Trial", "Moss could be jailed for ten years.", False),
        ("Where was Moss given the award?", "Prizes", "Moss may get a prize next year in Dorn.", False),
        ("Who said in December that sales fell?", "Sales", "The annual report was by Tom Hale.", False),
    ],
)  # fmt: skip
def test_a_sentence_tells_of_another_of_the_kind(question: str, title: str, text: str, another: bool) -> None:
    assert tells_of_another(question, title, text) is another


@pytest.mark.parametrize(
    ("question", "written", "another"),
    [
        ("Why did Ann Reed resign as health secretary?", "Tom Hale [1] resigned as health secretary [1].", True),
        ("Why did Ann Reed resign?", "Tom Hale announced his planned resignation on Tuesday", True),
        ("Why did Ann Reed resign?", "Tom Hale stood down.", True),
        ("Why did Ann Reed resign?", "Reed resigned over a loan [1].", False),
        ("Why did Ann Reed resign?", "The minister resigned over a loan.", False),  # who may be she
        ("Why did Ann Reed resign?", "She resigned over a loan [1].", False),
        ("Why did Ann Reed resign?", "The Prime Minister resigned over a loan.", False),
        ("When was Ann Reed born?", "Her Majesty was born in 1900.", False),
        ("Why did Ann Reed resign?", "Tom Hale said that she had lied.", False),
        ("When was Ann Reed born?", "Tom Hale was born in 1900.", True),
        ("When did Ann Reed die?", "Tom Hale resigned when she died.", False),
        ("When did the minister resign?", "Tom Hale resigned on Tuesday.", False),  # who may be the minister
        ("When did Orbix launch the phone?", "Tom Hale launched it in May.", False),  # who may be of Orbix
    ],
)
def test_what_one_does_alone_is_told_of_another(question: str, written: str, another: bool) -> None:
    assert tells_of_another_doer(question, written) is another
    assert supposes_a_deed(question) is question.startswith(("Why did Ann", "When was Ann", "When did Ann"))


@pytest.mark.parametrize(
    ("short", "text", "another"),
    [
        ("Tom Hale", "A statement on Commissioner Tom Hale, who announced his planned resignation on Tuesday", True),
        ("Tom Hale", "A statement on the resignation of Tom Hale the inspector", True),
        ("Tom Hale", "Reed resigned after Tom Hale had shown her letters.", False),
        ("Ann Reed", "A statement on the resignation of Ann Reed", False),
        ("her letters", "Reed resigned after Tom Hale had shown her letters.", False),
    ],
)
def test_a_name_alone_is_that_of_another_who_did_so(short: str, text: str, another: bool) -> None:
    assert names_another_doer("Why did Ann Reed resign?", short, text) is another
    assert not names_another_doer("Why did Ann Reed laugh?", short, text)


@pytest.mark.parametrize(
    ("question", "written", "another"),
    [
        ("When did Pope Francis die?", "Pope Benedict died on Saturday.", True),
        ("Why did Secretary Azar resign?", "Secretary Heckler resigned over a loan.", True),
        ("Why did Secretary Azar resign?", "Azar resigned over a loan.", False),
        ("Why did Alex Azar resign?", "Azar’s resigned, he wrote.", False),
        ("Why did Britain quit the union?", "The UK quit over a loan.", False),
        ("Why did Britain quit the union?", "UK quit over a loan.", False),
        ("Why did Britain quit the union?", "France quit over a loan.", True),
        ("When did Pope Francis die?", "Pope died on Saturday.", False),
    ],
)
def test_titles_and_countries_do_not_make_two_of_one_nor_one_of_two(question: str, written: str, another: bool) -> None:
    assert tells_of_another_doer(question, written) is another
