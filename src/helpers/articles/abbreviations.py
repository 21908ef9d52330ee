"""Short forms that end in a full stop, sorted by whether a sentence can end there. All in lower case, without the last stop."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A name follows: a sentence never ends here.
TITLES = _words(
    """
    mr mrs ms mx dr prof rev hon messrs mme mlle mgr msgr fr st ste sts sen sens rep reps gov govs pres amb asst
    gen lt lieut col capt cpt maj brig sgt cpl pvt pfc spc adm rear-adm vice-adm cmdr cdr comdr ens lt-gen lt-col lt-cmdr
    maj-gen brig-gen wo cwo flt sqn wg gp air-cdre supt insp ald cllr atty sra dra herr frau ing dott gral ayat
    """
)

# A number follows, else the stop may end the sentence.
BEFORE_NUMBERS = _words("no nos nr art arts p pp para paras vol vols ch sec fig figs ed eds op cl pt pts bn bde div regt sq kg")

MONTHS = _words("jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun")

# Never at the end of a sentence in practice.
INNER = _words("vs v viz cf ca approx e.g i.e eg ie al incl excl aka a.k.a c.f resp tel ext ave blvd rd mt ft")

# May or may not end a sentence: what follows decides.
OPEN = _words(
    """
    inc ltd corp co cos llc plc bros jr sr esq dept univ assn est govt natl intl ph.d m.d b.a m.a p.m a.m u.s u.k u.n u.a.e e.u
    d.c u.s.a u.s.s.r u.k.r mass calif fla ga ill ind kan ky la md mich minn miss mo mont neb nev okla ont ore pa que tenn tex va
    vt wash wis wyo ariz ark colo conn del ala ret dist fed min max avg sq hr hrs lbs oz km mph
    """
)

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

SAYING = _words(
    """
    said says say asked asks told tells added adds wrote writes replied replies answered continued noted declared explained stated
    exclaimed shouted warned insisted remarked argued tweeted posted recalled concluded
    """
)
