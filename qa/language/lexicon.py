"""Small word lists of verification: irregular verbs, opposites, denials, numbers in words, countries and their people."""

from __future__ import annotations

from index import stem

__all__ = [
    "BOUNDS",
    "DEMONYMS",
    "DENIALS",
    "LEMMAS",
    "MONTHS",
    "NOBODY",
    "NUMBERS",
    "OPPOSITES",
    "ORDINARY",
    "PAST",
    "SAME_COUNTRY",
    "SCALES",
    "SHORT_FORMS",
    "TITLES",
    "meaning",
    "root",
]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen""".split()  # noqa: SIM905
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0,
}  # fmt: skip
# What news agencies write short: "31 mln dlrs", "51 pct"
SHORT_FORMS = {
    "mln": "million", "bln": "billion", "trln": "trillion", "pct": "percent", "dlr": "dollar", "dlrs": "dollars",
}  # fmt: skip
SCALES |= {short: SCALES[whole] for short, whole in SHORT_FORMS.items() if whole in SCALES}
NUMBERS: dict[str, float] = (
    {word: float(n) for n, word in enumerate(_UNITS)} | {word: 10.0 * n for n, word in enumerate(_TENS, 2)} | SCALES
)

DENIALS = frozenset(
    [
        "not",
        "no",
        "never",
        "nobody",
        "nothing",
        "none",
        "neither",
        "nor",
        "without",
        "hardly",
        "rarely",
        "seldom",
        "unable",
        "fail",
        "failed",
        "fails",
        "denied",
        "denies",
        "deny",
    ]
)
# Words before a number that make it the least or the most that it can be; "at least" and "at most" are read as one word each.
BOUNDS = {
    "atleast": "least",
    "more": "least",
    "over": "least",
    "atmost": "most",
    "fewer": "most",
    "less": "most",
    "under": "most",
}
NOBODY = frozenset(["nobody", "nothing", "none"])
TITLES = frozenset(["mr", "mrs", "ms", "dr", "sir", "dame", "lord", "lady", "prof"])

# What often opens a sentence and is no name: of the two thousand words that do in some 2,700 news reports and stand without a capital
# elsewhere, the most frequent, and who they often tell of.
ORDINARY = frozenset(
    """according actor actress adding additionally adjusted ahead almost along alongside already although amid among analysts another anyone apparently
    around artists asked aside attackers authorities available back bad based battery behind beyond big book born bring building businesses called
    cases cash caused charging children city clearly close coach coming companies compared concerns conditions considering consumers council countries
    court creators crew crews critics crowds current currently customers cut dead deaths demand demonstrators depending designers despite details
    developers diplomats directors doctors dozens drivers due early earlier earnings eight either elsewhere end engineers equally especially essentially
    eventually ever every everyone everything evidence executives experts facing failing fans farmers fast federal female fewer fifty fighters figures
    filming films finally financial firefighters fires firms first five flights floods following food forces foreign former four fresh friends full
    funding further game generally given globally going good government great group growth guests gunmen half health heavy hence high higher hopefully
    hospitals hundreds imagine improved increased increasingly indeed inflation initially inside instead interest international investigators
    investors jobs journalists judges key labour large last late later latest lawmakers lawyers leaders leading less light like likewise little local
    locals looking low lower major making male many match maybe meanwhile medical members men military millions ministers money more multiple national
    nearby nearly neighbors neighbours neither net nevertheless new next nine nobody normally notably nothing nurses obviously officers official officials
    often oil older one online operators organisers organizers originally otherwise overall owners parents parts passengers past patients pay people
    perhaps petrol pilots plans players police political poor power pressure previous previously prices prior prisoners profits property prosecutors
    protesters public pupils quickly rain rather recent recently regardless regulators related relatives reporters reports rescue rescuers researchers
    residents results retail revenue rising roads roughly sales schools scientists second security seven several severe shareholders shares similar
    similarly since six small snow soldiers somebody someone something sometimes somehow soon sources spending staff starting state still stocks strong
    students supporters surely surprisingly survivors ten then therefore third thousands three throughout thus today together top torrential total trading
    traffic train trains troops turnout twelve twenty two typically ultimately unions unknown unless unlike updated users using usually vehicles viewers
    villagers visitors volunteers voters wages water weather winds winners women work workers working world yesterday yet young""".split()  # noqa: SIM905
)

# Forms that stemming does not bring together, each line a verb.
_IRREGULAR = """
say said says|tell told|win won|lose lost|fall fell fallen|rise rose risen|take took taken|give gave given|make made|go went gone|
come came|become became|begin began begun|buy bought|bring brought|build built|catch caught|choose chose chosen|deal dealt|
die died dead death deaths|draw drew drawn|drive drove driven|eat ate eaten|fight fought|find found|flee fled|fly flew flown|
forbid forbade forbidden|freeze froze frozen|get got gotten|grow grew grown|hang hung|have had has|hear heard|hide hid hidden|
hold held|keep kept|kill killed killing|know knew known|lay laid|lead led|leave left|lend lent|mean meant|meet met|pay paid|ride rode ridden|
run ran|see saw seen|sell sold|send sent|shake shook shaken|shoot shot|show showed shown|sink sank sunk|speak spoke spoken|
spend spent|stand stood|steal stole stolen|strike struck|swim swam|teach taught|tear tore torn|think thought|throw threw thrown|
pound stg|wear wore worn|write wrote written|break broke broken|feel felt|sit sat|seek sought|man men|woman women|child children|person people
"""
LEMMAS = {form: line.split()[0] for line in _IRREGULAR.replace("\n", "").split("|") for form in line.split()}
# Past forms of irregular verbs that tell a deed as done; not those that are also what may be done ("cut", "found")
PAST = frozenset(form for form, verb in LEMMAS.items() if form != verb and not form.endswith("s")) - {
    "found", "felt", "left", "dead", "death", "killing", "running", "men", "women", "children", "people", "fallen", "ground",
}  # fmt: skip
LEMMAS |= {short: whole for short, whole in SHORT_FORMS.items() if whole not in SCALES}


def root(word: str) -> str:
    """The stem of a word, in small letters, that of "fall" for "fell"."""
    return stem(LEMMAS.get(word, word))


# Words that news exchanges for one another, each line one meaning: what is said in other words is found in its source.
_ALIKE = """
fall drop slip tumble plunge|rise climb soar jump|say state announce|buy acquire purchase|hurt injure wound|begin start commence|end finish conclude|
close shut|cancel scrap axe|arrest detain|halt stop|let allow permit|build construct|destroy ruin|appoint name|child kid pupil schoolchild|
company firm business|car vehicle|plane aircraft jet|doctor physician|film movie|fire blaze|deal agreement pact accord|law legislation|reduce lower|
raise lift hike|choose pick select elect|delay postpone|leave depart|leak disclose|big large huge|find discover|consider think|contain include|
probe investigation inquiry|employee worker staff|money fund cash|photo picture photograph|lawyer attorney|cop police|minister secretary|storm hurricane|
approve back endorse|reject refuse|resign quit|help aid assist|want wish|need require|ask request|get receive obtain|show reveal|near close|
happen occur|almost nearly|about roughly|prevent avert|try attempt|murder kill|home house|town city|nation country|illness disease|hospital clinic|
talk negotiation|strike walkout|rescue save|search hunt|theft robbery|flood deluge|crash collision|prize award|match game|goal aim|crowd audience
"""
_SAME = {
    root(word): root(words.split()[0]) for words in _ALIKE.replace("\n", "").split("|") for word in words.split()[1:]
}


def meaning(word: str) -> str:
    """The stem of a word in small letters, one for all words that news exchanges for one another: that of "buy" for "acquired"."""
    return _SAME.get(root(word), root(word))


# Words that turn a statement round where one stands for the other; each may stand in several pairs. As stems' lemmas.
_OPPOSITE_PAIRS = """
rise fall|increase decrease|increase fall|rise drop|increase drop|gain lose|grow shrink|win lose|beat lose|accept reject|approve reject|
support oppose|allow ban|permit ban|open close|start end|begin end|arrive leave|buy sell|lend borrow|up down|above below|before after|
more less|more fewer|over under|first last|best worst|highest lowest|largest smallest|north south|east west|northern southern|
eastern western|guilty innocent|convict acquit|confirm deny|legal illegal|male female|man woman|husband wife|son daughter|
father mother|brother sister|boy girl|hot cold|early late|earlier later|old young|high low|enter leave|attack defend|strengthen weaken|
praise criticize|praise criticise|agree disagree|possible impossible|expand cut|raise lower|raise cut|join leave|hire fire|
arrest release|import export|left right|major minor|public private|success failure|pass fail|true false
"""
OPPOSITES: dict[str, frozenset[str]] = {}
for _pair in _OPPOSITE_PAIRS.replace("\n", "").split("|"):
    _one, _other = map(meaning, _pair.split())
    OPPOSITES[_one] = OPPOSITES.get(_one, frozenset()) | {_other}
    OPPOSITES[_other] = OPPOSITES.get(_other, frozenset()) | {_one}

# Countries and parts of the world, and their people.
_PEOPLES = """
france french|uk british britain|netherlands dutch|spain spanish|china chinese|greece greek|denmark danish|poland polish|turkey turkish|
switzerland swiss|wales welsh|ireland irish|scotland scottish|germany german|sweden swedish|finland finnish|us american america|israel israeli|
iraq iraqi|norway norwegian|italy italian|england english|ukraine ukrainian|lebanon lebanese|congo congolese|peru peruvian|portugal portuguese|
belgium belgian|afghanistan afghan|philippines filipino|thailand thai|uzbekistan uzbek|kazakhstan kazakh|croatia croatian croat|
serbia serbian serb|syria syrian|lanka lankan|mexico mexican|canada canadian|iran iranian|hungary hungarian|brazil brazilian|europe european|
palestine palestinian|vietnam vietnamese|japan japanese|sudan sudanese|ghana ghanaian|yemen yemeni|pakistan pakistani|kuwait kuwaiti|cuba cuban|
chile chilean|argentina argentinian argentine|romania romanian|jamaica jamaican|taiwan taiwanese|nigeria nigerian|korea korean|egypt egyptian|
jordan jordanian|colombia colombian|russia russian|india indian|austria austrian|australia australian|asia asian|africa african|algeria algerian|
libya libyan|tunisia tunisian|morocco moroccan|kenya kenyan|ethiopia ethiopian|somalia somali|uganda ugandan|tanzania tanzanian|zambia zambian|
rwanda rwandan|angola angolan|mozambique mozambican|senegal senegalese|cameroon cameroonian|indonesia indonesian|malaysia malaysian|
singapore singaporean|bangladesh bangladeshi|nepal nepalese nepali|burma burmese|cambodia cambodian|mongolia mongolian|qatar qatari|
bahrain bahraini|oman omani|emirates emirati|bulgaria bulgarian|albania albanian|bosnia bosnian|slovakia slovak|slovenia slovenian|
lithuania lithuanian|latvia latvian|estonia estonian|belarus belarusian|moldova moldovan|armenia armenian|azerbaijan azerbaijani|iceland icelandic|
malta maltese|cyprus cypriot|bolivia bolivian|ecuador ecuadorian|venezuela venezuelan|paraguay paraguayan|uruguay uruguayan|panama panamanian|
nicaragua nicaraguan|honduras honduran|guatemala guatemalan|haiti haitian|fiji fijian|texas texan|california californian|hawaii hawaiian|
alaska alaskan|georgia georgian|sicily sicilian|catalonia catalan
"""
_OF_COUNTRIES = [[stem(name) for name in line.split()] for line in _PEOPLES.replace("\n", "").split("|")]
# By stems: a people's → its country's; each → all of them.
DEMONYMS = {people: country for country, *others in _OF_COUNTRIES for people in others}
SAME_COUNTRY = {name: frozenset(names) for names in _OF_COUNTRIES for name in names}
