"""The example organisation as an outline: two spaces further in is one step further down.

A line is `code;name;kind;profile;people;from;to`. The last three may be left out: the profile says how many,
from the beginning, until further notice. `* 9 förskola` stands for nine invented workplaces of that profile.
"""

ADMINISTRATIONS = """
KLF;Kommunledningsförvaltningen;förvaltning;förvaltning
  KLF-HR;HR-avdelningen;avdelning;personal
    KLF-HR-S;HR-stöd;enhet;personal
    KLF-HR-L;Löneenheten;enhet;personal
  KLF-EKO;Ekonomiavdelningen;avdelning;ledning
    KLF-EKO-R;Redovisning;enhet;kontor
    KLF-EKO-U;Upphandling;enhet;kontor
  KLF-KOM;Kommunikationsavdelningen;avdelning;kontor
    KLF-KOM-K;Kontaktcenter;enhet;kontor
  KLF-IT;IT-avdelningen;avdelning;ledning
    KLF-IT-D;IT-drift;enhet;data
    KLF-IT-S;Systemförvaltning;enhet;data
    KLF-IT-U;Digital utveckling;enhet;data;;2019-01-01
  KLF-KAN;Kansliavdelningen;avdelning;ledning
    KLF-KAN-S;Nämndsekretariatet;enhet;sekretariat;14
    KLF-KAN-J;Kommunjuristerna;enhet;kontor
  KLF-UTV;Utvecklingsavdelningen;avdelning;kontor
    KLF-UTV-N;Näringsliv och internationellt;enhet;kontor
  KLF-OFK;Överförmyndarkontoret;avdelning;kontor
UTB;Utbildningsförvaltningen;förvaltning;förvaltning
  UTB-F;Avdelningen för förskola;avdelning;ledning
    UTB-F1;Förskolor, område 1;enhet;område
      * 9 förskola
    UTB-F2;Förskolor, område 2;enhet;område
      * 9 förskola
    UTB-F3;Förskolor, område 3;enhet;område
      * 9 förskola
    UTB-F4;Förskolor, område 4;enhet;område
      * 9 förskola
    UTB-F5;Förskolor, område 5;enhet;område
      * 9 förskola
      UTB-F5-NY;Förskolan Övningsgläntan;enhet;förskola;0;2027-01-01
  UTB-G;Avdelningen för grundskola;avdelning;ledning
    UTB-G1;Grundskolor, område 1;enhet;område
      * 7 skola
    UTB-G2;Grundskolor, område 2;enhet;område
      * 7 skola
    UTB-G3;Grundskolor, område 3;enhet;område
      * 7 skola
    UTB-G4;Grundskolor, område 4;enhet;område
      * 7 skola
      UTB-G4-NED;Utkastsgläntans skola;enhet;skola;0;;2026-06-30
    * 3 anpassad
  UTB-Y;Avdelningen för gymnasieskola;avdelning;ledning
    UTB-Y1;Exempelgymnasiet;enhet;gymnasium
      UTB-Y1-A;Exempelgymnasiet, naturvetenskap och teknik;enhet;program
      UTB-Y1-B;Exempelgymnasiet, samhälle och ekonomi;enhet;program
      UTB-Y1-C;Exempelgymnasiet, estetik och språk;enhet;program
    UTB-Y2;Påhittsgymnasiet;enhet;gymnasium
      UTB-Y2-A;Påhittsgymnasiet, bygg och fordon;enhet;program
      UTB-Y2-B;Påhittsgymnasiet, el och industri;enhet;program
      UTB-Y2-C;Påhittsgymnasiet, restaurang och handel;enhet;program
    UTB-Y3;Låtsasgymnasiet;enhet;gymnasium
      UTB-Y3-A;Låtsasgymnasiet, vård och barn;enhet;program
      UTB-Y3-B;Låtsasgymnasiet, introduktionsprogram;enhet;program
      UTB-Y3-C;Låtsasgymnasiet, anpassad gymnasieskola;enhet;program
    UTB-Y4;Skissgymnasiet;enhet;gymnasium
      UTB-Y4-A;Skissgymnasiet, idrott och ledarskap;enhet;program
      UTB-Y4-B;Skissgymnasiet, teknik och design;enhet;program
  UTB-E;Central elevhälsa;avdelning;ledning
    UTB-E1;Elevhälsans medicinska insatser;enhet;elevhälsa
    UTB-E2;Elevhälsans psykologiska insatser;enhet;elevhälsa
    UTB-E3;Modersmål och studiehandledning;enhet;vuxenutbildning
  UTB-S;Stöd och planering;avdelning;kontor
OMS;Omsorgsförvaltningen;förvaltning;förvaltning
  OMS-B;Avdelningen för särskilt boende;avdelning;ledning
    OMS-EXG;Exempelgårdens äldreboende;enhet;boende;0;1996-01-01
      OMS-EXG-1;Exempelgården, plan 1;enhet;boende;14;1996-01-01
      OMS-EXG-2;Exempelgården, plan 2;enhet;boende;12;2018-09-01
    OMS-B1;Särskilda boenden, område 1;enhet;område
      * 6 boende
    OMS-B2;Särskilda boenden, område 2;enhet;område
      * 6 boende
    OMS-B3;Särskilda boenden, område 3;enhet;område
      * 6 boende
  OMS-H;Avdelningen för hemtjänst;avdelning;ledning
    OMS-H1;Hemtjänst, område 1;enhet;område
      * 8 hemtjänst
    OMS-H2;Hemtjänst, område 2;enhet;område
      * 8 hemtjänst
  OMS-S;Avdelningen för hälso- och sjukvård;avdelning;ledning
    OMS-S1;Sjuksköterskor, dag;enhet;hälsa
    OMS-S2;Sjuksköterskor, kväll och natt;enhet;hälsa
    OMS-S3;Sjuksköterskor, landsbygd;enhet;hälsa
    OMS-S4;Rehabilitering 1;enhet;hälsa
    OMS-S5;Rehabilitering 2;enhet;hälsa
    OMS-S6;Korttidsenheten;enhet;hälsa
  OMS-F;Avdelningen för funktionsstöd;avdelning;ledning
    OMS-F1;Bostäder, område 1;enhet;område
      * 10 gruppbostad
    OMS-F2;Bostäder, område 2;enhet;område
      * 10 gruppbostad
    OMS-F3;Daglig verksamhet;enhet;område
      * 8 daglig
  OMS-M;Myndighetsavdelningen;avdelning;ledning
    OMS-M1;Bistånd äldre;enhet;bistånd
    OMS-M2;Bistånd funktionsnedsättning;enhet;bistånd
    OMS-M3;Avgifter och stöd;enhet;bistånd
  OMS-P;Bemanningsenheten;avdelning;ledning
    OMS-P1;Bemanning dag;enhet;pool
    OMS-P2;Bemanning kväll och helg;enhet;pool
  OMS-EXT;Hypotesomsorg AB (extern utförare);extern utförare;utförare;14;2024-02-01
AOV;Förvaltningen arbete och välfärd;förvaltning;förvaltning
  AOV-B;Avdelningen barn och familj;avdelning;ledning
    AOV-B1;Mottagning barn och unga;enhet;handläggare
    AOV-B2;Utredning barn;enhet;handläggare
    AOV-B3;Utredning unga;enhet;handläggare
    AOV-B4;Familjehem;enhet;handläggare
    AOV-B5;Öppenvård familj;enhet;behandling
    AOV-B6;Familjerätt;enhet;handläggare
  AOV-V;Avdelningen vuxen;avdelning;ledning
    AOV-V1;Mottagning vuxen;enhet;handläggare
    AOV-V2;Utredning vuxen;enhet;handläggare
    AOV-V3;Öppenvård vuxen;enhet;behandling
    AOV-V4;Boendestöd;enhet;behandling
  AOV-E;Avdelningen ekonomiskt bistånd;avdelning;ledning
    AOV-E1;Ekonomiskt bistånd, mottagning;enhet;handläggare
    AOV-E2;Ekonomiskt bistånd 1;enhet;handläggare
    AOV-E3;Ekonomiskt bistånd 2;enhet;handläggare
  AOV-A;Avdelningen arbetsmarknad;avdelning;ledning
    AOV-A1;Jobbcentrum;enhet;arbetsmarknad
    AOV-A2;Ungdom och sommarjobb;enhet;arbetsmarknad
    AOV-A3;Arbetsträning;enhet;arbetsmarknad
  AOV-U;Avdelningen vuxenutbildning;avdelning;ledning
    AOV-U1;Svenska för invandrare 1;enhet;vuxenutbildning
    AOV-U2;Svenska för invandrare 2;enhet;vuxenutbildning
    AOV-U3;Komvux;enhet;vuxenutbildning
KOF;Kultur- och fritidsförvaltningen;förvaltning;förvaltning
  KOF-B;Biblioteksavdelningen;avdelning;ledning
    * 6 bibliotek
  KOF-F;Fritidsavdelningen;avdelning;ledning
    * 6 fritidsgård
    KOF-F-BAD;Exempelbadet;enhet;bad
    KOF-F-IDR;Idrottsanläggningar;enhet;bad
  KOF-K;Kulturavdelningen;avdelning;ledning
    KOF-K1;Kulturskolan, musik;enhet;kulturskola
    KOF-K2;Kulturskolan, dans och teater;enhet;kulturskola
SVF;Serviceförvaltningen;förvaltning;förvaltning
  SVF-M;Måltidsavdelningen;avdelning;ledning
    * 12 kök
  SVF-L;Lokalvårdsavdelningen;avdelning;ledning
    SVF-L1;Lokalvård 1;enhet;lokalvård
    SVF-L2;Lokalvård 2;enhet;lokalvård
    SVF-L3;Lokalvård 3;enhet;lokalvård
    SVF-L4;Lokalvård 4;enhet;lokalvård
    SVF-L5;Lokalvård 5;enhet;lokalvård
  SVF-T;Transport och kontorsservice;avdelning;ledning
    SVF-T1;Transport;enhet;transport
    SVF-T2;Fordon och verkstad;enhet;transport
SBF;Samhällsbyggnadsförvaltningen;förvaltning;förvaltning
  SBF-P;Planeringsavdelningen;avdelning;ledning
    SBF-P1;Översiktlig planering;enhet;planering
    SBF-P2;Mark och exploatering;enhet;planering
    SBF-P3;Mätning och geodata;enhet;planering
  SBF-G;Gatu- och trafikavdelningen;avdelning;ledning
    SBF-G1;Drift gata;enhet;teknik
    SBF-G2;Projekt gata;enhet;teknik
    SBF-G3;Trafikplanering;enhet;planering
  SBF-N;Park- och naturavdelningen;avdelning;ledning
    SBF-N1;Parkdrift 1;enhet;teknik
    SBF-N2;Parkdrift 2;enhet;teknik
    SBF-N3;Skog och natur;enhet;teknik
MBF;Miljö- och byggförvaltningen;förvaltning;förvaltning
  MBF-M;Miljöavdelningen;avdelning;ledning
    MBF-M1;Hälsoskydd och livsmedel;enhet;tillsyn
    MBF-M2;Miljöskydd;enhet;tillsyn
  MBF-B;Byggavdelningen;avdelning;ledning
    MBF-B1;Bygglov 1;enhet;tillsyn
    MBF-B2;Bygglov 2;enhet;tillsyn
"""

COMPANIES = """
VKAB;Växjö Kommunföretag AB;bolag;bolag
VEAB;Växjö Energi AB;bolag;bolag
  VEAB-P;Produktion;avdelning;energi
  VEAB-F;Fjärrvärme och fjärrkyla;avdelning;energi
  VEAB-N;Nät och projekt;avdelning;energi
  VEAB-K;Kund och marknad;avdelning;kontor
  VEAB-S;Ekonomi och personal;avdelning;kontor
ELNAT;Växjö Energi Elnät AB;bolag;bolag
  ELNAT-D;Elnät drift;avdelning;energi
WEXNET;Wexnet AB;bolag;bolag
  WEXNET-D;Drift och nät;avdelning;energi
BIO;Växjö Bioenergi AB;bolag;bolag
VOFAB;Vöfab;bolag;bolag
  VOFAB-F;Fastighetsförvaltning;avdelning;bostad
  VOFAB-P;Projekt och underhåll;avdelning;bostad
VIDEUM;Videum AB;bolag;bolag;18
VIDINGEHEM;Vidingehem AB;bolag;bolag
  VIDINGEHEM-S;Ekonomi, HR och kommunikation;avdelning;kontor
  VIDINGEHEM-1;Förvaltning område 1;avdelning;bostad
  VIDINGEHEM-2;Förvaltning område 2;avdelning;bostad
  VIDINGEHEM-3;Förvaltning område 3;avdelning;bostad
  VIDINGEHEM-K;Kundcenter och uthyrning;avdelning;kontor
VXB;Växjöbostäder AB;bolag;bolag
  VXB-1;Distrikt 1;avdelning;bostad
  VXB-2;Distrikt 2;avdelning;bostad
  VXB-3;Distrikt 3;avdelning;bostad
  VXB-K;Kundtjänst;avdelning;kontor
VLSP;Växjö Linnaeus Science Park AB;bolag;bolag;14
KULTURPARKEN;Kulturparken Småland AB;bolag;bolag
  KULTURPARKEN-M;Museum och samlingar;avdelning;kultur
  KULTURPARKEN-P;Publik verksamhet;avdelning;kultur
AIRPORT;Småland Airport AB;bolag;bolag
  AIRPORT-D;Flygplatsdrift;avdelning;flyg
"""

ASSOCIATION = """
VRT;Värends räddningstjänst;kommunalförbund;område
  * 2 brand
"""
