"""A surname as its article first gives it, and nothing else taken for a given name."""

from __future__ import annotations

import pytest

from qa.language.people import bare, in_full, nominative


@pytest.mark.parametrize(
    ("name", "text", "whole"),
    [
        ("Bankman-Fried", "The trial of Sam Bankman-Fried began. Bankman-Fried denies it.", "Sam Bankman-Fried"),
        ("Okafor", "Mayor Ruth Okafor spoke. Later Okafor left.", "Ruth Okafor"),
        ("Kennedy", "It was John F. Kennedy who came. Kennedy spoke.", "John F. Kennedy"),
        ("Swift", "Swift is on tour. Taylor Swift sings, and fans of Taylor Swift sing.", "Taylor Swift"),
        ("Okafor", "Ruth Okafor Jr spoke. Later Okafor left, and so did Okafor’s friends.", "Ruth Okafor"),
        ("Musk", "Elon Musk spoke, and the Billionaire Elon Musk left.", "Elon Musk"),
        ("Gómez", "Hernán Gómez won.", "Hernán Gómez"),
        ("Ohta", "Shinji Ohta signed. It was more than Patrick Moss. Ohta had waited.", "Shinji Ohta"),
        (
            "Fed",
            "The Federal Reserve met, and the Fed raised rates. The Federal Reserve will meet again.",
            "Federal Reserve",
        ),
        (
            "Met",
            "The Metropolitan Opera opens. At the Met, the Metropolitan Opera and the Metropolitan Museum meet.",
            "Metropolitan Opera",
        ),
    ],
)
def test_a_surname_is_given_in_full(name: str, text: str, whole: str) -> None:
    assert in_full(name, text) == whole


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Okafor", "Okafor spoke. Then Ruth Okafor left."),  # it is the first mention that counts
        ("Biden", "Hunter Biden was convicted. President Biden spoke, and a friend of Joe Biden listened."),
        ("China", "A ship was hit in the South China Sea. Manila blamed China."),
        ("Mexico", "A New Mexico judge ruled. Mexico then sued."),
        ("Okafor", "Mr. Okafor spoke."),
        ("Okafor", "On Monday Okafor spoke."),
        ("Okafor", "Former Okafor aides spoke, and former friends."),
        ("Okafor", "Brave Okafor spoke; he was brave."),
        ("Fed", "The U.S. Fed raised rates."),
        ("Fed", "Federal Reserve officials met. The bank, they say, is the Fed."),
        ("Met", "At the Met, the Metropolitan Opera sings and the Metropolitan Theatre plays."),
        ("Met", "At the Met, the Metropolitan Museum of Art, it is quiet."),
        ("Israel", "Critics of the Israel lobby marched. The Israeli Defense Ministry spoke. Israel struck on Monday."),
        ("Iran", "The Iranian President spoke of the Iran deal."),
        ("Congress", "The Congressional Budget Office wrote to the Congress."),
        ("Met", "The Metropolitan Opera sings. Met fans listen."),
        ("Sam", "The Samsung Galaxy is here. Sam has one."),
        ("Zuckerberg", "Meta's Zuckerberg spoke."),
        ("Google", "In Google they trust."),
        # what a page has before each paragraph
        ("Google", "Loading Google works with raters. Loading Google said so."),
        ("Google", "Google paid. Loading Google works with raters. Loading Google said so."),
        ("Ruth Okafor", "Mayor Ruth Okafor spoke."),
        ("nine", "Some Nine nine"),
        ("Nobody", "He is not mentioned."),
        ("Ann", "Joann Anna Ann-Marie came."),
        ("Okafor", ""),
    ],
)
def test_what_is_no_name_in_full_is_left_alone(name: str, text: str) -> None:
    assert in_full(name, text) == name


@pytest.mark.parametrize(
    ("name", "text", "bare"),
    [
        ("Okafor’s", "Okafor’s friends came. Okafor spoke.", "Okafor"),
        ("Okafor's", "Friends of Okafor's wife came. Okafor, 40, spoke.", "Okafor"),
        ("Moody’s", "Moody’s cut the rating.", "Moody’s"),
        ("Christie’s", "Chris Christie wept. Christie’s sold it.", "Christie’s"),
        ("Okafor", "Okafor spoke.", "Okafor"),
        ("Okafor’s", "Ruth Okafor’s wife spoke.", "Okafor"),
        ("the company’s", "The company spoke. The company’s head left.", "the company"),
    ],
)
def test_a_name_is_given_without_the_s_of_its_sentence(name: str, text: str, bare: str) -> None:
    assert nominative(name, text) == bare


@pytest.mark.parametrize(
    ("name", "text", "short"),
    [
        ("Ida Moss’s Tarn Inc.", "Ida Moss’s Tarn Inc. is sued. Ida Moss said that Tarn would pay.", "Tarn"),
        ("Tarn Inc", "Tarn Inc. is sued, and Tarn will pay.", "Tarn"),
        ("Tarn Inc", "Tarn Inc. is sued.", "Tarn Inc"),
        (
            "the Dorn Fair's Great Wheel",
            "The Dorn Fair's Great Wheel fell. The Dorn Fair is shut; the Great Wheel is gone.",
            "Great Wheel",
        ),
        ("Lindau-based Tarn", "Lindau-based Tarn is sued. Friends of Tarn wept.", "Tarn"),
        ("Levi’s Stadium", "Levi’s Stadium was full. Levi spoke at the Stadium.", "Levi’s Stadium"),
        ("Sotheby’s New York", "Sotheby’s New York sold it. New York is far.", "Sotheby’s New York"),
        ("Women’s World Cup", "The Women’s World Cup ended. Women of the World Cup spoke.", "Women’s World Cup"),
        ("forty", "Some forty came.", "forty"),
        (
            "Mora’s Prime Minister",
            "Mora’s Prime Minister left. Mora mourns. The Prime Minister wept.",
            "Mora’s Prime Minister",
        ),
        (
            "Dorn’s Great Wheel",
            "Dorn’s Great Wheel and Lindau’s Great Wheel fell. Dorn wept for the Great Wheel.",
            "Dorn’s Great Wheel",
        ),
        (
            "Mora’s Supreme Leader",
            "Mora’s Supreme Leader left. Mora mourns the Supreme Leader.",
            "Mora’s Supreme Leader",
        ),
        ("Fast Company", "Fast Company wrote of it. Fast growth followed.", "Fast Company"),
        ("McKinsey & Co", "McKinsey & Company was sued. McKinsey & Co. will pay.", "McKinsey & Co"),
        (
            "King’s College London",
            "King’s College London and University College London met the King.",
            "King’s College London",
        ),
    ],
)
def test_a_name_is_given_without_whose_it_is(name: str, text: str, short: str) -> None:
    assert bare(name, text) == short
