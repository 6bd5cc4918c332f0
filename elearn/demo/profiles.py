"""What a workplace of each sort looks like: how many work there, as what, and under what sort of manager."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    smallest: int
    largest: int
    hourly: int  # percent paid by the hour
    workplace: str  # pattern for the name of an invented workplace
    manager: str
    titles: tuple[str, ...]  # a title stands as often as it is common


TABLE = """
förskola;15;22;19;Förskolan {};Rektor;5 Förskollärare,6 Barnskötare,1 Resurspedagog
skola;42;66;13;{}s skola;Rektor;8 Lärare,3 Fritidslärare,3 Elevassistent,1 Skolsköterska,1 Vaktmästare
anpassad;24;34;15;{}s anpassade skola;Rektor;4 Lärare,5 Elevassistent,1 Speciallärare
gymnasium;11;16;4;{}s gymnasium;Rektor;2 Administratör,1 Studievägledare,1 Skolbibliotekarie,1 Vaktmästare
program;32;44;6;{};Biträdande rektor;9 Gymnasielärare,1 Speciallärare,1 Elevassistent
elevhälsa;14;20;2;{};Enhetschef;3 Kurator,3 Specialpedagog,2 Skolsköterska,2 Skolpsykolog,1 Logoped
boende;44;60;28;{}s äldreboende;Enhetschef;7 Undersköterska,3 Vårdbiträde,1 Aktiveringspedagog
hemtjänst;28;39;30;Hemtjänsten {};Enhetschef;6 Undersköterska,4 Vårdbiträde
hälsa;18;27;9;{};Enhetschef;5 Sjuksköterska,2 Arbetsterapeut,2 Fysioterapeut,1 Undersköterska
gruppbostad;10;16;28;Gruppbostaden {};Enhetschef;5 Stödassistent,2 Stödpedagog
daglig;12;19;14;Daglig verksamhet {};Enhetschef;4 Stödassistent,2 Arbetshandledare,1 Stödpedagog
pool;60;80;88;{};Enhetschef;4 Undersköterska,3 Vårdbiträde,2 Stödassistent
handläggare;16;23;1;{};Enhetschef;7 Socialsekreterare,1 Administratör,1 Samordnare
bistånd;15;22;1;{};Enhetschef;6 Biståndshandläggare,1 Administratör
behandling;10;16;5;{};Enhetschef;4 Behandlingsassistent,3 Familjebehandlare,1 Kurator
arbetsmarknad;12;18;5;{};Enhetschef;4 Arbetskonsulent,3 Arbetshandledare,1 Administratör
vuxenutbildning;16;24;9;{};Rektor;6 Lärare i svenska för invandrare,3 Vuxenlärare,1 Studievägledare
bibliotek;6;12;12;Biblioteket {};Enhetschef;4 Bibliotekarie,2 Biblioteksassistent
fritidsgård;5;9;24;Fritidsgården {};Enhetschef;5 Fritidsledare,1 Ungdomssamordnare
bad;14;22;24;{};Enhetschef;4 Badvärd,2 Simlärare,1 Receptionist,1 Drifttekniker
kulturskola;16;24;16;{};Enhetschef;6 Musiklärare,2 Danspedagog,1 Dramapedagog
kök;11;18;19;Köket {};Enhetschef;4 Kock,4 Måltidsbiträde
lokalvård;24;34;17;{};Enhetschef;8 Lokalvårdare,1 Arbetsledare
transport;14;20;9;{};Enhetschef;4 Chaufför,2 Transportplanerare
kontor;13;20;1;{};Enhetschef;3 Handläggare,2 Administratör,1 Controller
personal;10;15;1;{};Enhetschef;3 HR-konsult,2 HR-specialist,1 HR-administratör
data;14;23;2;{};Enhetschef;4 Systemförvaltare,3 IT-tekniker,2 Utvecklare
sekretariat;9;12;0;{};Enhetschef;5 Nämndsekreterare,2 Registrator,1 Arkivarie
planering;15;22;1;{};Enhetschef;4 Planarkitekt,3 Samhällsplanerare,2 Projektledare,1 Mätningsingenjör
teknik;16;26;4;{};Enhetschef;4 Parkarbetare,3 Anläggningsarbetare,2 Gatuingenjör,1 Arbetsledare
tillsyn;11;16;2;{};Enhetschef;5 Miljöinspektör,3 Bygglovshandläggare,1 Administratör
ledning;4;7;0;{};Avdelningschef;2 Verksamhetsutvecklare,2 Administratör,1 Strateg
område;2;3;0;{};Verksamhetschef;2 Administratör,1 Utvecklingsledare
förvaltning;5;9;0;{};Förvaltningschef;2 Strateg,2 Administratör,1 Controller
bolag;5;9;0;{};Verkställande direktör;2 Bolagssekreterare,2 Ekonom,1 Kommunikatör
bostad;22;32;3;{};Områdeschef;4 Fastighetsskötare,2 Bovärd,2 Uthyrare,1 Förvaltare
energi;26;38;2;{};Enhetschef;4 Drifttekniker,3 Energiingenjör,2 Montör,1 Projektledare
kultur;14;20;11;{};Enhetschef;3 Antikvarie,3 Museipedagog,1 Vaktmästare
flyg;12;18;9;{};Enhetschef;4 Flygplatstekniker,3 Ramptekniker,2 Säkerhetskontrollant
brand;18;26;4;Station {};Stationschef;6 Brandman,2 Styrkeledare,1 Brandingenjör
utförare;13;16;0;{};Verksamhetschef;5 Undersköterska,2 Vårdbiträde
revision;3;3;0;{};Revisionschef;2 Yrkesrevisor
"""


def _profile(line: str) -> tuple[str, Profile]:
    name, smallest, largest, hourly, workplace, manager, titles = line.split(";")
    weighted = (entry.split(" ", 1) for entry in titles.split(","))
    repeated = tuple(title for times, title in weighted for _ in range(int(times)))
    return name, Profile(int(smallest), int(largest), int(hourly), workplace, manager, repeated)


PROFILES = dict(_profile(line) for line in TABLE.split("\n") if line)
