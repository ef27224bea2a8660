"""What is said of one is not told of its like."""

import pytest

from qa.rivals import tells_of_another


@pytest.mark.parametrize(
    ("question", "title", "text", "another"),
    [
        ("Where will Space Shuttle Vega be shown?", "Shuttles", "Space Shuttle Lyra will go to Dorn.", True),
        ("Where will Space Shuttle Vega be shown?", "Shuttles", "Space Shuttle Lyra will go to Dorn, Vega to Lindau.", False),
        ("Where will Space Shuttle Vega be shown?", "Vega goes west", "Space Shuttle Lyra went to Dorn.", False),
        ("Where will Space Shuttle Vega be shown?", "Shuttles", "It will go to Dorn.", False),
        ("When did Hurricane Ida hit?", "Storms", "Hurricane Otto hit on Monday.", True),
        ("What was Hurricane Ida’s toll?", "Storms", "Ida’s toll was nine.", False),
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
        ("Who said in December that sales fell?", "Sales", "The annual report was by Tom Hale.", False),
    ],
)  # fmt: skip
def test_a_sentence_tells_of_another_of_the_kind(question: str, title: str, text: str, another: bool) -> None:
    assert tells_of_another(question, title, text) is another
