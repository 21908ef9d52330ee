"""Short forms that end in a full stop, sorted by whether a sentence can end there. All in lower case, without the last stop."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A name follows: a sentence never ends here.
TITLES = _words(
    """
    mr mrs ms mx dr prof rev hon rt messrs mme mlle mgr msgr fr ste sts bp abp archbp sen sens rep reps gov govs pres amb asst
    assoc gen lt lieut col capt cpt maj brig sgt ssgt tsgt msgt gysgt cpl lcpl pvt pfc sfc spc adm radm vadm cmdr cdr comdr
    comdt cdre commo ens wo cwo flt sqn ldr wg gp mshl fld supt insp det const comm commr ofc ald cllr assemb atty adv dep sec
    undersec dir chmn treas sra dra herr frau ing dipl dott gral ayat
    """
)

# A number follows, else the stop may end the sentence.
BEFORE_NUMBERS = _words("no nos nr art arts p pp para paras vol vols fig figs ed eds op cl pt pts bn bde div regt")

MONTHS = _words("jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun")

# Never at the end of a sentence in practice.
INNER = _words("vs v viz cf ca approx e.g i.e eg ie al incl excl aka a.k.a c.f resp tel ext mt")

# Behind a figure the stop closes the unit; before a capital it then closes the sentence as well.
UNITS = _words("sq hr hrs lb lbs oz kg km mi ft mph kph")

# May or may not end a sentence: what follows decides. The two-letter ones are initials in romanised Cyrillic, or old short names.
OPEN = _words(
    """
    inc ltd corp co cos llc plc bros jr sr esq dept univ assn est govt natl intl ph.d m.d b.a m.a p.m a.m u.s u.k u.n u.a.e e.u
    d.c u.s.a u.s.s.r u.k.r calif fla ga kan ky md mich minn mont neb nev okla ont que tenn tex va vt wis wyo ariz ark colo conn
    ret avg st ave blvd rd ft yu ye ya kh zh sh ch ts dzh th chr wm
    """
)

# The same for short forms that are words as well: only where they are written with a capital.
OPEN_CAPITALISED = _words("mass miss ill ind la mo ore pa wash del ala fed min max eng sub tech spec off card marsh")

# Words that open a sentence and hardly ever stand, capitalised, inside a name.
SENTENCE_STARTERS = _words(
    """
    the a an this that these those it its it's he she they we you i his her their our my your there here in on at for from by with
    as after before during since until when while where why how what who which if although though because but and or so yet nor
    however meanwhile moreover furthermore nevertheless still also then now today yesterday tomorrow earlier later last next
    according some many most several both all each every no not neither none one two three four five six seven eight nine ten
    he's she's they're we're i'm i've it'll there's that's what's don't despite under over about between among against without
    within through once only even just officials police people another other others such more less few much perhaps instead
    asked speaking is are was were do does did can could will would should may might have has had let please thank thanks
    well yes oh okay ok
    """
)

# Those of them that, capitalised between a word and a small letter, show that a break between two lines was lost.
RUN_ON_STARTERS = _words(
    """
    In On At For According After Before During Since While When Although But However Meanwhile Even Yet This These Some An
    We They He She It You There His Her Their
    """
)

SAYING = _words(
    """
    said says say asked asks told tells added adds wrote writes replied replies answered continued noted declared explained stated
    exclaimed shouted warned insisted remarked argued tweeted posted recalled concluded
    """
)
