"""Words by which the parts of a web page are told: in classes and ids of elements, and in the lines with which boxes open."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _lines(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in text.replace("\n", "|").split("|") if phrase.strip())


# In classes and ids. A pair that follows one another is written with a hyphen.
COMMENT_TOKENS = _words(
    """comments commentlist commentarea respond disqus discussion kommentare yorumlar yorum comentarios commentaires commenti
    komentarze livefyre coral reactions"""
)
BOX_TOKENS = _words(
    """newsletter newsletters inscription infolettre abonnement signup sign-up subscribe subscription subscriptions optin
    mailchimp share shares sharing sharebar sharethis sharedaddy addthis addtoany social socials sociallinks paylas
    teilen partager compartir condividi related relatedposts relateds recommended recommendation recommendations
    recirc recirculation onward outbrain taboola trending most-read most-viewed most-popular mostread mostpopular
    popular read-more readmore read-also readalso also-read up-next next-up more-on more-posts more-stories see-also
    teaser teasers ilgili verwandt relacionadas relacionados correlati similaires cookie cookies consent gdpr onetrust
    cmp cmpwrapper didomi usercentrics privacy paywall regwall barrier piano meter upsell membership advert adverts
    advertisement advertising adslot ad ads adv dfp ad-slot banner banners sponsor sponsored promo promos promotion
    anzeige werbung reklama reklam publicite publicidad pubblicita breadcrumb breadcrumbs crumbs pagination pager
    paging skip skiplink toolbar toolbox topbar masthead navbar navigation menu submenu megamenu footer sidebar
    sidebars rail widget-area colophon skip-link tags keywords topics toc tagline etiket etiquetas etiketler bio
    author-bio author-box authorbox about-author profile footnotes endnotes endnote references disclaimer cite
    citation pullquote pull-quote pull factbox fact-box infobox feedback survey poll quiz podcast bookmark cta gallery
    galleries carousel slideshow playlist copyright wm-ipp print-links correction corrections regulated"""
)
# The same, where little text is in them: lines about the article that are read as its data.
SMALL_TOKENS = _words(
    """meta metadata byline bylines author authors writer date dates datum fecha tarih dateline timestamp stamp kicker
    eyebrow overline dachzeile category views counter count reading readtime read-time lesedauer signature signatur
    autor info submitted posted published pubdate updated links label labels action actions tool tools button buttons
    btn credit credits fuente source kaynak foto photo image img picture media audio player icon icons logo brand
    branding edit editor tag hashtags kategori caption captions figcaption slide slides imagecaption cap lightbox"""
)

# With which a box opens: the whole box goes.
BOX_HEADINGS = _lines(
    """
    related stories|related articles|related content|related news|related topics|related posts|related publications
    related|related links|more from|more stories|more on this story|more on this|more news|more posts|also of interest
    you may also like|you might also like|you may like|readers also liked|recommended|recommended for you|read more
    read next|read also|also read|see also|up next|next up|most read|most viewed|most popular|most e-mailed|most emailed
    most shared|most commented|popular|trending|trending now|latest|latest news|top stories|editor's picks|don't miss
    news feed|recent posts|recent comments|archives|blog archive|about me|about the author|about the authors|author
    written by|share|share this|share this page|share this article|share or comment on this article|share on|follow us
    tags|topics|labels|categories|filed under|archived under|comments|comment|leave a reply|leave a comment|post a comment
    discussion about this post|sign up|sign up for more like this|newsletter|subscribe|subscribe to our newsletter
    never miss a story|stay informed|get the newsletter|key events|in this article|table of contents|contents|notes
    footnotes|endnotes|references|how to cite|updates to this page|is this page useful?|help us improve this site
    report this article|cookies on this site|we value your privacy|privacy preference center|your privacy choices
    at a glance|fact box|factbox|correction|advertisement|sponsored|promoted|listen|watch|collected by|upcoming event
    upcoming events|читайте также|материалы по теме|по теме|популярное|новости по теме|комментарии|поделиться|теги
    ещё по теме|главное|реклама|лента новостей|рекомендуем|самое читаемое|читайте також|матеріали за темою|за темою
    головне сьогодні|усі новини|всі новини|популярне|коментарі|поділитися|рекомендуємо|lesen sie auch|mehr zum thema
    das könnte sie auch interessieren|meistgelesen|kommentare|teilen|themen|schlagworte|anzeige|auch interessant
    lire aussi|à lire aussi|sur le même sujet|les plus lus|dans la même rubrique|commentaires|partager|mots-clés|publicité
    más información|lea también|lo más visto|lo más leído|te puede interesar|noticias relacionadas|archivado en
    comentarios|compartir|leggi anche|i più letti|articoli correlati|commenti|condividi|czytaj także|czytaj też
    najczęściej czytane|komentarze|leia também|mais lidas|vezi și|citește și|cele mai citite|ilgili haber|ilgili haberler
    en çok okunanlar|bunlar da ilginizi çekebilir|yorumlar|paylaş|etiketler|öne çıkanlar|اقرأ أيضا|اقرأ أيضاً|الأكثر قراءة
    مواضيع ذات صلة|أخبار ذات صلة
    أضف تعليقا|التعليقات|شارك|شاركها|المصدر|تابعنا
    بیشتر بخوانید|相关新闻|相关阅读|热门排行|热门|分享到|推荐阅读
    関連記事
    """
)

# Where other articles, events and changes have their dates.
OTHER_TOKENS = _words(
    """related comments comment commentlist sidebar widget footer latest recent most popular trending agenda calendar event
    events archive teaser card recommended promo inset updated modified update history ticker newsfeed"""
)

# Elements that hold no text of an article, and those that begin a line of their own.
NEVER_TEXT = _words(
    """script style nav iframe svg noscript template dialog select textarea object embed video audio canvas figcaption
    amp-sidebar amp-consent amp-ad amp-social-share"""
)
BLOCK_TAGS = _words(
    """p div section article main aside header footer h1 h2 h3 h4 h5 h6 li ul ol dl dt dd blockquote pre table tbody tr td th
    figure center body hr form fieldset details summary"""
)
BOX_TAGS = _words("div section aside ul ol table td article dl figure details blockquote amp-list")
ROLES = _words(
    """navigation search complementary contentinfo banner dialog alertdialog toolbar tablist menu menubar tooltip alert
    doc-endnotes"""
)
