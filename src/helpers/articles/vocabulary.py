"""Words by which whole lines of scraped debris are told: words of interfaces, counters, languages, sections."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.replace("\n", "|").split("|") if phrase.strip())


# A line that is one of these and nothing else: menus, section names, buttons (compared in case-folded form).
INTERFACE_LINES = frozenset(
    _phrases(
        """
    home|menu|main menu|search|log in|login|sign in|sign up|register|subscribe|subscribe now|newsletter|newsletters|share
    share this|share article|share this article|share on facebook|share on twitter|share on x|tweet|facebook|twitter|x
    telegram|whatsapp|linkedin|reddit|instagram|youtube|email|e-mail|print|copy link|copy url|copied|save|bookmark|follow
    follow us|comments|comment|leave a comment|add comment|no comments|reply|like|dislike|likes|views|shares
    advertisement|advertising|ad|ads|sponsored|sponsored content|promoted|related|related articles|related news
    related stories|related topics|related posts|more news|more stories|more on this story|most read|most popular|popular
    trending|trending now|top stories|top news|latest|latest news|breaking|breaking news|news|all news|news feed|newsfeed
    see also|read also|read more|read next|also read|more|load more|show more|view all|see all|next|previous|prev|back
    back to top|next article|previous article|next post|previous post|world|international|politics|business|economy
    finance|markets|sport|sports|culture|society|opinion|opinions|analysis|editorial|columns|health|science|technology
    tech|travel|lifestyle|entertainment|video|videos|photo|photos|gallery|galleries|multimedia|live|interview|interviews
    weather|local|regions|europe|asia|africa|middle east|americas|defence|defense|security|military|war|war in ukraine
    tags|topics|categories|category|source|sources|share via|loading|loading...|please wait|play|pause|watch|watch live
    watch now|listen|listen to this article|skip to content|skip to main content|accept|accept all|accept cookies
    reject all|manage cookies|cookie settings|cookie policy|privacy policy|privacy|terms of use|terms of service
    terms and conditions|contact|contact us|about|about us|careers|advertise|advertise with us|sitemap|rss|faq|help
    download app|download our app|app store|google play|dark mode|light mode|font size|a+|a-|a- a+|a+ a-|a a a|aa|edition
    subscribe to our newsletter|sign up for our newsletter|get the app|close|open|ok|cancel|submit|send|editor's choice
    editors' picks|editor's picks|recommended|you may also like|you might also like|главная|новости|все новости|политика
    экономика|общество|спорт|мир|в мире|культура|война|поделиться|подписаться|подписка|комментарии|реклама|читайте также
    читать далее|читать ещё|читать еще|ещё|еще|поиск|меню|войти|вход|фото|видео|источник|источники|популярное
    последние новости|главное|теги|головна|новини|усі новини|всі новини|політика|економіка|суспільство|світ|війна
    поділитися|підписатися|підписка|коментарі|читайте також|читати далі|більше|пошук|увійти|джерело|джерела|популярне
    останні новини|головне|ana səhifə|xəbərlər|son xəbərlər|siyasət|iqtisadiyyat|cəmiyyət|dünya|idman|mədəniyyət|seçilən
    seçilmiş|mənbə|mənbələr|paylaş|oxunub|daha çox|bütün xəbərlər|anasayfa|ana sayfa|haberler|son dakika|gündem|siyaset
    ekonomi|spor|kültür|yorumlar|yorum yap|abone ol|reklam|kaynak|kaynaklar|giriş yap|arama|daha fazla|ilgili haberler
    devamını oku|takip et|yazdır|tümü|öne çıkanlar|en çok okunanlar|მთავარი|სიახლეები|პოლიტიკა|ეკონომიკა|საზოგადოება
    მსოფლიო|სპორტი|გაზიარება|წაიკითხეთ აგრეთვე|ყველა სიახლე|წყარო|գլխավոր|նորություններ|քաղաքականություն|կիսվել
    կարդացեք նաև|acasă|știri|stiri|ultimele știri|politică|politica|economie|externe|cultură|distribuie|comentarii
    abonează-te|citește și|citeste si|vezi și|publicitate|căutare|meniu|sursa|surse|mai mult|toate știrile
    cele mai citite|etichete|autentificare|imprimă|trimite|startseite|nachrichten|schlagzeilen|politik|wirtschaft
    gesellschaft|ausland|inland|panorama|kultur|meinung|teilen|drucken|kommentare|anzeige|werbung|suche|anmelden
    abonnieren|mehr zum thema|lesen sie auch|mehr|weiterlesen|quelle|quellen|merken|accueil|actualités|actualité
    politique|économie|société|monde|partager|commentaires|s'abonner|abonnez-vous|publicité|rechercher|connexion
    se connecter|lire aussi|à lire aussi|lire la suite|voir plus|imprimer|plus|inicio|noticias|últimas noticias|política
    economía|sociedad|mundo|internacional|deportes|cultura|compartir|comentarios|suscríbete|suscribirse|publicidad|buscar
    iniciar sesión|lea también|leer más|ver más|fuente|imprimir|home page|notizie|ultime notizie|economia|società|mondo
    esteri|cronaca|condividi|commenti|abbonati|pubblicità|cerca|accedi|leggi anche|leggi di più|fonte|strona główna
    wiadomości|najnowsze|polityka|gospodarka|społeczeństwo|świat|kultura|udostępnij|komentarze|reklama|szukaj|zaloguj się
    czytaj także|czytaj też|czytaj więcej|źródło|início|notícias|últimas notícias|sociedade|esportes|compartilhar
    partilhar|comentários|publicidade|entrar|leia também|leia mais|domů|zprávy|hlavní zprávy|sdílet|číst více|přihlásit
    početna|vesti|vijesti|podeli|podijeli|pročitajte još|reklamă|الرئيسية|أخبار|الأخبار|آخر الأخبار|سياسة|اقتصاد|رياضة
    العالم|شارك|مشاركة|إعلان|اقرأ أيضا|اقرأ أيضاً|المزيد|بحث|تعليقات|المصدر|خانه|اخبار|سیاسی|اقتصادی|ورزشی|جهان
    اشتراک گذاری|بیشتر بخوانید|ראשי|חדשות|שתף|קרא גם|首页|新闻|分享|评论|广告|更多|相关阅读
    ホーム|ニュース|共有|シェア|関連記事
    広告|홈|뉴스|공유|댓글|광고|관련기사
        """
    )
)

# A short line that begins with one of these asks the reader to go elsewhere or do something.
INTERFACE_OPENINGS = _phrases(
    """
    subscribe to|subscribe for|sign up for|sign up to|follow us|follow our|join us on|join our|join the conversation
    like us on|find us on|stay tuned|click here|tap here|download our|download the app|get our|get the latest
    get breaking|receive our|share this|share on|share via|skip to|we use cookies|this site uses cookies
    this website uses cookies|our site uses cookies|by continuing to|by clicking|by using this site|accept cookies
    your privacy|all rights reserved|copyright ©|copyright (c)|©|(c) 20|story continues below|article continues below
    continue reading|the story continues after|advertisement -|already a subscriber|already have an account
    create a free account|log in to|login to|register to|you have reached your|to continue reading|support our journalism
    support independent|donate to|turn on notifications|enable javascript|please enable
    this article was originally published|this story was originally published|leave a comment|post a comment
    your email address will not|notify me of|fields marked|see what's trending|watch:|watch live:|listen:|tags:|tag:
    topics:|filed under|posted in|categories:|related:|more on:|most read:|trending:|if you find an error
    if you notice an error|found a mistake|found a typo|report a typo|select the text and press|подпишитесь
    подписывайтесь|следите за|присоединяйтесь|читайте нас|наш телеграм|если вы заметили ошибку|если вы нашли ошибку
    все права защищены|мы используем cookie|підпишіться|підписуйтесь|стежте за|приєднуйтесь|якщо ви помітили помилку
    якщо ви знайшли помилку|всі права захищені|усі права захищені|abone olun|bizi takip edin|haberlere abone
    tüm hakları saklıdır|çerezler|bu site çerez|bizi izləyin|bizə abunə|bütün hüquqlar qorunur|abonează-te la|abonați-vă
    urmărește-ne|toate drepturile rezervate|acest site folosește|folosim cookie|distribuie pe|გამოგვყევით
    ყველა უფლება დაცულია|abonnieren sie|folgen sie uns|alle rechte vorbehalten|diese website verwendet
    wir verwenden cookies|abonnez-vous|suivez-nous|tous droits réservés|nous utilisons des cookies|suscríbete a|síguenos
    todos los derechos reservados|utilizamos cookies|iscriviti|seguici|tutti i diritti riservati|zapisz się|obserwuj nas
    wszelkie prawa zastrzeżone|inscreva-se|siga-nos|todos os direitos reservados
    """
)

# Followed by a headline of another article: the whole line goes.
READ_ALSO = _phrases(
    """
    read also|also read|read more|read next|see also|more on this|related article|related story|related news|don't miss
    recommended|читайте также|читать также|смотрите также|по теме|читайте також|дивіться також|oxuyun|həmçinin oxuyun
    ayrıca oku|ayrıca okuyun|ilgili haber|citește și|citeste si|vezi și|lesen sie auch|lire aussi|à lire aussi
    lea también|leggi anche|czytaj także|czytaj też|leia também|წაიკითხეთ აგრეთვე|اقرأ أيضا|اقرأ أيضاً
    """
)

# With which a block of links to other articles opens (compared in case-folded form, without signs at its ends).
LINK_HEADINGS = frozenset(
    _phrases(
        """
    related|related articles|related article|related stories|related story|related news|related content|related posts
    related links|related topics|related coverage|related reading|more news|more stories|more articles|more headlines
    more on this|more on this story|more on this topic|more to read|also of interest|further reading|other news
    other stories|other articles|you may also like|you might also like|you may like|you may also be interested in
    readers also liked|people also read|others also read|recommended|recommended for you|recommended stories
    recommended articles|recommended reading|suggested reading|read more|read next|read also|also read|see also|up next
    what to read next|most read|most viewed|most popular|most shared|most commented|popular|popular now|popular stories
    popular articles|popular posts|trending|trending now|trending stories|trending news|latest|latest news
    latest stories|latest articles|latest headlines|latest posts|recent posts|recent articles|recent news|recent stories
    top stories|top news|top headlines|editor's choice|editor's picks|editors' picks|editor’s choice|editor’s picks
    editors’ picks|don't miss|don’t miss|in other news|from around the web|around the web|from the web
    lesen sie auch|mehr zum thema|das könnte sie auch interessieren|meistgelesen|meistgelesene artikel|auch interessant
    ähnliche artikel|verwandte artikel|weitere artikel|weitere nachrichten|neueste nachrichten|aktuelle nachrichten
    lire aussi|à lire aussi|sur le même sujet|les plus lus|articles les plus lus|articles liés|articles similaires
    dans la même rubrique|dernières nouvelles|à ne pas manquer|vous aimerez aussi
    lea también|leer también|te puede interesar|te puede gustar|noticias relacionadas|artículos relacionados|lo más leído
    lo más visto|últimas noticias|más noticias|leggi anche|articoli correlati|i più letti|ultime notizie|potrebbe interessarti
    leia também|leia mais|mais lidas|mais lidos|artigos relacionados|notícias relacionadas|últimas notícias
    czytaj także|czytaj też|zobacz także|zobacz też|powiązane artykuły|najczęściej czytane|najnowsze wiadomości
    читайте также|читать также|смотрите также|материалы по теме|по теме|ещё по теме|новости по теме|популярное
    самое читаемое|последние новости|рекомендуем|похожие материалы|похожие статьи|другие новости
    читайте також|дивіться також|матеріали за темою|за темою|популярне|найпопулярніше|останні новини|рекомендуємо
    схожі матеріали|інші новини|ilgili haberler|ilgili haber|ilgili yazılar|benzer haberler|en çok okunanlar|son haberler
    diğer haberler|bunlar da ilginizi çekebilir|öne çıkanlar|vezi și|citește și|cele mai citite|știri similare
    həmçinin oxuyun|oxşar xəbərlər|ən çox oxunanlar|اقرأ أيضا|اقرأ أيضاً|الأكثر قراءة|مواضيع ذات صلة|أخبار ذات صلة
    بیشتر بخوانید|相关新闻|相关阅读|热门排行|推荐阅读|関連記事
        """
    )
)

# Words of buttons and menus; a line of nothing else is one of them. Those of the second set say nothing by themselves.
BUTTON_WORDS = _words(
    """
    accept reject decline allow manage preferences preference customise customize configure cookies cookie
    consent subscribe subscription unsubscribe login logout log-in sign-in sign-up newsletter newsletters menu search share
    skip settings bookmark print tweet email e-mail whatsapp telegram facebook twitter linkedin instagram youtube purposes
    vendors opt-out
    akzeptieren ablehnen zustimmen einstellungen verwalten anpassen anmelden abonnieren registrieren suche suchen menü teilen
    accepter refuser gérer paramétrer préférences continuer s'abonner abonner connexion connecter rechercher partager
    aceptar rechazar gestionar configurar preferencias suscribirse suscríbete iniciar buscar menú compartir
    accetta accettare rifiuta rifiutare gestisci preferenze impostazioni abbonati accedi iscriviti cerca condividi
    aceitar rejeitar gerir gerenciar preferências definições configurações assinar subscrever pesquisar partilhar compartilhar
    akceptuj odrzuć zarządzaj ustawienia zgadzam zaloguj subskrybuj szukaj udostępnij
    принять отклонить настроить настройки согласен войти подписаться поиск меню поделиться
    прийняти відхилити налаштувати налаштування погоджуюсь увійти підписатися пошук меню поділитися
    kabul reddet tercihleri tercihler yönet ayarlar ayarları giriş abone paylaş ara menü
    """
)
BUTTON_FILLERS = _words(
    """
    a agree all and on or the to our your my in up out log sign for with without via non-essential essential necessary
    only optional required more less options option choices choice save confirm close ok okay got it i show view hide see
    get learn continue proceed exit privacy policy policies content main navigation use site website now here
    free account register join follow like link copy page this x rss app download help home
    alle alles und oder zu mehr erfahren nur notwendige speichern schließen optionen weiter inhalt springen tout tous toutes
    et ou en savoir plus les mes des le la aller au contenu sans todo todas todos y o más saltar al contenido el
    los tutto tutti tutte e vai contenuto di più leggi i tudo ir para o conteúdo mais as os wszystkie wszystko
    i więcej się do treści все всё и или файлы перейти к содержанию ещё все всі усі та або файли до перейти вмісту tümünü
    tümü et ve ol yap hepsini içeriğe geç çerez çerezleri
    """
)

# What is counted beside an article: "12 comments", "1.2K views".
COUNTED = frozenset(
    _phrases(
        """
    share|shares|view|views|comment|comments|like|likes|reads|reply|replies|photo|photos|tweet|tweets|retweets|follower
    followers|source|sources|mənbə|mənbələr|paylaşım|görüntüleme|yorum|yorumlar|просмотр|просмотров|просмотра|комментарий
    комментария|комментариев|перегляд|переглядів|коментар|коментарів|vizualizări|comentarii|distribuiri|surse|sursa
    kommentare|aufrufe|commentaires|partages|vues|comentarios|vistas|visitas|condivisioni|commenti|komentarzy|wyświetleń
        """
    )
)

LANGUAGE_NAMES = frozenset(
    _phrases(
        """
    english|русский|українська|deutsch|français|español|italiano|português|polski|română|türkçe|azərbaycanca|azərbaycan
    ქართული|հայերեն|عربي|العربية|فارسی|עברית|中文|日本語|한국어|čeština|magyar|български|српски|srpski|hrvatski|slovenčina
    ελληνικά|nederlands|svenska|suomi|eesti|latviešu|lietuvių|қазақша|o'zbekcha|беларуская|eng|rus|ukr|aze|azə|tur|ger
    deu|fra|esp|ron|geo|arm
        """
    )
)

LANGUAGE_CODES = frozenset(
    _phrases(
        """
    az|en|ru|ua|uk|tr|de|fr|es|it|pt|pl|ro|ka|ge|hy|am|ar|fa|he|zh|cn|ja|ko|cs|hu|bg|sr|hr|sk|el|nl|sv|fi|et|lv|lt|kk|uz
    be
        """
    )
)

# What a page asks its reader to do, or says about itself, wherever in a short line it stands.
_CALLS = (
    r"ctrl\s?\+\s?enter",
    r"\b(?:enable|turn on|activate|switch on)\b.{0,20}\bjavascript\b|\bjavascript (?:is|must be) (?:disabled|enabled|required)",
    r"^the post .{5,200} (?:appeared first|first appeared) on ",
    r"\bthis (?:article|post|story) (?:first )?appeared (?:first )?(?:on|in) ",
    r"\b(?:sign up|subscribe)\b.{0,40}\b(?:our|free|daily|weekly)\b.{0,40}"
    r"\b(?:newsletters?|e-?mails?|inbox|bulletin|briefing|updates?)\b",
    r"\bnewsletters?\b.{0,80}\bsign up\b|\bsign up here\b|^our standards:|^listen to this (?:story|article)",
    r"^follow\b.{0,80}(?:\bcoverage\b|https?://)",
    r"^unsubscribe\b|\bunsubscribe (?:any ?time|at any time|here)|\bmanage your (?:preferences|subscription)",
    r"\b(?:straight|direct|delivered)\b.{0,20}\byour (?:inbox|e-?mail)\b",
    r"\byour e-?mail address (?:will|is|has)\b|^invalid e-?mail",
    r"\bview (?:this|the) e?-?mail in (?:your|a) browser|^privacy notice:",
    r"\b(?:this|our|the) (?:web)?site uses cookies|\baccept (?:all )?cookies\b",
    r"\bwe(?: and our (?:\d+ )?partners)? (?:use|store)\b.{0,60}\bcookies\b",
    r"\bearlier version of this (?:article|story|report)\b",
    r"^thank you for reading\b|\breader-supported\b|\bdo you have a (?:story|tip) for us\b",
    r"\b(?:log in|sign in) (?:or register )?to (?:post|leave)\b|^printer[- ]friendly\b|\bbest viewed in\b",
    r"^(?:e-?mail|send) this (?:story|article|page)\b|^back to (?:top|the article|front page)",
    # Turkish, Arabic
    r"\bbizi takip ed|\babone ol(?:un|mak)|\bhenüz yorum yapılmamış|تابعو(?:ا|نا)|لن يتم نشر",
    r"جميع الحقوق محفوظة|ملفات تعريف الارتباط",
    # Russian, Ukrainian
    r"\bподпис(?:ывайтесь|ывайся|аться на)\b|\bподпишитесь\b|\bнашли ошибку|\bфайлы cookie|\bиспользовани[ея] материалов",
    r"\bпідпи(?:суйтес[ья]|шіться)\b|\bзнайшли помилку|\bприєднуйтес[ья] до\b|\bвикористання матеріалів",
    # French, Spanish, Italian, German, Chinese
    r"\bsuivez[- ]nous\b|\babonnez[- ]vous\b|\binscrivez[- ]vous\b|\bdes cookies\b",
    r"\brecevez\b.{0,60}\b(?:newsletter|mail|chaque (?:matin|jour|semaine))\b",
    r"\bsíguenos\b|\bsuscríbe(?:te|ase)\b|\bapúntate\b|\bseguici\b|\biscriviti\b|\bnuestra newsletter\b",
    r"\bfolgen sie uns\b|\b(?:jetzt|hier) (?:kostenlos )?(?:anmelden|abonnieren)\b|\bnewsletter (?:abonnieren|bestellen)",
    "责任编辑|版权所有|未经授权",
)
CALLS = re.compile("|".join(_CALLS), re.IGNORECASE)
