"""Pages in many languages with junk that only its words and its links tell from the article.

The markup has no class names. In most pages, a paragraph begins with a word that also labels
credits, bylines or corrections: "Sources close to the talks say", not "Sources: Reuters".
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

import cleanarticle


class Page(NamedTuple):
    """A page.

    Attributes:
        title: Its title.
        article: The paragraphs of its article.
        junk_above: Lines above the title.
        links: Links to other articles, below this one.
        junk_below: Lines below these.
    """

    title: str
    article: tuple[str, ...]
    junk_above: tuple[str, ...]
    links: tuple[str, ...]
    junk_below: tuple[str, ...]

    @property
    def junk(self) -> tuple[str, ...]:
        return self.junk_above + self.links + self.junk_below

    @property
    def html(self) -> str:
        article, above, below = (
            "".join(f"<p>{text}</p>" for text in lines)
            for lines in (self.article, self.junk_above, self.junk_below)
        )
        links = "".join(f'<p><a href="/other">{text}</a></p>' for text in self.links)
        return (
            f"<html><head><title>{self.title}</title></head><body><div>{above}<h1>{self.title}</h1>"
            f"{article}</div><div>{links}{below}</div></body></html>"
        )


PAGES = {
    "vi": Page(
        "Cầu mới qua sông sẽ thông xe vào tháng tới",
        (
            "Cây cầu mới bắc qua sông dài hơn hai cây số sẽ thông xe vào đầu tháng tới, sớm hơn kế"
            " hoạch ba tháng, theo thông báo của chủ đầu tư trong buổi họp báo sáng nay.",
            "Ảnh hưởng của công trình đến giao thông trong vùng là rất lớn, vì thời gian đi từ"
            " trung tâm ra sân bay sẽ giảm từ bốn mươi phút xuống còn mười lăm phút.",
            "Nguồn vốn của dự án đến từ ngân sách thành phố, và các kỹ sư cho biết mặt cầu đã được"
            " thử tải trong nhiều tuần với hàng trăm xe chở đá.",
        ),
        ("Chuyển đến nội dung", "Chia sẻ bài viết"),
        ("Xem thêm: Giá vé xe buýt tăng từ tuần sau",),
        ("Bài viết liên quan", "Đăng ký nhận bản tin", "Gửi bình luận", "Quảng cáo"),
    ),
    "id": Page(
        "Jembatan baru dibuka bulan depan",
        (
            "Jembatan baru sepanjang dua kilometer di atas sungai itu akan dibuka pada awal bulan"
            " depan, tiga bulan lebih cepat dari rencana, kata pengembang pagi ini.",
            "Sumber daya manusia menjadi kunci proyek tersebut, karena lebih dari seribu pekerja"
            " bergantian siang dan malam selama dua tahun terakhir di kedua tepi sungai.",
            "Penulis laporan itu menyebut bahwa waktu tempuh dari pusat kota ke bandara akan turun"
            " dari empat puluh menit menjadi lima belas menit saja.",
        ),
        ("Langsung ke konten", "Bagikan artikel ini"),
        ("Baca juga: Tarif bus naik mulai pekan depan",),
        (
            "Berita Terkait",
            "Tinggalkan komentar",
            "Ikuti kami di Google News",
            "Pedoman Media Siber",
        ),
    ),
    "sv": Page(
        "Den nya bron öppnar nästa månad",
        (
            "Den två kilometer långa bron över älven öppnar för trafik i början av nästa månad, tre"
            " månader tidigare än planerat, meddelade byggherren på en pressträff på förmiddagen.",
            "Fotograf och ingenjör har följt bygget i två år, och bilderna visas från och med"
            " lördag i stadsbibliotekets stora sal tillsammans med ritningar och modeller.",
            "Dela av vägen mellan flera kommuner var ett villkor för att staten skulle betala"
            " hälften av de tre miljarder kronor som bron till slut har kostat.",
        ),
        ("Hoppa till innehåll", "Dela artikeln"),
        ("Läs också: Bussbiljetten blir dyrare",),
        ("Mest läst", "Prenumerera på vårt nyhetsbrev", "Ansvarig utgivare: Eva Ek", "Annons"),
    ),
    "da": Page(
        "Den nye bro åbner i næste måned",
        (
            "Den to kilometer lange bro over fjorden åbner for trafik i begyndelsen af næste måned,"
            " tre måneder tidligere end planlagt, oplyste bygherren på et pressemøde i formiddags.",
            "Kilder tæt på forhandlingerne siger, at staten betaler halvdelen af de tre milliarder"
            " kroner, og at kommunerne deler resten efter antallet af deres indbyggere.",
            "Rejsen fra centrum til lufthavnen varer fremover et kvarter, hvor den i dag tager"
            " fyrre minutter, når der er trafik på den gamle vej langs vandet.",
        ),
        ("Gå til indhold", "Del artiklen"),
        ("Læs også: Busbilletten bliver dyrere",),
        ("Mest læste", "Tilmeld dig vores nyhedsbrev", "Alle rettigheder forbeholdes", "Annonce"),
    ),
    "fi": Page(
        "Uusi silta avataan ensi kuussa",
        (
            "Kaksi kilometriä pitkä silta joen yli avataan liikenteelle ensi kuun alussa, kolme"
            " kuukautta suunniteltua aikaisemmin, kertoi rakennuttaja aamun tiedotustilaisuudessa.",
            "Kuva sillasta on tullut tutuksi kaikille kaupungin asukkaille, sillä rakennustyö on"
            " näkynyt keskustan korkeimpiin taloihin jo kahden vuoden ajan.",
            "Matka keskustasta lentoasemalle kestää jatkossa viisitoista minuuttia, kun vanhaa"
            " rantatietä pitkin ajaessa siihen kuluu ruuhkassa neljäkymmentä minuuttia.",
        ),
        ("Siirry sisältöön", "Jaa artikkeli"),
        ("Lue myös: Bussiliput kallistuvat",),
        ("Luetuimmat", "Tilaa uutiskirje", "Hyväksy kaikki evästeet", "Mainos"),
    ),
    "cs": Page(
        "Nový most se otevře příští měsíc",
        (
            "Dva kilometry dlouhý most přes řeku se otevře začátkem příštího měsíce, tři měsíce"
            " před termínem, oznámil investor na dopolední tiskové konferenci.",
            "Zdroj napájení osvětlení je pod mostovkou, takže lampy svítí i při výpadku proudu a"
            " jejich provoz stojí město asi polovinu toho, co na starém mostě.",
            "Oprava starého mostu začne na podzim a potrvá podle odhadu techniků dva roky, po které"
            " bude veškerá doprava jezdit jen po mostě novém.",
        ),
        ("Přejít k obsahu", "Sdílet na Facebooku"),
        ("Čtěte také: Jízdné v autobusech zdraží",),
        ("Související články", "Přihlaste se k odběru novinek", "Vstoupit do diskuse", "Inzerce"),
    ),
    "hu": Page(
        "Jövő hónapban megnyílik az új híd",
        (
            "Jövő hónap elején, a tervezettnél három hónappal korábban megnyílik a folyón átívelő,"
            " két kilométer hosszú híd, közölte a beruházó a délelőtti sajtótájékoztatón.",
            "Megjelent a hídról szóló könyv is, amelynek szerzője két éven át követte a munkákat,"
            " és több mint száz munkással és mérnökkel beszélgetett a helyszínen.",
            "A belvárosból a repülőtérre eddig negyven perc alatt lehetett eljutni a régi parti"
            " úton, mostantól viszont ugyanez az út negyedóra lesz.",
        ),
        ("Ugrás a tartalomhoz", "Megosztás Facebookon"),
        ("Olvasd el ezt is: Drágulnak a buszjegyek",),
        ("Kapcsolódó cikkek", "Iratkozz fel hírlevelünkre", "Szólj hozzá", "Hirdetés"),
    ),
    "ro": Page(
        "Podul nou se deschide luna viitoare",
        (
            "Podul de doi kilometri peste fluviu se deschide la începutul lunii viitoare, cu trei"
            " luni mai devreme decât era planificat, a anunțat constructorul într-o conferință.",
            "Surse din guvern spun că statul plătește jumătate din cele trei miliarde, iar restul"
            " va fi împărțit între județe după numărul locuitorilor lor.",
            "Continuarea lucrărilor la drumul vechi de pe mal depinde de vreme, dar inginerii speră"
            " să termine înainte de sosirea iernii și a primelor ninsori.",
        ),
        ("Sari la conținut", "Distribuie pe Facebook"),
        ("Citește și: Biletele de autobuz se scumpesc",),
        ("Articole similare", "Abonează-te la newsletter", "Lasă un comentariu", "Publicitate"),
    ),
    "el": Page(
        "Η νέα γέφυρα ανοίγει τον επόμενο μήνα",
        (
            "Η γέφυρα των δύο χιλιομέτρων πάνω από τον ποταμό ανοίγει στις αρχές του επόμενου μήνα,"
            " τρεις μήνες νωρίτερα από ό,τι είχε προγραμματιστεί, ανακοίνωσε ο ανάδοχος.",
            "Πηγές της κυβέρνησης αναφέρουν ότι το κράτος πληρώνει το μισό κόστος, ενώ το υπόλοιπο"
            " θα μοιραστεί στους δήμους ανάλογα με τον πληθυσμό τους.",
            "Η διαδρομή από το κέντρο ως το αεροδρόμιο θα διαρκεί πλέον ένα τέταρτο, ενώ σήμερα"
            " από τον παλιό δρόμο χρειάζονται σαράντα λεπτά.",
        ),
        ("Μετάβαση στο περιεχόμενο", "Κοινοποίηση στο Facebook"),
        ("Διαβάστε επίσης: Ακριβότερα τα εισιτήρια των λεωφορείων",),
        ("Σχετικά άρθρα", "Εγγραφείτε στο newsletter", "Αφήστε ένα σχόλιο", "Διαφήμιση"),
    ),
    "bg": Page(
        "Новият мост отваря следващия месец",
        (
            "Двукилометровият мост над реката отваря в началото на следващия месец, три месеца"
            " по-рано от планираното, съобщи строителят на пресконференция тази сутрин.",
            "Източници от правителството твърдят, че държавата плаща половината от разходите, а"
            " останалото ще бъде разделено между общините според броя на жителите им.",
            "Пътуването от центъра до летището вече ще трае петнадесет минути, докато по стария път"
            " край брега са нужни четиридесет.",
        ),
        ("Към съдържанието", "Сподели във Facebook"),
        ("Прочетете още: Билетите за автобуса поскъпват",),
        (
            "Свързани статии",
            "Абонирайте се за бюлетина",
            "Добави коментар",
            "Всички права запазени",
        ),
    ),
    "uk": Page(
        "Новий міст відкриють наступного місяця",
        (
            "Двокілометровий міст через річку відкриють на початку наступного місяця, на три місяці"
            " раніше, ніж планували, повідомив забудовник на ранковій пресконференції.",
            "Переклад документів на п’ять мов тривав пів року, бо фірми, що будували міст, приїхали"
            " з різних країн і кожна працювала за власними кресленнями.",
            "Дорога від центру до аеропорту тепер триватиме чверть години, тоді як старим шляхом"
            " уздовж берега потрібно було сорок хвилин.",
        ),
        ("Перейти до вмісту", "Поділитися у Facebook"),
        ("Читайте також: Квитки на автобус подорожчають",),
        ("Схожі новини", "Підпишіться на нашу розсилку", "Залишити коментар", "Усі права захищено"),
    ),
    "he": Page(
        "הגשר החדש ייפתח בחודש הבא",
        (
            "הגשר שאורכו שני קילומטרים מעל הנהר ייפתח לתנועה בתחילת החודש הבא, שלושה חודשים לפני"
            " המועד שתוכנן, כך הודיע היזם במסיבת עיתונאים שהתקיימה הבוקר.",
            "מקור בכיר במשרד התחבורה אמר כי המדינה משלמת מחצית מהעלות, ואת היתרה יחלקו ביניהן"
            " הרשויות המקומיות על פי מספר התושבים שלהן.",
            "הנסיעה ממרכז העיר לנמל התעופה תימשך מעתה רבע שעה, בעוד שבדרך הישנה שלאורך החוף היא"
            " נמשכת היום כארבעים דקות.",
        ),
        ("דלג לתוכן", "שתפו בפייסבוק"),
        ("קראו גם: כרטיסי האוטובוס מתייקרים",),
        ("כתבות נוספות", "הירשמו לניוזלטר", "הוסף תגובה", "כל הזכויות שמורות"),
    ),
    "fa": Page(
        "پل جدید ماه آینده باز می‌شود",
        (
            "پل دو کیلومتری روی رودخانه در آغاز ماه آینده، سه ماه زودتر از برنامه، به روی خودروها"
            " باز می‌شود؛ این را سازنده در نشست خبری صبح امروز گفت.",
            "منابع آگاه در دولت گفتند که نیمی از هزینه را دولت می‌پردازد و بقیه میان شهرداری‌ها بر"
            " پایه شمار ساکنان آن‌ها تقسیم خواهد شد.",
            "راه مرکز شهر تا فرودگاه از این پس پانزده دقیقه خواهد بود، در حالی که اکنون از جاده"
            " قدیمی کنار ساحل چهل دقیقه طول می‌کشد.",
        ),
        ("پرش به محتوا", "اشتراک گذاری"),
        ("بیشتر بخوانید: بلیت اتوبوس گران می‌شود",),
        ("مطالب مرتبط", "دیدگاهتان را بنویسید", "تمامی حقوق محفوظ است", "تبلیغات"),
    ),
    "hi": Page(
        "नया पुल अगले महीने खुलेगा",
        (
            "नदी पर बना दो किलोमीटर लंबा पुल अगले महीने की शुरुआत में, तय समय से तीन महीने पहले, यातायात के"
            " लिए खोल दिया जाएगा, यह बात निर्माता ने आज सुबह पत्रकारों से कही।",
            "प्रकाश की व्यवस्था सौर ऊर्जा से होगी, इसलिए रात में भी पुल पर बिजली की कमी नहीं रहेगी और शहर का"
            " खर्च पुराने पुल की तुलना में आधा रह जाएगा।",
            "शहर के केंद्र से हवाई अड्डे तक का रास्ता अब पंद्रह मिनट में तय होगा, जबकि पुरानी सड़क से आज"
            " चालीस मिनट लगते हैं।",
        ),
        ("मुख्य सामग्री पर जाएं", "फेसबुक पर शेयर करें"),
        ("ये भी पढ़ें: बस का किराया बढ़ेगा",),
        ("संबंधित खबरें", "हमारे न्यूज़लेटर की सदस्यता लें", "टिप्पणी करें", "विज्ञापन"),
    ),
}


@pytest.mark.parametrize("language", PAGES)
def test_clean_page_without_class_names_keeps_sentences_and_drops_junk(language: str) -> None:
    page = PAGES[language]
    article = cleanarticle.clean(page.html)
    kept = article.text.split("\n\n")
    assert [text for text in page.article if text not in kept] == []
    assert [text for text in page.junk if text in kept] == []
