"""Headings of lists of people in the languages of the region, by what they mean. Pure."""

from collections.abc import Mapping

# One line a language: en, fr, ar, am, sw, so, om.
SYNONYMS: Mapping[str, str] = {
    "service_number": """
        service number|service no|service nr|service id|serviceno|force number|force no|staff number|staff no|
        staff id|
        badge number|badge no|badge|personal number|personal no|personnel number|personnel no|p no|pno|p number|f no|
        employee number|employee no|employee id|police number|police no|officer number|regimental number|username|
        matricule|numero matricule|no matricule|n matricule|numero de matricule|numero de service|
        numero d agent|matricule solde|
        الرقم العسكري|رقم الخدمه|الرقم الوظيفي|رقم الموظف|الرقم الشخصي|رقم الشرطي|رقم العسكري|النمره|
        النمره العسكريه|رقم البطاقه|
        የአገልግሎት ቁጥር|መለያ ቁጥር|የመለያ ቁጥር|የፖሊስ መለያ ቁጥር|የሰራተኛ ቁጥር|የአባል ቁጥር|መ ቁ|መታወቂያ ቁጥር|የመታወቂያ ቁጥር|
        namba ya huduma|nambari ya huduma|namba ya askari|nambari ya askari|namba ya jeshi|namba ya utumishi|
        nambari ya kikosi|namba ya ajira|
        lambarka adeegga|nambarka adeegga|lambarka shaqada|lambarka ciidanka|lambarka shaqaalaha|nambarka ciidanka|
        lakkoofsa tajaajilaa|lakk tajaajilaa|lakkoofsa hojjetaa|lakkoofsa eenyummaa|lakkoofsa poolisii
    """,
    "name": """
        name|full name|fullname|names|name in full|official name|name of officer|name of cadet|officer name|
        cadet name|name as on official papers|
        nom complet|nom et prenom|nom et prenoms|noms et prenoms|nom prenom|nom prenoms|prenom et nom|
        prenoms et nom|noms|nom et prenom s|
        الاسم|الاسم الكامل|الاسم بالكامل|اسم|الاسم الرباعي|الاسم الثلاثي|اسم المتدرب|اسم الطالب|
        ስም|ሙሉ ስም|የአባሉ ስም|ስም ከነአባት|ስም ከነ አባት|የሰልጣኝ ስም|ሙሉ ስም ከነአያት|
        jina|jina kamili|majina|majina kamili|jina la askari|
        magaca|magac|magaca oo buuxa|magaca buuxa|magaca oo dhamaystiran|magaca saddexan|magaca afaran|
        maqaa|maqaa guutuu|maqaa hojjetaa
    """,
    "given_name": """
        first name|firstname|given name|given names|forename|first names|
        prenom|prenoms|
        الاسم الاول|اسم الشخص|
        የመጀመሪያ ስም|የራስ ስም|
        jina la kwanza|
        magaca koowaad|magaca hore|
        maqaa jalqabaa
    """,
    "middle_name": """
        middle name|middle names|father name|fathers name|father s name|other names|other name|second name|
        nom du pere|deuxieme prenom|
        اسم الاب|الاسم الثاني|اسم الوالد|
        የአባት ስም|
        jina la kati|jina la baba|jina la pili|
        magaca aabbaha|magaca labaad|magaca dhexe|
        maqaa abbaa
    """,
    "family_name": """
        last name|lastname|surname|family name|grandfather name|grandfathers name|grandfather s name|
        nom|nom de famille|nom du grand pere|
        اللقب|اسم العائله|اسم الجد|الاسم الثالث|الكنيه|
        የአያት ስም|
        jina la ukoo|jina la familia|jina la babu|jina la mwisho|jina la tatu|
        magaca awoowaha|magaca awoowga|magaca qoyska|magaca saddexaad|
        maqaa akaakayyuu|maqaa akaakayuu
    """,
    "sex": """
        sex|gender|m f|f m|
        sexe|genre|
        الجنس|النوع|
        ፆታ|ጾታ|
        jinsia|jinsi|
        jinsiga|jinsi|lab dhedig|
        saala|koorniyaa
    """,
    "rank": """
        rank|grade|title rank|
        grade|rang|
        الرتبه|رتبه|الدرجه|
        ማዕረግ|ማእረግ|ደረጃ|
        cheo|daraja|
        darajada|darajo|derejada|
        sadarkaa|sadarkaa aangoo|
    """,
    "role_family": """
        role family|role|service|profession|corps|
        famille de fonctions|famille de metiers|corps|fonction|
        فئه الوظيفه|الوظيفه|المهنه|
        የሥራ ዘርፍ|የስራ ዘርፍ|
        kada|kundi la kazi|taaluma|
        qaybta shaqada|xirfadda|
        gosa hojii|ogummaa
    """,
    "language": """
        language|preferred language|working language|
        langue|langue preferee|
        اللغه|لغه|
        ቋንቋ|
        lugha|
        luqadda|luqad|afka|
        afaan
    """,
    "email": """
        email|e mail|email address|e mail address|mail|
        courriel|adresse electronique|adresse e mail|adresse mail|adresse email|
        البريد الالكتروني|بريد الكتروني|البريد|
        ኢሜይል|ኢሜል|ኢ ሜይል|
        barua pepe|anwani ya barua pepe|
        iimayl|iimeel|emayl|
        imeelii|iimeelii
    """,
    "phone": """
        phone|telephone|mobile|phone number|mobile number|telephone number|tel|cell|cellphone|phone no|
        mobile no|tel no|
        numero de telephone|portable|gsm|
        الهاتف|رقم الهاتف|الجوال|رقم الجوال|الموبايل|التلفون|تلفون|
        ስልክ|ስልክ ቁጥር|የስልክ ቁጥር|
        simu|namba ya simu|nambari ya simu|
        taleefan|telefoon|lambarka taleefanka|taleefoon|
        bilbila|lakkoofsa bilbilaa
    """,
    "birth_year": """
        birth year|year of birth|date of birth|birth date|birthdate|dob|d o b|born|yob|
        date de naissance|annee de naissance|ne le|nee le|ne e le|
        تاريخ الميلاد|سنه الميلاد|الميلاد|تاريخ الولاده|
        የትውልድ ቀን|የልደት ቀን|የትውልድ ዘመን|የተወለደበት ቀን|የትውልድ ቀን ዓ ም|
        tarehe ya kuzaliwa|mwaka wa kuzaliwa|
        taariikhda dhalashada|sannadka dhalashada|
        guyyaa dhalootaa|bara dhalootaa
    """,
}

WEAK = frozenset(
    """
    number|id|id number|id no|numero|identifiant|الرقم|رقم|ቁጥር|namba|nambari|lambar|nambar|lakkoofsa
    """.strip().split("|")
)
"""Headings of service numbers where nothing else is, and of the counting of rows."""
