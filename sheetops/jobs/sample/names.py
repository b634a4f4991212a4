"""Plausible names, streets and towns for the sample desk; none of them is meant to be anybody's."""

from typing import NamedTuple


class Town(NamedTuple):
    """A town, its postcode, and the beginning of a telephone number there that is kept for fiction or unused."""

    name: str
    postcode: str
    dial: str


TOWNS = {
    "NZ": (
        Town("Auckland", "1010", "09 555"),
        Town("Whangārei", "0110", "09 555"),
        Town("Hamilton", "3204", "07 555"),
        Town("Tauranga", "3110", "07 555"),
        Town("Napier", "4110", "06 555"),
        Town("Palmerston North", "4410", "06 555"),
        Town("Wellington", "6011", "04 555"),
        Town("Lower Hutt", "5010", "04 555"),
        Town("Nelson", "7010", "03 555"),
        Town("Christchurch", "8011", "03 555"),
        Town("Dunedin", "9016", "03 555"),
        Town("Invercargill", "9810", "03 555"),
    ),
    "AU": (
        Town("Geelong", "3220", "03 7010"),
        Town("Bendigo", "3550", "03 7010"),
        Town("Newcastle", "2300", "02 5550"),
        Town("Wollongong", "2500", "02 5550"),
    ),
    "GB": (
        Town("London", "SE1 9GF", "020 7946"),
        Town("Reading", "RG1 3EH", "0118 496"),
        Town("Leeds", "LS1 4AP", "0113 496"),
        Town("Edinburgh", "EH3 9DR", "0131 496"),
    ),
    "PL": (
        Town("Gdańsk", "80-834", "58 555"),
        Town("Łódź", "90-123", "42 555"),
        Town("Kraków", "31-042", "12 555"),
        Town("Warszawa", "00-695", "22 555"),
    ),
}

STREETS = {
    "NZ": (
        "Tui Street",
        "Rātā Road",
        "Harbour View Terrace",
        "Kauri Crescent",
        "Queen Street",
        "Mānuka Avenue",
        "Mill Lane",
    ),
    "AU": ("Wattle Street", "Bluegum Road", "Station Street", "Banksia Avenue", "Ocean Parade"),
    "GB": ("Chapel Lane", "Market Street", "Station Road", "The Green", "Priory Walk"),
    "PL": ("ul. Długa", "ul. Lipowa", "ul. Ogrodowa", "al. Kościuszki", "ul. Świętojańska"),
}

PEOPLE = {
    "NZ": (
        ("Ms", "Aroha Ngata"), ("Mr", "Wiremu Pōtae"), ("Ms", "Hannah Whitfield"), ("Mr", "Daniel Fa'alogo"), ("Dr",
        "Priya Raman"),
        ("Mrs", "Colleen Marsh"), ("Mr", "Tane Rewiti"), ("Ms", "Mei Ling Zhou"), ("Mr", "Angus McLeod"), ("Ms",
        "Losa Tuilagi"),
        ("Mr", "Joseph Okafor"), ("Ms", "Bronwyn Hale"), ("Mx", "Robin Ashby"), ("Mr", "Hemi Parata"), ("Ms",
        "Ngaire Stewart"),
    ),
    "AU": (("Ms", "Chloe Barton"), ("Mr", "Nikos Pappas"), ("Ms", "Jarrah Coleman"), ("Mr", "Liam Doyle")),
    "GB": (("Ms", "Fiona Garrick"), ("Mr", "Imran Siddiqui"), ("Mrs", "Eleanor Pryce"), ("Mr", "Stuart Blackwood")),
    "PL": (("Pani", "Anna Zielińska"), ("Pan", "Tomasz Wójcik"), ("Pani", "Katarzyna Łuczak"), ("Pan", "Michał Głąb")),
}  # fmt: skip

_PLACES = (
    "Kauri View", "Tōtara Park", "Rimu Street", "Pōhutukawa Bay", "Karaka Flat", "Hillcrest East", "Mānuka Grove",
    "Long Beach",
    "Stony Creek", "Waimea Bridge", "Pukeko Lane", "Sandspit", "Fernleigh", "Omaru Valley", "Kōwhai Heights",
    "Riverbend",
)  # fmt: skip
_BIRDS = (
    "Tūī", "Kererū", "Driftwood", "Little Wren", "Copper Kettle", "Corner", "Harbourside", "Blue Door", "Flat Iron",
    "Wharf",
    "Lantern", "Paper Moon", "Saltwater", "Third Street", "Old Post Office", "Fantail",
)  # fmt: skip
_SOUTHERN = (
    "Aoraki", "Southern Cross", "Pacific Rim", "Tasman", "Capital", "Cook Strait", "Matariki", "Northern Lights",
    "Plains",
    "Rangitoto", "Waitematā", "Kaimai",
)  # fmt: skip

WORDS: dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]] = {
    ("school", "NZ"): (
        _PLACES,
        (
            "School",
            "Primary School",
            "Intermediate",
            "College",
            "High School",
            "Kindergarten",
            "Area School",
            "Girls' High School",
        ),
    ),
    ("training", "NZ"): (
        _SOUTHERN,
        ("Training Institute", "Business College", "School of Hairdressing", "Language School", "Culinary Academy"),
    ),
    ("cafe", "NZ"): (_BIRDS, ("Café", "Espresso", "Kitchen", "Bakery", "Eatery")),
    ("gym", "NZ"): (_SOUTHERN, ("Fitness", "Strength Club", "Pilates", "Boxing Gym")),
    ("radio", "NZ"): (("Coast", "Valley", "Alpine", "Estuary"), ("FM", "Community Radio", "Student Radio")),
    ("church", "NZ"): (
        ("St Aidan's", "St Brigid's", "Grace", "Hope", "All Saints", "Trinity", "St Columba's", "Wesley"),
        ("Parish", "Community Church", "Fellowship"),
    ),
    ("museum", "NZ"): (_PLACES, ("Museum", "Gallery")),
    ("school", "AU"): (
        ("Banksia Hill", "Point Lonsdale Road", "Eaglehawk Park"),
        ("Primary School", "Secondary College"),
    ),
    ("training", "AU"): (
        ("Bass Strait", "Murray", "Coastal"),
        ("Skills Institute", "Trades College", "Business Academy"),
    ),
    ("cafe", "AU"): (("Magpie", "Two Gums", "Laneway"), ("Coffee Roasters", "Bistro")),
    ("gym", "GB"): (("Priory", "Castle", "Riverside"), ("Leisure Club", "Dance Studio", "Fitness Centre")),
    ("cafe", "GB"): (("Copper Beech", "Half Moon", "Orchard"), ("Tea Room", "Coffee House")),
    ("cafe", "PL"): (("Pod Lipą", "U Źródła", "Na Rogu", "Pod Żaglami"), ("Kawiarnia", "Restauracja")),
    ("school", "PL"): (
        ("im. Kopernika", "im. Mickiewicza", "im. Skłodowskiej-Curie"),
        ("Szkoła Podstawowa", "Liceum Ogólnokształcące"),
    ),
}
"""First and second parts of names by segment and country; a Polish name begins with the second."""

WORKS = (
    "The Tide Between", "Kōrero Mai", "Letters from Omaru", "A Field Guide to Rain", "Salt and Starlight",
    "The Ferryman's Dog",
    "Maths for Makers 2", "Chemistry in the Kitchen", "Old Roads South", "Songs for Small Rooms",
)  # fmt: skip
"""Titles that the sample's rightsholders claim for."""

OWNERS = ("Mere", "Jules", "Anahera", "Tom")
"""People at the desk."""
