"""What invented people are made of. Names are common ones put together by chance; no row is a real person."""

from typing import NamedTuple


class Town(NamedTuple):
    """`postcode` has # for a digit and @ for a letter; `state` is its ISO 3166-2 code, '' for none."""

    name: str
    state: str
    postcode: str


class Region(NamedTuple):
    """A country with what its people are called, the commonest name first, and where they live.

    `weight` is its share.
    """

    weight: int
    country: str
    language: str
    zone: str
    first: tuple[str, ...]
    last: tuple[str, ...]
    streets: tuple[str, ...]
    towns: tuple[Town, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


REGIONS = (
    Region(
        40, "US", "en", "America/Los_Angeles",
        _words("""Dana Grace Jamal Miriam Quentin Rosalind Tamsin Uri Marcus Helen Darnell Ruth Caleb Naomi
            Oscar Leah Victor Joy Wendell Paige Malik Hazel Ivan Rosa Theo Bianca Curtis Faye Nolan Alonzo
            Amara Amos Anita Annika Archie Arthur Ashley Audrey Beatrice Benito Bernice Brandon Calvin
            Carmen Cedric Celeste Clara Colin Corinne Daphne Desmond Dolores Dwight Edith Elias Elena
            Emmett Esther Felix
            Fiona Gideon Gloria Harriet Hector Imani Irene Isaac Jasper Jocelyn Julian Keiko Kenneth Lenora
            Lionel Lucille Mabel Maurice Mei Nadia Nathan Odessa Omar Opal Otis Patrice Perry Priscilla Ramon
            Raquel Reuben Roland Sabrina Salma Silas Sylvia Terrence Thelma Ursula Vera Vincent Walter Wilma
            Xavier Yolanda Yusuf Zachary Zelda Agnes Agatha Adrian Adina Adele Addison Adam Ada Abram Abner
            Abigail Abel Abdul Abby Abbas Aaron Aanya"""),
        _words("""Whitfield Okonkwo Whitaker Castellanos Abernathy Achebe Hale Feldman Brooks Nakamura Delgado
            Harrington Pruitt Sandoval Vance Holloway McAllister O'Neill Ramirez Lindqvist Goldberg Tran
            Osborne Kowalski Beaumont St._John Marsh Rutherford Nguyen Blackwood Carver Ellison Stroud Adeyemi
            Aldrich Alvarado Appleby Arroyo Ashford Bancroft Barrera Bellamy Bhatt Birch Boateng Bridger
            Calloway Cardoso Chaudhry Coleman Crawford Dalton Desai Donovan Duarte Eastwood Espinoza Everett
            Fairbanks Figueroa Fontaine Gallagher Garrison Guerrero Halloran Hawthorne Ibarra Jankowski
            Keating Khoury Langley Lockhart Maldonado Mercer Montague Navarro Novak Oduya Ostrowski Park
            Pemberton Quigley Radcliffe Rinaldi Rosenberg Sato Seymour Shapiro Tanaka Thackeray Underwood
            Valdez Venkataraman Wakefield Winslow Yamamoto Zielinski"""),
        _words("Capitol_Ave Oak_St Mission_Blvd Harbor_Way 5th_Ave Juniper_Ln Mill_Rd Union_St"),
        (
            Town("Sacramento", "US-CA", "958##"), Town("Oakland", "US-CA", "946##"),
            Town("Fresno", "US-CA", "937##"), Town("Reno", "US-NV", "895##"),
            Town("Portland", "US-OR", "972##"), Town("Austin", "US-TX", "787##"),
            Town("Columbus", "US-OH", "432##"), Town("Boston", "US-MA", "021##"),
            Town("Newark", "US-NJ", "071##"), Town("Boise", "US-ID", "837##"),
        ),
    ),
    Region(
        14, "DE", "de", "Europe/Berlin",
        _words("""Wiebke Leopold Henrik Anneliese Jürgen Käthe Björn Franziska Günter Sören Heike Matthias Ute
            Karl-Heinz Mareike Dörte Ansgar Lieselotte Tobias Ingeborg"""),
        _words("""Janssen Haas Vaas Müller Weiß Schröder Großmann Freiherr_von_Thüngen Öztürk Brandt Kühn
            Müller-Lüdenscheidt Strauß Zimmermann Überall Petersen Ackermann Wohlfahrt Ernst"""),
        _words("Lindenstraße Am_Alten_Hafen Goethestraße Mühlenweg Königsallee Deichstraße"),
        (
            Town("Hamburg", "DE-HH", "20###"), Town("Bremen", "DE-HB", "28###"),
            Town("München", "DE-BY", "80###"), Town("Köln", "DE-NW", "50###"),
            Town("Bad Münster am Stein-Ebernburg", "DE-RP", "55583"), Town("Leipzig", "DE-SN", "04###"),
        ),
    ),
    Region(
        9, "NL", "nl", "Europe/Amsterdam",
        _words("Bartholomew Ilse Joost Fleur Maarten Saskia Thijs Anouk Ruben Marijke Pieter Noor"),
        _words("""Achterberg Kamphuis van_der_Berg de_Vries van_'t_Hart ten_Hove Visser Bakker van_'t_Hof
            Dijkstra IJsselmuiden Verhoeven"""),
        _words("Keizersgracht Zeedijk Molenstraat Havenkade Nieuwe_Binnenweg"),
        (
            Town("Rotterdam", "NL-ZH", "30## @@"), Town("Amsterdam", "NL-NH", "10## @@"),
            Town("Utrecht", "NL-UT", "35## @@"), Town("'s-Hertogenbosch", "NL-NB", "52## @@"),
        ),
    ),
    Region(
        8, "FR", "fr", "Europe/Paris",
        _words("Camille Odile Étienne Maëlle Loïc Françoise Jean-Baptiste Anaïs Théo Geneviève Noël Zoé"),
        _words("""Dufresne Marchetti L'Hôpital d'Alembert Lefèvre Bénard de_La_Tour Girard Châtelain Nœl
            Rousseau Peltier"""),
        _words("rue_de_l'Église avenue_Foch quai_des_Brumes place_du_Marché"),
        (
            Town("Lyon", "FR-69", "690##"), Town("Nantes", "FR-44", "440##"),
            Town("Saint-Étienne", "FR-42", "420##"), Town("Nîmes", "FR-30", "300##"),
        ),
    ),
    Region(
        8, "ES", "es", "Europe/Madrid",
        _words("Esteban Valentina Íñigo Begoña Ramón María_José Álvaro Itziar Nuria Óscar Lucía Joaquín"),
        _words("""Quiroga Ruiz-Sørensen Ibáñez Peña de_la_Cruz Castaño Muñoz Güell Ordóñez Fernández_Ochoa
            Zubizarreta Llobet"""),
        _words("Calle_Mayor Paseo_del_Prado Gran_Vía Avenida_del_Puerto"),
        (
            Town("A Coruña", "ES-C", "150##"), Town("Cádiz", "ES-CA", "110##"),
            Town("Málaga", "ES-MA", "290##"), Town("Donostia", "ES-SS", "200##"),
        ),
    ),
    Region(
        6, "SE", "sv", "Europe/Stockholm",
        _words("Annika Nils Åsa Göran Søren Märta Örjan Linnéa Torbjörn Freja"),
        _words("Bergström-Oyelaran Adeyemi Holm Ångström Sjöberg Öhman Nyqvist Åkesson Löfgren Strand"),
        _words("Storgatan Östra_Hamngatan Kungsvägen Björkallén"),
        (
            Town("Göteborg", "SE-O", "41# ##"), Town("Malmö", "SE-M", "21# ##"),
            Town("Umeå", "SE-AC", "90# ##"),
        ),
    ),
    Region(
        4, "PL", "pl", "Europe/Warsaw",
        _words("Katarzyna Paweł Łucja Święcisław Żaneta Michał Grażyna Józef"),
        _words("Nowicka-Lindqvist Wójcik Źrebiec Łukaszewicz Brzęczyszczykiewicz Dąbrowski Żółć Szczęsny"),
        _words("ulica_Długa aleja_Róż ulica_Świętojańska"),
        (
            Town("Łódź", "PL-10", "90-###"), Town("Gdańsk", "PL-22", "80-###"),
            Town("Kraków", "PL-12", "30-###"),
        ),
    ),
    Region(
        3, "CZ", "cs", "Europe/Prague",
        _words("Pavel Zdeněk Růžena Jiří Šárka Ondřej"),
        _words("Dvořák Němcová Čapek Říha Šťastný Žižka"),
        _words("Dlouhá Na_Příkopě Růžová"),
        (Town("Brno", "CZ-64", "602 ##"), Town("Plzeň", "CZ-32", "301 ##")),
    ),
    Region(
        3, "SG", "zh", "Asia/Singapore",
        _words("Wei_Ling Jun_Hao Mei Kok_Wah Siti Rajesh 美玲 志明"),
        _words("Tan Lim Ng Ong bin_Abdullah Pillai 陈 王"),
        _words("Orchard_Road Serangoon_Road Jalan_Besar"),
        (Town("Singapore", "", "######"),),
    ),
    Region(
        2, "IL", "he", "Asia/Jerusalem",
        _words("Noa Yael Amit שירה דוד Eitan"),
        _words("Ben-Ami Mizrahi כהן לוי Shalev Azoulay"),
        _words("Herzl_St Dizengoff_St"),
        (Town("Haifa", "IL-HA", "31#####"), Town("Tel Aviv", "IL-TA", "61#####")),
    ),
    Region(
        2, "AE", "ar", "Asia/Dubai",
        _words("Farah Omar ليلى محمد Noura Khalid"),
        _words("El-Amin Al_Maktoum الحربي Haddad حسن Al-Sayed"),
        _words("Al_Wasl_Road Corniche_Street"),
        (Town("Dubai", "AE-DU", ""), Town("Abu Dhabi", "AE-AZ", "")),
    ),
    Region(
        1, "JP", "ja", "Asia/Tokyo",
        _words("Haruka Kenji 花子 太郎 Ayumi Daisuke"),
        _words("Satō Ōtsuka 山田 鈴木 Watanabe Fujimoto"),
        _words("Sakura-dōri Midosuji"),
        (Town("Ōsaka", "JP-27", "530-00##"), Town("Kyōto", "JP-26", "600-80##")),
    ),
)  # fmt: skip

AWKWARD = (
    ("Null", "Nullsen"),
    ("Cher", ""),
    ("", "Undefined"),
    ("Maximiliane Theodora Franziska Eleonore", "Freifrau von und zu Hohenstein-Wartenfels-Grünwald"),
    ("Jean-Luc", "O'Brien-McSweeney III, Esq."),
    ("Robert <b>Bobby</b>", 'Tables"); --'),
    ("Percy 100 %", "under_score"),
    ("Z̸o̸e̸", "Ünïcødé"),
    ("Luna 🌻", "Flores"),
    ("Ng", "Ng"),
    ("X Æ", "A-12"),
    ("Wolfeschlegelsteinhausenbergerdorff", "Zu"),
)
"""Names that break careless software, somewhere in the alphabet rather than on its first page."""

TRADES = {
    "Interiors": "Design",
    "Family Dental": "Health",
    "Street Clinic": "Health",
    "Optics": "Retail",
    "& Finch": "Legal",
    "Rowe LLP": "Legal",
    "Travel": "Travel",
    "Analytics": "Software",
    "Housing": "Real estate",
    "Partners, Inc.": "Finance",
    "Roofing": "Construction",
    "Bakery": "Food",
}
LOCAL_TRADES = {
    "de": {
        "Logistics GmbH & Co. KG": "Transport",
        "& Söhne": "Crafts",
        "Yachtbau": "Crafts",
        "Optik": "Retail",
    },
    "nl": {"Bouw": "Construction", "& Zonen": "Crafts", "Bloemen": "Retail"},
    "fr": {"et Fils": "Crafts", "Immobilier": "Real estate", "Vins": "Food"},
    "es": {"Hermanos": "Construction", "Viajes": "Travel", "e Hijos, S.L.": "Crafts"},
    "sv": {"Möbler": "Design", "Bygg AB": "Construction"},
    "cs": {"Papír": "Retail", "a synové": "Crafts"},
    "pl": {"Meble": "Design", "i Wspólnicy": "Legal"},
}
"""What companies of a country are called beside those that are found everywhere, and their industry."""

TITLES = (
    "Practice owner", "Managing director", "Office manager", "Head of purchasing", "Architect", "Consultant",
    "Geschäftsführerin", "Leiterin Öffentlichkeitsarbeit und Unternehmenskommunikation", "Chef de projet",
    "Founder", "Board member", "Teacher", "Nurse", "Sales lead", "Journalist", "Broker", "Engineer",
)  # fmt: skip

SOURCES = ("Website", "Trade fair 2026", "Referral", "Phone", "Newsletter", "Open day", "Walk-in")

TAGS = {
    "vip": ("amber", 3),
    "referral": ("violet", 8),
    "press": ("blue", 2),
    "do-not-call": ("red", 3),
    "investor": ("green", 4),
    "newsletter": ("teal", 30),
    "spring-fair": ("lime", 9),
    "board": ("indigo", 1),
    "prefers e-mail": ("gray", 12),
    "Frühjahrsmesse Süddeutschland 2026": ("pink", 2),
}
"""Name: colour and how many percent of the people have it."""

OUTCOMES = ("reached", "reached", "left a message", "not reached", "")

SECTIONS = {
    "Co-applicant": (("First name", "text"), ("Country", "country"), ("State", "state")),
    "Compliance": (("Licence until", "date"), ("Papers complete", "yes/no"), ("Risk", "choice")),
}
"""Sections beside the built-in one, and their fields; a state belongs to the country before it."""
RISKS = ("low", "medium", "high")

REMARKS = (
    "Sounds open to talk again in the new year.",
    "Asked for the proposal as PDF. Please do not call before 10.",
    "Met at the open day; wants to see the second floor.",
    "Budget is settled for this year. Try again in spring.",
    "Moves in autumn, new address to follow.",
    "Very happy with the last delivery, would refer us.",
    "Speaks little English; write in the mother tongue.",
    "Wants two offers:\n- the small one with service\n- the large one without",
    "Spouse decides about the lease.",
)


class InventedSegment(NamedTuple):
    """`days` is its period, None for none; `percent` of those last touched within `touched` days are in it.

    `office` is the one whose segment it is, '' for the company's.
    """

    hue: str
    days: int | None
    percent: int
    touched: int = 10_000
    office: str = ""


SEGMENTS = {
    "Past clients": InventedSegment("teal", 365, 5),
    "Hot prospects": InventedSegment("orange", 30, 6, touched=45),
    "Win back": InventedSegment("pink", 180, 3),
    "Referral partners": InventedSegment("indigo", 180, 4, touched=120),
    "Press": InventedSegment("gray", None, 1),
    "Board members": InventedSegment("lime", 90, 1, touched=60),
    "Regatta guests": InventedSegment("blue", 60, 2, touched=90, office="Boston"),
    "Stammkunden Süddeutschland": InventedSegment("amber", 120, 2, office="Hamburg"),
}
"""By name. The periods are such that some are expired, and in two segments nobody is."""
