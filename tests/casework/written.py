"""What people write in the forms of the shipped cases, in French and in Arabic. Choices are those of the good path."""

WRITTEN = {
    "guesthouse": {
        "fr": {
            "request": {
                "offence": "Traite des personnes",
                "facts": "Un passeport est gardé, personne n’est payé",
                "who": "Le numéro du garant",
                "want": "Une analyse en un jour",
                "handling": "Enquêteur et procureur",
            },
            "referral": {"needs": "Un médecin pour la main", "indicators": "Une chambre fermée", "risk": "Le cousin"},
            "assistance": {
                "needs": "Dormir",
                "guardian": "Mulu et Sami en ont chacun un",
                "review": "Dans une semaine",
            },
            "wage_table": {"source": "Le registre des salaires"},
            "file": {
                "act": "Recrutement, hébergement",
                "means": "Une dette, un passeport gardé",
                "purpose": "Travail forcé",
                "alone": "Le registre des salaires, les téléphones",
                "nonpunish": "Yonas tenait la clé parce qu’il y était contraint",
            },
            "abroad": {
                "offence": "Traite des personnes",
                "facts": "Trois personnes, un garant",
                "asked": "Les dépositions de deux familles",
                "link": "Le même garant",
                "handling": "Urgent, confidentiel",
            },
        },
        "ar": {
            "request": {
                "offence": "الاتجار بالأشخاص",
                "facts": "جواز سفر محتجز، ولا أحد يتقاضى أجراً",
                "who": "رقم الكفيل",
                "want": "تحليل خلال يوم",
                "handling": "المحقق والنيابة",
            },
            "referral": {"needs": "طبيب ليد الفتى", "indicators": "غرفة مقفلة", "risk": "القريب"},
            "assistance": {"needs": "النوم", "guardian": "لمولو وصيّ ولسامي وصيّ", "review": "بعد أسبوع"},
            "wage_table": {"source": "سجل الأجور"},
            "file": {
                "act": "الاستقطاب والإيواء",
                "means": "دَين وجواز سفر محتجز",
                "purpose": "السخرة",
                "alone": "سجل الأجور والهواتف",
                "nonpunish": "كان يوناس يحمل المفتاح لأنه أُجبر على ذلك",
            },
            "abroad": {
                "offence": "الاتجار بالأشخاص",
                "facts": "ثلاثة أشخاص وكفيل واحد",
                "asked": "إفادتا أسرتين",
                "link": "الكفيل نفسه",
                "handling": "عاجل وسري",
            },
        },
    },
    "quarry-road": {
        "fr": {
            "wage_table": {
                "source": "Le livre des dettes et les feuilles ; les camions que personne n’a pesés",
                "deductions": "Rien ne peut être retenu",
            },
            "best_interests": {
                "wishes": "L’aîné : finir l’école. Le cadet : dormir chez sa grand-mère",
                "needs": "Un médecin pour le bras, dormir, manger",
                "away": "L’homme qui se dit leur oncle",
            },
            "report": {
                "what": "Aucun camion n’a été pesé depuis le printemps",
                "papers": "Feuilles de pesée de cinq ans",
            },
            "file": {
                "act": "Propriétaire : recrutement, hébergement",
                "means": "Un livre de dettes, des cartes gardées",
                "purpose": "Travail forcé",
                "foreman": "Depuis avril il est payé ; avant, il était lui-même dans le livre",
                "alone": "Le livre, les cartes, le registre de l’hôpital",
                "owner": "Le livre et les feuilles de paie",
            },
        },
        "ar": {
            "wage_table": {"source": "دفتر الديون والكشوف، والشاحنات التي لم توزن", "deductions": "لا يجوز حسم شيء"},
            "best_interests": {
                "wishes": "الكبير: إكمال المدرسة. والصغير: النوم عند جدته",
                "needs": "طبيب للذراع، ونوم، وطعام",
                "away": "الرجل الذي يقول إنه خالهما",
            },
            "report": {"what": "لم توزن شاحنة منذ الربيع", "papers": "كشوف الوزن لخمس سنوات"},
            "file": {
                "act": "المالك: الاستقطاب والإيواء",
                "means": "دفتر ديون، وبطاقات محتجزة",
                "purpose": "السخرة",
                "foreman": "منذ أبريل يتقاضى أجراً، وكان قبل ذلك في الدفتر مُجبراً",
                "alone": "الدفتر والبطاقات وسجل المستشفى",
                "owner": "الدفتر وكشوف الأجور",
            },
        },
    },
    "two-shores": {
        "fr": {
            "missing": {
                "last": "Qui l’a vu en dernier, et assis à côté de qui ; une chemise verte, une cicatrice",
                "use": "Les recherches en mer ; l’identification avec les familles",
            },
            "asylum": {
                "asks": "« Pas à mon État. » Il a peur de la prison en cas de retour",
                "away": "Le consul, l’ambassade",
                "interpreter": "Une femme, par téléphone, qu’il a choisie",
                "needs": "Des habits secs, ses lunettes",
            },
            "transfer": {
                "wishes": "Dormir près de Habib, puis rentrer",
                "needs": "Un examen médical, un lit, un repas",
                "away": "La tante et le courtier",
                "guardian": "La tutrice de garde",
            },
            "between": {
                "offence": "Trafic illicite avec des morts, extorsion",
                "facts": "Un « entreposage » pour un chaland échoué",
                "numbers": "Le compte de la société, sur une année",
                "need": "Qui paie et qui retire ; sous deux jours",
            },
            "request": {
                "offences": "Homicide de cinq personnes noyées ; extorsion",
                "link": "Les numéros du courtier",
                "asked": "Les relevés, certifiés ; la déposition du père, sous serment",
                "first": "Confidentiel. Les téléphones disparaissent en premier",
            },
            "reply": {
                "done": "Le père entendu ; les relevés du portefeuille",
                "shape": "Sous serment ; certifiés par l’opérateur",
                "open": "La banque n’a pas encore répondu",
                "counter": "L’amarre, sous scellés",
            },
            "families": {
                "known": "61 à bord, 44 vivants, cinq morts, douze disparus",
                "unknown": "Où sont les douze",
                "money": "Aucune autorité ne demande d’argent par téléphone",
                "next": "Nous, après-demain, chaque famille chez elle, un autre jour si elle préfère",
            },
            "plan": {
                "women": "La recruteuse ; les acheteurs de l’autre côté de la mer",
                "owners": "Danaro : amarre, chaland, morts. Ankoria : courtier, portefeuille",
                "wishes": "Les femmes ne veulent pas déposer",
                "review": "Dans quatorze jours ; la procureure convoque",
            },
        },
    },
}
