"""Invented names: common first and last names freely combined, and the e-mail addresses made of them."""

import unicodedata

from elearn.demo.dice import Dice

DOMAIN = "exempel.example"


def words(text: str) -> tuple[str, ...]:
    """A long list, written without quotes and commas."""
    return tuple(text.split())


SWEDISH_GIVEN = words("""
Agnes Albin Alexander Alice Alma Alva Amanda Anders Anita Anna Annika Anton Arvid Astrid Axel Barbro Berit
Birgitta Bo Britt Camilla Carina Caroline Cecilia Christer Daniel David Ebba Edvin Elin Elina Elisabeth
Ella Elsa Emelie Emil Emma Erik Ester Eva Fanny Felicia Filip Folke Frans Fredrik Frida Gabriel Greta Gun
Gunilla Gustav Hampus Hanna Hans Helena Hilda Hugo Håkan Ida Inger Ingrid Iris Isak Jakob Jan Jenny Jens
Jesper Joakim Johan Johanna Jonas Josefin Kajsa Karin Karl Katarina Kerstin Kjell Klara Kristina Lars Leif
Linnéa Linus Lisa Love Lovisa Ludvig Magnus Maja Malin Margareta Maria Marie Matilda Mats Mattias Melker
Mikael Moa Molly Monika Märta Niklas Nils Nora Olle Oskar Otto Patrik Per Pernilla Peter Petra Pontus
Rasmus Rebecka Rickard Robert Roger Rut Sanna Sara Signe Sigrid Simon Siv Sixten Sofia Stefan Stig Stina
Susanne Svante Sven Tage Therese Tilda Tobias Tomas Tove Tuva Ulf Ulla Ulrika Vera Victor Viktoria Vilhelm
Wilma Yvonne Åke Åsa Örjan Östen Anna-Karin Britt-Marie Carl-Johan Eva-Lena Jan-Erik Karl-Oskar Lars-Åke
Lise-Lott Maj-Britt Per-Anders Sven-Olof Ann-Sofie
""")

SWEDISH_FAMILY = words("""
Abrahamsson Ahl Ahlgren Alm Andersson Aronsson Asp Axelsson Backman Bengtsson Bergqvist Bergström Björk
Björklund Blom Blomqvist Bolin Brandt Bäckström Carlsson Claesson Dahl Dahlberg Dahlgren Danielsson Ekberg
Eklund Ekman Eliasson Engström Ericsson Eriksson Fagerlund Falk Forsman Franzén Fransson Fredriksson
Friberg Gabrielsson Gran Granath Grönlund Gunnarsson Gustavsson Hagberg Hallberg Hansson Hedberg Hedlund
Hellström Henriksson Hermansson Holm Holmgren Holmqvist Håkansson Hägg Högberg Isaksson Jakobsson Jansson
Johansson Johnsson Jonasson Jonsson Karlsson Kjellberg Knutsson Larsson Leander Lind Lindahl Lindberg
Lindblom Lindholm Lindqvist Lindström Ljung Ljungberg Lund Lundberg Lundgren Lundin Lundqvist Löfgren
Magnusson Malm Malmberg Martinsson Mattsson Melin Moberg Molin Månsson Mårtensson Nilsson Norberg Nordin
Nordström Norén Nyberg Nyman Nyström Näslund Odén Olofsson Olsson Palm Palmgren Persson Pettersson Quist
Rask Rehn Rosén Rydberg Samuelsson Sandberg Sandström Sjöberg Sjögren Sjöström Skoglund Sköld Stark
Stenberg Strand Strömberg Sundberg Sundström Svensson Söderberg Söderström Thorén Törnqvist Viklund Wallin
Westerberg Wikström Åberg Åkerlund Åkesson Ågren Åström Öberg Öhman Östberg Österlund Östlund
""")

OTHER_GIVEN = words("""
Aaliyah Abdi Abdullahi Adnan Agnieszka Ahmad Aida Aleksandra Ali Amal Amina Amir Ana Arben Asha Ayaan Ayşe
Azra Bahar Bilal Blerta Chinedu Conor Daria Dariusz Dawit Denis Dragana Dženana Edin Elif Emine Fadumo
Farah Fatima Fatmir Goran Habiba Hamza Hanan Hassan Hodan Hye-jin Ibrahim Iman Ivana Jamal Jasmina Jelena
João José Kateryna Khadija Laila Layla Leyla Lejla Li Linh Łukasz Mahmoud Małgorzata Marwa Mehmet Mehdi
Merhawit Milan Minh Mirjana Mohamed Muhammad Nadia Nasrin Natalia Nermin Nikolai Niamh Noor Oksana Omar
Parisa Piotr Priya Rana Rania Reza Rúben Saida Samir Sanja Selam Senait Shirin Siobhán Soraya Tariq
Tesfaye Thanh Thuy Tigist Tomasz Vesna Volodymyr Wei Yara Yonas Yusuf Zahra Zeinab Željko Zuzana Đorđe
İbrahim Jean-Claude Marie-Thérèse Seán
""")

OTHER_FAMILY = (
    *words("""
Abdi Abdullah Adan Ahmed Al-Hassan Al-Masri Ali Öztürk Babić Begić Berisha Bešić Chen Contreras Cruz Çelik
D'Angelo Delić Demir Dizdarević Đorđević El-Sayed Farah Fernández García Gashi Ghebremedhin Haddad Haile
Halilović Hassan Hodžić Horvat Hosseini Hussein Hussain Ibrahim Ibrahimović Ionescu Jafari Jovanović
Kamara Kapoor Karimi Kaya Khalil Khan Kovačević Kowalski Krasniqi Kuznetsova Li López Mahamud Mehari
Mihajlović Mohammadi Mohamed Moradi Müller Mäkinen Nguyễn Nieminen Nowak O'Brien O'Connor Okafor Omar
Osman Park Pereira Petrović Pham Popescu Rahimi Ramić Rezaei Rossi Said Santos Saleh Shevchenko Silva
Singh Smith Şahin Teklu Tesfay Trần Virtanen Wiśniewska Wójcik Wang Warsame Yousef Yusuf Zeqiri Zhang
"""),
    "Ó Súilleabháin",
    "van der Meer",
    "van den Berghe",
    "von Exempelhof",
    "de la Cruz",
    "dos Santos",
)

LONG = (
    ("Maximilian Alexander Emanuel", "Wennerlöf van der Exempelhoven"),
    ("Anna-Margareta Elisabeth Viktoria", "Åkerlund-Österberg Gyllenexempel"),
    ("Ramanathan Venkatasubramanian", "Exempelasubramaniam-Lindqvist"),
    ("Li", "Ek"),
    ("Bo", "Å"),
)

# Letters that Unicode does not take apart into a plain letter and an accent.
PLAIN = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "ß": "ss", "'": "", " ": ""})


def draw_name(dice: Dice) -> tuple[str, str]:
    """Given and family name; about one in four has a name with roots outside Sweden."""
    if dice.chance(26):
        given = dice.pick(OTHER_GIVEN)
        family = dice.pick(SWEDISH_FAMILY if dice.chance(20) else OTHER_FAMILY)
    else:
        given = dice.pick(SWEDISH_GIVEN)
        family = dice.pick(OTHER_FAMILY if dice.chance(6) else SWEDISH_FAMILY)
    if dice.chance(4):
        family = f"{family}-{dice.pick(SWEDISH_FAMILY)}"
    return given, family


def is_foreign(given: str) -> bool:
    return given in OTHER_GIVEN


def local_part(given: str, family: str) -> str:
    return f"{_plain(given.split()[0])}.{_plain(family)}"


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.lower().translate(PLAIN))
    return "".join(letter for letter in letters if letter.isascii())
