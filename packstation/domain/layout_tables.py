"""Keyboard layouts: what each key types, alone and with Shift, in the order of ``US``.

Written by tests/tools/make_layouts.py from xkb-data, which a test compares it with; not to be edited by hand.
A blank stands for a key that types nothing, an accent for a key that waits for a letter to put it on.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

US = (
    "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./",
    '~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?',
)
"""The keys of a US keyboard, row by row from the top left."""

LAYOUTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "de": (
            "^1234567890ß´qwertzuiopü+#asdfghjklöäyxcvbnm,.-",
            "°!\"§$%&/()=?`QWERTZUIOPÜ*'ASDFGHJKLÖÄYXCVBNM;:_",
        ),
        "fr": (
            "²&é\"'(-è_çà)=azertyuiop^$*qsdfghjklmùwxcvbn,;:!",
            "~1234567890°+AZERTYUIOP¨£µQSDFGHJKLM%WXCVBN?./§",
        ),
        "es": (
            "º1234567890'¡qwertyuiop`+çasdfghjklñ´zxcvbnm,.-",
            'ª!"·$%&/()=?¿QWERTYUIOP^*ÇASDFGHJKLÑ¨ZXCVBNM;:_',
        ),
        "it": (
            "\\1234567890'ìqwertyuiopè+ùasdfghjklòàzxcvbnm,.-",
            '|!"£$%&/()=?^QWERTYUIOPé*§ASDFGHJKLç°ZXCVBNM;:_',
        ),
        "ru": (
            "ё1234567890-=йцукенгшщзхъ\\фывапролджэячсмитьбю.",
            'Ё!"№;%:?*()_+ЙЦУКЕНГШЩЗХЪ/ФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,',
        ),
        "tr": (
            '"1234567890*-qwertyuıopğü,asdfghjklşizxcvbnmöç.',
            "é!'^+%&/()=?_QWERTYUIOPĞÜ;ASDFGHJKLŞİZXCVBNMÖÇ:",
        ),
        "gb": (
            "`1234567890-=qwertyuiop[]#asdfghjkl;'zxcvbnm,./",
            '¬!"£$%^&*()_+QWERTYUIOP{}~ASDFGHJKL:@ZXCVBNM<>?',
        ),
        "us(intl)": (
            "`1234567890-=qwertyuiop[]\\asdfghjkl;´zxcvbnm,./",
            "~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:¨ZXCVBNM<>?",
        ),
        "pt": (
            "\\1234567890'«qwertyuiop+´~asdfghjklçºzxcvbnm,.-",
            '|!"#$%&/()=?»QWERTYUIOP*`^ASDFGHJKLÇªZXCVBNM;:_',
        ),
        "br": (
            "'1234567890-=qwertyuiop´[]asdfghjklç~zxcvbnm,.;",
            '"!@#$%¨&*()_+QWERTYUIOP`{}ASDFGHJKLÇ^ZXCVBNM<>:',
        ),
        "latam": (
            "|1234567890'¿qwertyuiop´+}asdfghjklñ{zxcvbnm,.-",
            '°!"#$%&/()=?¡QWERTYUIOP¨*]ASDFGHJKLÑ[ZXCVBNM;:_',
        ),
        "be": (
            "²&é\"'(§è!çà)-azertyuiop^$µqsdfghjklmùwxcvbn,;:=",
            "³1234567890°_AZERTYUIOP¨*£QSDFGHJKLM%WXCVBN?./+",
        ),
        "ch": (
            "§1234567890'^qwertzuiopü¨$asdfghjklöäyxcvbnm,.-",
            '°+"*ç%&/()=?`QWERTZUIOPè!£ASDFGHJKLéàYXCVBNM;:_',
        ),
        "nl": (
            "@1234567890/°qwertyuiop¨*<asdfghjkl+´zxcvbnm,.-",
            "§!\"#$%&_()'?~QWERTYUIOP^|>ASDFGHJKL±`ZXCVBNM;:=",
        ),
        "dk": (
            "½1234567890+´qwertyuiopå¨'asdfghjklæøzxcvbnm,.-",
            '§!"#¤%&/()=?`QWERTYUIOPÅ^*ASDFGHJKLÆØZXCVBNM;:_',
        ),
        "no": (
            "|1234567890+\\qwertyuiopå¨'asdfghjkløæzxcvbnm,.-",
            '§!"#¤%&/()=?`QWERTYUIOPÅ^*ASDFGHJKLØÆZXCVBNM;:_',
        ),
        "fi": (
            "§1234567890+´qwertyuiopå¨'asdfghjklöäzxcvbnm,.-",
            '½!"#¤%&/()=?`QWERTYUIOPÅ^*ASDFGHJKLÖÄZXCVBNM;:_',
        ),
        "is": (
            "˚1234567890ö-qwertyuiopð'+asdfghjklæ´zxcvbnm,.þ",
            '¨!"#$%&/()=Ö_QWERTYUIOPÐ?*ASDFGHJKLÆ´ZXCVBNM;:Þ',
        ),
        "ee": (
            "ˇ1234567890+´qwertyuiopüõ'asdfghjklöäzxcvbnm,.-",
            '~!"#¤%&/()=?`QWERTYUIOPÜÕ*ASDFGHJKLÖÄZXCVBNM;:_',
        ),
        "cz": (
            ";+ěščřžýáíé=´qwertzuiopú)¨asdfghjklů§yxcvbnm,.-",
            "˚1234567890%ˇQWERTZUIOP/('ASDFGHJKL\"!YXCVBNM?:_",
        ),
        "cz(qwerty)": (
            ";+ěščřžýáíé=´qwertyuiopú)¨asdfghjklů§zxcvbnm,.-",
            "˚1234567890%ˇQWERTYUIOP/('ASDFGHJKL\"!ZXCVBNM?:_",
        ),
        "sk": (
            ";+ľščťžýáíé=´qwertzuiopúäňasdfghjklô§yxcvbnm,.-",
            '˚1234567890%ˇQWERTZUIOP/()ASDFGHJKL"!YXCVBNM?:_',
        ),
        "hu": (
            "0123456789öüóqwertzuiopőúűasdfghjkléáyxcvbnm,.-",
            "§'\"+!%/=()ÖÜÓQWERTZUIOPŐÚŰASDFGHJKLÉÁYXCVBNM?:_",
        ),
        "hr": (
            "`1234567890'+qwertzuiopšđžasdfghjklčćyxcvbnm,.-",
            '~!"#$%&/()=?*QWERTZUIOPŠĐŽASDFGHJKLČĆYXCVBNM;:_',
        ),
        "lt": (
            "`ąčęėįšųū„“-žqwertyuiop[]\\asdfghjkl;'zxcvbnm,./",
            '~ĄČĘĖĮŠŲŪ()_ŽQWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?',
        ),
        "tr(f)": (
            "+1234567890/-fgğıodrnhpqwxuieaütkmlyşjövcçzsb.,",
            "*!\"^$%&'()=?_FGĞIODRNHPQWXUİEAÜTKMLYŞJÖVCÇZSB:;",
        ),
        "az": (
            "`1234567890-=qüertyuiopöğ\\asdfghjklıəzxcvbnmçş.",
            '~!"Ⅶ;%:?*()_+QÜERTYUİOPÖĞ/ASDFGHJKLIƏZXCVBNMÇŞ,',
        ),
        "ca": (
            "#1234567890-=qwertyuiop^¸<asdfghjkl;`zxcvbnm,.é",
            "|!\"/$%?&*()_+QWERTYUIOP^¨>ASDFGHJKL:`ZXCVBNM'.É",
        ),
        "ca(multix)": (
            "/1234567890-=qwertyuiop^çàasdfghjkl;èzxcvbnm,.é",
            "\\!@#$%?&*()_+QWERTYUIOP¨ÇÀASDFGHJKL:ÈZXCVBNM'\"É",
        ),
        "ua": (
            "'1234567890-=йцукенгшщзхїґфівапролджєячсмитьбю.",
            'ʼ!"№;%:?*()_+ЙЦУКЕНГШЩЗХЇҐФІВАПРОЛДЖЄЯЧСМИТЬБЮ,',
        ),
        "by": (
            "ё1234567890-=йцукенгшўзх'\\фывапролджэячсмітьбю.",
            "Ё!\"№;%:?*()_+ЙЦУКЕНГШЎЗХ'/ФЫВАПРОЛДЖЭЯЧСМІТЬБЮ,",
        ),
        "bg": (
            "(1234567890-.,уеишщксдзц;„ьяаожгтнвмчюйъэфхпрлб",
            ')!?+"%=:/–№$€ыУЕИШЩКСДЗЦ§“ѝЯАОЖГТНВМЧЮЙЪЭФХПРЛБ',
        ),
        "kz": (
            '("әіңғ,.үұқөһйцукенгшщзхъ\\фывапролджэячсмитьбю№',
            ")!ӘІҢҒ;:ҮҰҚӨҺЙЦУКЕНГШЩЗХЪ/ФЫВАПРОЛДЖЭЯЧСМИТЬБЮ?",
        ),
        "uz": (
            "ё1234567890ғҳйцукенгшўзхъ\\фқвапролджэячсмитьбю.",
            'Ё!"№;%:?*()ҒҲЙЦУКЕНГШЎЗХЪ|ФҚВАПРОЛДЖЭЯЧСМИТЬБЮ,',
        ),
        "mn": (
            "=1234567890ещфцужэнгшүзкъ!йыбөахролдпячёсмитьвю",
            '+№-"₮:._,%?ЕЩФЦУЖЭНГШҮЗКЪ|ЙЫБӨАХРОЛДПЯЧЁСМИТЬВЮ',
        ),
        "rs": (
            "`1234567890'+љњертзуиопшђжасдфгхјклчћжџцвбнм,.-",
            '~!"#$%&/()=?*ЉЊЕРТЗУИОПШЂЖАСДФГХЈКЛЧЋЖЏЦВБНМ;:_',
        ),
        "mk": (
            "`1234567890-=љњертѕуиопшѓжасдфгхјклчќзџцвбнм,./",
            "~!„“$%^&*()_+ЉЊЕРТЅУИОПШЃЖАСДФГХЈКЛЧЌЗЏЦВБНМ;:?",
        ),
        "gr": (
            "`1234567890-=;ςερτυθιοπ[]\\ασδφγηξκλ´'ζχψωβνμ,./",
            '~!@#$%^&*()_+:ΣΕΡΤΥΘΙΟΠ{}|ΑΣΔΦΓΗΞΚΛ¨"ΖΧΨΩΒΝΜ<>?',
        ),
        "il": (
            (
                ";1234567890-=/'\u05e7\u05e8\u05d0\u05d8\u05d5\u05df\u05dd\u05e4][\\\u05e9\u05d3\u05d2"
                "\u05db\u05e2\u05d9\u05d7\u05dc\u05da\u05e3,\u05d6\u05e1\u05d1\u05d4\u05e0\u05de\u05e6"
                "\u05ea\u05e5."
            ),
            '~!@#$%^&*)(_+QWERTYUIOP}{|ASDFGHJKL:"ZXCVBNM><?',
        ),
        "ara": (
            (
                "\u06301234567890-=\u0636\u0635\u062b\u0642\u0641\u063a\u0639\u0647\u062e\u062d\u062c"
                "\u062f\\\u0634\u0633\u064a\u0628\u0644\u0627\u062a\u0646\u0645\u0643\u0637\u0626\u0621"
                "\u0624\u0631\ufefb\u0649\u0629\u0648\u0632\u0638"
            ),
            (
                "\u0651!@#$%^&*)(_+\u064e\u064b\u064f\u064c\ufef9\u0625`÷×\u061b<>…\u0650\u064d][\ufef7"
                "\u0623\u0640،/:\"~\u0652}{\ufef5\u0622',.\u061f"
            ),
        ),
        "ir": (
            (
                "\u200d۱۲۳۴۵۶۷۸۹۰-=\u0636\u0635\u062b\u0642\u0641\u063a\u0639\u0647\u062e\u062d\u062c"
                "\u0686\\\u0634\u0633\u06cc\u0628\u0644\u0627\u062a\u0646\u0645\u06a9\u06af\u0638\u0637"
                "\u0632\u0631\u0630\u062f\u067e\u0648./"
            ),
            (
                "÷!\u066c\u066b\ufdfc٪×،*)(\u0640+\u0652\u064c\u064d\u064b\u064f\u0650\u064e\u0651][}{|"
                "\u0624\u0626\u064a\u0625\u0623\u0622\u0629»«:\u061b\u0643\u0653\u0698\u0670\u200c\u0654"
                "\u0621><\u061f"
            ),
        ),
        "th": (
            "_ๅ/-ภถ\u0e38\u0e36คตจขชๆไำพะ\u0e31\u0e35รนยบลฃฟหกดเ\u0e49\u0e48าสวงผปแอ\u0e34\u0e37ทมใฝ",
            '%+๑๒๓๔\u0e39฿๕๖๗๘๙๐"ฎฑธ\u0e4d\u0e4aณฯญฐ,ฅฤฆฏโฌ\u0e47\u0e4bษศซ.()ฉฮ\u0e3a\u0e4c?ฒฬฦ',
        ),
        "vn": (
            "`ăâêô\u0300\u0309\u0303\u0301\u0323đ-₫qwertyuiopươ\\asdfghjkl;'zxcvbnm,./",
            '~ĂÂÊÔ%^&*(Đ_+QWERTYUIOPƯƠ|ASDFGHJKL:"ZXCVBNM<>?',
        ),
        "jp": (
            " 1234567890-^qwertyuiop@[]asdfghjkl;:zxcvbnm,./",
            " !\"#$%&'()~=~QWERTYUIOP`{}ASDFGHJKL+*ZXCVBNM<>?",
        ),
        "am": (
            "՝ֆձ֊,։՞․՛)օէղճփբսմուկըթծց»ջվգեանիտհպրժդչյզլքխշռ",
            "՜ՖՁ—$…%և՚(ՕԷՂՃՓԲՍՄՈՒԿԸԹԾՑ«ՋՎԳԵԱՆԻՏՀՊՐԺԴՉՅԶԼՔԽՇՌ",
        ),
        "ge": (
            "„1234567890-=ქწერტყუიოპ[]\\ასდფგჰჯკლ;'ზხცვბნმ,./",
            '“!@#$%^&*()_+QჭEღთYUIOP{}|AშDFGHჟKL:"ძXჩVBNM<>?',
        ),
        "us(dvorak)": (
            "`1234567890[]',.pyfgcrl/=\\aoeuidhtns-;qjkxbmwvz",
            '~!@#$%^&*(){}"<>PYFGCRL?+|AOEUIDHTNS_:QJKXBMWVZ',
        ),
        "us(colemak)": (
            "`1234567890-=qwfpgjluy;[]\\arstdhneio'zxcvbkm,./",
            '~!@#$%^&*()_+QWFPGJLUY:{}|ARSTDHNEIO"ZXCVBKM<>?',
        ),
        "fr(bepo)": (
            "$\"«»()@+-/*=%bépoè^vdljzwçauie,ctsrnmàyx.k'qghf",
            "#1234567890°`BÉPOÈ!VDLJZWÇAUIE;CTSRNMÀYX:K?QGHF",
        ),
    }
)
"""By the name xkb gives a layout, the likelier ones first."""

CAPSLOCK: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "az": (
            "`1234567890-=QÜERTYUIOPÖĞ\\ASDFGHJKLıƏZXCVBNMÇŞ.",
            '~!"Ⅶ;%:?*()_+qüertyuİopöğ/asdfghjklIəzxcvbnmçş,',
        ),
        "ca(multix)": (
            "\\!@#$%?&*()_+QWERTYUIOP^ÇÀASDFGHJKL;ÈZXCVBNM'\"É",
            "/1234567890-=qwertyuiop¨çàasdfghjkl:èzxcvbnm,.é",
        ),
        "gr": (
            "`1234567890-=;ςΕΡΤΥΘΙΟΠ[]\\ΑΣΔΦΓΗΞΚΛ´'ΖΧΨΩΒΝΜ,./",
            '~!@#$%^&*()_+:Σερτυθιοπ{}|ασδφγηξκλ¨"ζχψωβνμ<>?',
        ),
        "il": (
            ";1234567890-=QWERTYUIOP][\\ASDFGHJKL:,ZXCVBNM><.",
            (
                "~!@#$%^&*)(_+/'\u05e7\u05e8\u05d0\u05d8\u05d5\u05df\u05dd\u05e4}{|\u05e9\u05d3\u05d2"
                '\u05db\u05e2\u05d9\u05d7\u05dc\u05da\u05e3"\u05d6\u05e1\u05d1\u05d4\u05e0\u05de\u05e6'
                "\u05ea\u05e5?"
            ),
        ),
        "ge": (
            "„1234567890-=ქწერტყუიოპ[]\\ასდფგჰჯკლ;'ზხცვბნმ,./",
            '“!@#$%^&*()_+QჭEღთYUIOP{}|AშDFGHჟKL:"ძXჩVBNM<>?',
        ),
        "fr(bepo)": (
            "$1234567890=%BÉPOÈ^VDLJZWÇAUIE,CTSRNMÀYX.K'QGHF",
            '#"«»()@+-/*°`bépoè!vdljzwçauie;ctsrnmàyx:k?qghf',
        ),
    }
)
"""What CapsLock makes of the layouts in which it is more than capitals for small letters."""
