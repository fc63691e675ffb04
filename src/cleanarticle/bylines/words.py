"""Words of bylines in many languages, as verbose patterns without regard to case."""

from __future__ import annotations

PUBLISHED = r"""
    (?:first\s|date\s)?(?:published|posted|created|released)|(?:publication|publish|post)\sdate
    |gepubliceerd|geplaatst|verschenen|publicatiedatum|(?:zuerst\s)?veröffentlicht|erschienen
    |publiziert|erstellt|veröffentlichungsdatum|online\sseit
    |(?:article\s)?publiée?s?|postée?|mise?\sen\sligne|parue?|créée?|date\sde\s(?:publication|parution)
    |publicad[oa]|fecha\sde\spublicación|cread[oa]|pubblicat[oa]|data\sdi\spubblicazione|postado
    |criado|data\sd[ea]\spublicação|opublikowan[oay]|data\s(?:publikacji|dodania)|dodano|publikacja
    |utworzono|(?:haber\s)?giriş(?:\starihi)?|yayın(?:lan?ma)?(?:\starihi)?|yayınlandı|yayımlandı
    |(?:eklenme|oluşturulma)(?:\starihi)?|δημοσίευση|δημοσιεύ[θτ]ηκε|ημερομηνία\sδημοσίευσης
    |αναρτήθηκε|ανάρτηση|(?:πρώτη\s)?καταχώρ[ιη]ση
    |(?:기사\s?|최초\s?)?(?:입력|등록|작성|게시|발행|승인|송고)(?:\s?(?:시간|일시|일))?
    |(?:公開|投稿|掲載|配信|作成|発行|登録)(?:日時?|時間)?|(?:初稿)?(?:发布|發布|发表|發表|刊登|刊发)(?:时间|時間|日期|于|於)?
    |опубликован[оаы]?|публикация|(?:дата|время)\sпубликации|добавлен[оа]|размещен[оа]|создан[оа]
    |опубліковано|дата\sпублікації|публікація|публикуван[оа]
    |publikován[oy]?|zveřejněno|vydáno|vloženo|vytvořeno|datum\svydání|publikované|zverejnené
    |publicera[dt]e?s?|skapad|upplagd|udgivet|offentliggjort|publiceret|oprettet|publisert|lagt\sut
    |opprettet|julkaistu|luotu|lisätty|julkaisupäivä|megjelent|megjelenés|közzétéve|publikálva
    |létrehozva|feltöltve|publicată?(?:\sîn\sdata)?|data\spublicării|postată?|adăugat|apărut
    |objavljen[oa]|објављен[оа]|نُ?شر(?:\s(?:في|بتاريخ))?|تاريخ\sالنشر|تم\sالنشر(?:\sفي)?
    |פורסם|תאריך\sפרסום|انتشار|تاریخ\sانتشار|(?:ngày\s)?đăng(?:\s(?:lúc|ngày))?|xuất\sbản
    |diterbitkan|dipublikasikan|terbit|เผยแพร่(?:เมื่อ)?|प्रकाशित"""
"""Words before a date of publication."""

CHANGED = r"""
    (?:last\s)?(?:updated|modified|edited|revised|reviewed)|last\s(?:update|change)
    |(?:laatst\s)?(?:bijgewerkt|gewijzigd|aangepast)|laatste\s(?:update|wijziging)
    |(?:zuletzt\s)?(?:aktualisiert|geändert|bearbeitet)|letzte\s(?:änderung|aktualisierung)|stand
    |(?:et\s)?mise?s?\sà\sjour|(?:dernière\s)?mise\sà\sjour|modifiée?|actualisée?|dernière\smodification
    |atualizad[oa]|actualizad[oa]|modificad[oa]|última\sactualización|act\.
    |última\s(?:atualização|modificação)|aggiornat[oa]|ultim[oa]\s(?:aggiornamento|modifica)
    |(?:ostatnia\s)?(?:aktualizacja|modyfikacja)|zaktualizowan[oay]|zmodyfikowano
    |(?:son\s)?güncelle(?:n?me|ndi)(?:\starihi)?|(?:τελευταία\s)?(?:ενημέρωση|τροποποίηση)|ενημερώθηκε
    |(?:최종\s?|기사\s?)?(?:수정|업데이트)(?:\s?(?:시간|일시|일))?|(?:最終)?(?:更新|修正)(?:日時?|時間)?
    |(?:最[后後])?(?:更新|修改)(?:时间|時間|日期|于|於)?|обновл[её]н[оа]?|измен[её]н[оа]?
    |(?:последнее|дата)\sобновлени[ея]|оновлено|актуализиран[оа]
    |(?:naposledy\s)?(?:aktualizováno|upraveno|změněno)|(?:poslední\s)?(?:aktualizace|úprava)
    |(?:senast\s)?(?:uppdaterad|ändrad|uppdaterat)|(?:sidst\s|senest\s)?(?:opdateret|ændret)
    |(?:sist\s)?(?:oppdatert|endret)|(?:viimeksi\s)?(?:päivitetty|muokattu)
    |(?:utoljára\s)?(?:frissítve|módosítva)|frissült|(?:utolsó\s)?frissítés
    |actualizată?|ultima\s(?:actualizare|modificare)|modificată?|ažurirano|ажурирано
    |(?:آخر\s|تم\s)?تحديث|تم\sالتحديث(?:\sفي)?|آخر\sتعديل|עודכן|به\s?روزرسانی|cập\snhật|diperbarui
    |อัปเดต(?:ล่าสุด)?|अपडेट(?:ेड)?"""
"""Words before the date of a change."""

PREPOSITION = r"""(?:\s(?:on|at|am|op|le|el|il|em|den|d\.|dne|dnia|στις|την|klo|la|pe|на|от|в))?"""
"""A word between these and the date."""

BY = r"""
    (?:(?:written|posted|published|reported|created|submitted|words|story|text|article|review|column
        |guest\s(?:post|article|column|essay))\s)?by
    |(?:posted|filed|published|veröffentlicht|publié|publicado)\s(?:in|under|dans|en)
        \s(?-i:[^\W\d_a-zß-öø-ÿ])[^|·•:]{0,50}?\s(?:by|von|par|por)
    |(?:(?:geschrieben|aufgeschrieben|verfasst|aufgezeichnet|text|(?:ein\s)?(?:artikel|beitrag|bericht|interview)
        )\s)?von
    |(?:(?:écrit|rédigé|publié|posté|proposé|texte|article|propos\srecueillis|entretien|interview
        |(?:entretien|interview)\s(?:réalisée?|menée?))\s)?par
    |(?:(?:escrit[oa]|publicad[oa]|redactad[oa]|texto|entrevista|postado)\s)?por
    |(?:(?:articolo|testo|intervista)\s)?di|(?:scritto|pubblicato)\sda|a\scura\sdi
    |(?:(?:geschreven|geplaatst|gepubliceerd|tekst|interview)\s)?door
    |(?:(?:skrevet|skriven|text|tekst|publicerad)\s)?av|(?:(?:skrevet|tekst|artikel)\s)?af
    |γράφ(?:ει|ουν)(?:\s(?:ο|η|οι))?|του|της|συνέντευξη\sστ(?:ον|ην?)
    |napisał[aiy]?|rozmawiał[aiy]?|napsal[aiy]?|připravil[aiy]?|írta|scris\sde|articol\sde
    |беседовал[аи]?|написал[аи]?|بقلم|oleh|bởi|מאת|โดย
    |(?:das\s)?(?:gespräch|interview)\sführten?|die\sfragen\sstellten?
    |author|autor(?:in|a|ka)?|auteure?|autore|autrice|yazar|автор|szerző|forfatter|författare|kirjoittaja
    |συντάκτ(?:ης|ησ|ρια)"""
"""Words before names without a colon."""

NAME_LABEL = r"""
    authors?|by|writer|reporter|words|text|story|journalist|auteure?s?|autor(?:in|en|es|a|e|i|ka|ky|ul|ii)?
    |autrice|verfasser(?:in)?|redacteur|tekst|texte|texto|testo|teksti|von|par|por|di|door|av|af
    |yazar|yazan|haber|muhabir|röportaj|συντάκτ(?:ησ|ης|ρια)|συντάξη|κείμενο|ρεπορτάζ|γράφει|του|της|επιμέλεια
    |автор[ыи]?|текст|корреспондент|интервью|журналист|författare|skribent|reporter|forfatter
    |journalist|kirjoittajat?|toimittaja|szerző|írta|szöveg|scris\sde
    |기자|글쓴이|글|작성자|취재|著者|執筆者?|筆者|取材・?文?|文|ライター|記者|作者|撰文|[记記]者|采写
    |بقلم|كتب(?:ت|ه|ته)?|الكاتبة?|إعداد|تحرير|المؤلف|كاتب|نویسنده|penulis|oleh|tác\sgiả|ผู้เขียน|โดย|מאת
    |लेखक|interview|wywiad|entrevista|intervista"""
"""Words with a colon before names."""

OTHER_PART = r"""
    (?:(?:medically\s|fact\s)?(?:reviewed|checked|edited|verified|approved|translated|(?:last\s)?updated|modified)
    |photos?|pictures?|images?
    |illustrations?|graphics?|video)\sby|editor|photos?|pictures?|illustrations?|fotos?(?:\svon|\spor)?
    |photos?(?:\sde|\spar)?|bilder?|zdjęcia|foto\sdi|fotoğraf(?:lar)?|φωτογραφί(?:α|ες)|фото|kuvat?|beeld|fotó|사진|편집
    |撮影|写真|编辑|編輯|责编|責編|摄影|redaktion|bearbeitung|übersetzung|traduction"""
"""Words before the names of people who had another part in an article than writing it."""

SOURCE = r"""
    source|quelle|fonte|fuente|bron|źródło|kaynak|πηγή|출처|来源|來源|источник|zdroj|källa|kilde|lähde
    |forrás|sursa|المصدر|منبع|nguồn|sumber"""
"""Words before the name of the source."""

AND = r"and|und|et|y|e|en|og|och|i|a|ve|και|и|та|і|ja|és|și|si|dan|và|و|with|mit|avec|con"
"""Words between names."""

WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|(?:maan|dins|woens|donder|vrij|zater|zon|mån|tis|ons|tors|fre|lör|sön|man|tirs|lør|søn)dag"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|mo|di|mi|do|fr|sa|so"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|lunes|martes|miércoles|jueves|viernes|sábado"
    r"|domingo|(?:lune|marte|mercole|giove|vener)dì|sabato|domenica"
    r"|(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|poniedziałek|wtorek|środa|czwartek|piątek"
    r"|sobota|niedziela|pondělí|úterý|středa|čtvrtek|pátek|neděle|pazartesi|salı|çarşamba|perşembe"
    r"|cuma(?:rtesi)?|pazar|δευτέρα|τρίτη|τετάρτη|πέμπτη|παρασκευή|σάββατο|κυριακή|понедельник"
    r"|вторник|сред[аы]|четверг|пятниц[аы]|суббот[аы]|воскресенье"
    r"|(?:maanan|tiis|tors|perjan|lauan|sunnun)tai|keskiviikko|hétfő|kedd|szerda|csütörtök|péntek"
    r"|szombat|vasárnap|luni|marți|miercuri|joi|vineri|sâmbătă|duminică|ال(?:اثنين|إثنين|ثلاثاء"
    r"|أربعاء|خميس|جمعة|سبت|أحد)|星期[一二三四五六日天]|周[一二三四五六日]|[月火水木金土日]曜?"
    r"|[월화수목금토일](?:요일)?)"
)
"""Names of the days of the week, in lower case."""
