"""How files of others may call what we ask for: names in Russian and English, of open data, forms and exports of maps."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from planner.domain.typed import one_line

KINDS = ("places", "facilities", "districts", "agencies", "people", "issues", "repairs")

POINT_FIELDS = ("coordinates", "lat", "lon")
_ADDRESS = ("address", "town", "street", "house", "block")
_WHERE = (*_ADDRESS, "district", *POINT_FIELDS)
FIELDS: Mapping[str, Sequence[str]] = {
    "places": ("name", "kind", *_WHERE, "source"),
    "facilities": (
        *("name", "kind", *_WHERE, "offers", "ages", "age_from", "age_to", "cost", "hours"),
        *("phone", "email", "site", "about", "layer", "keeper"),
    ),
    "districts": ("name", "population", "coordinates"),
    "agencies": ("name", "short_name", "agency_kind", "email", "phone", "categories", "districts"),
    "people": ("name", "surname", "first_name", "patronymic", "post", "agency", "email", "phone", "roles"),
    "issues": ("text", "category", "severity", *_WHERE, "external_number"),
    "repairs": ("name", "contract", "contractor", "accepted_on", "guarantee_until", *_ADDRESS, *POINT_FIELDS),
}
"""What is asked of each kind, in the order of the screen."""
WITH_POINTS = tuple(kind for kind in KINDS if "coordinates" in FIELDS[kind])

_NAMES: Mapping[str, str] = {
    "name": "name; название; наименование; name ru; nameru; имя объекта; название объекта; наименование объекта; объект; "
    "наименование места; название места; место; official name; int name; short name; название ru; "
    "commonname; common name; full name; fullname; полное название; полное наименование; title; label; заголовок; "
    "objectname; object name; place; placename; display name; nl name; caption; point name; имя; имя точки; точка; "
    "description; описание",
    "name.places": "учреждение; организация",
    "name.facilities": "учреждение; организация; площадка; клуб; кружок; секция; школа; парк; спортсооружение; спортивный объект; "
    "наименование учреждения; название учреждения; наименование организации; facility; venue; school; park; club",
    "offers": "offers; нормативы; норматив; нормативы гто; виды испытаний; испытания; направления; направление; виды спорта; "
    "вид спорта; секции; кружки; профили; профиль; что есть; услуги; занятия; перечень; список; ступени; профили и ступени; "
    "удобства; standards; activities; sports; what there is; services; amenities; levels and profiles; list; sport",
    "ages": "ages; возраст; age; возрастная группа; возрастные группы; возраст детей; возраст участников; для кого; "
    "возрастные ограничения; age group; age range; категория детей",
    "age_from": "age from; возраст от; от лет; минимальный возраст; с возраста; с какого возраста; min age; minimum age",
    "age_to": "age to; возраст до; до лет; максимальный возраст; до возраста; max age; maximum age",
    "cost": "cost; стоимость; цена; плата; оплата; стоимость занятий; стоимость посещения; платно бесплатно; условия посещения; "
    "price; fee; fees; тариф; сколько стоит",
    "hours": "hours; дни и часы; режим работы; часы работы; время работы; график; график работы; расписание; время; дни; "
    "дни занятий; когда; дни и время; opening hours; schedule; working hours; workinghours; days and hours; when; openinghours",
    "site": "site; сайт; веб сайт; вебсайт; website; web site; url; web; адрес сайта; ссылка на сайт; интернет; страница; "
    "официальный сайт; contact website; www",
    "about": "about; описание; description; подробности; примечание; комментарий; о месте; об учреждении; дополнительно; "
    "details; note; notes; comment; информация",
    "layer": "layer; слой; слой города; название слоя; city layer; layer name",
    "keeper": "keeper; кто ведёт; ведёт; кто ведёт слой; слой ведёт; kept by; who keeps it",
    "name.districts": "район; district; district name; районы; название района; наименование района; okrug; округ; "
    "административный округ; municipality; муниципалитет; муниципальное образование; муниципальный район; "
    "микрорайон; rayon; raion; area; adm name; name 2; name 3; shapename; admname; territory; территория; "
    "городской округ; городской район; наименование мо; ao name; abbrev; borough; neighborhood; neighbourhood; quarter; "
    "ward; zone; зона; участок",
    "name.agencies": "организация; исполнитель; ведомство; подрядчик; управление; учреждение; орган; служба; "
    "agency; organization; organisation; company; полное наименование организации; наименование организации; "
    "название организации; наименование учреждения; ответственный; ответственная организация; юридическое лицо; "
    "контрагент; department; contractor",
    "name.people": "фио; ф и о; ф и о сотрудника; фио сотрудника; сотрудник; фамилия имя отчество; person; "
    "employee; участник; человек; контакт; contact; имя и фамилия; фамилия и имя; фамилия и о; display name; "
    "руководитель; должностное лицо; контактное лицо; ответственный; ф и о ответственного; фио ответственного",
    "kind": "kind; вид; тип; вид объекта; тип объекта; вид места; тип места; category; категория; object type; objecttype; "
    "type; amenity; leisure; tourism; shop; building; place type; рубрика; рубрики; подрубрика; раздел; folder; class; "
    "назначение; sym",
    "address": "address; адрес; addr full; full address; полный адрес; адрес объекта; адрес места; location address; "
    "адрес местонахождения; адрес расположения; местонахождение; место нахождения; адрес полный; postal address; "
    "почтовый адрес; юридический адрес; фактический адрес; адрес места нахождения; addr; address ru; formatted address; "
    "местоположение; расположение; objectaddress; адрес дома; адрес проблемы; address name; street address; streetaddress; address line 1; address1; location; адрес или место; адрес, место",
    "street": "street; улица; addr street; ул; street name; название улицы; наименование улицы",
    "house": "house; дом; addr housenumber; housenumber; house number; номер дома; дом номер; д; строение",
    "town": "город; населенный пункт; нас пункт; город село; город населенный пункт; addr city; addr place; city; town; село; "
    "поселок; деревня; village; settlement; locality; наименование населенного пункта; municipality name",
    "block": "корпус; корп; строение; стр; литера; литер; лит; сооружение; корпус строение; addr unit; addr block; block; "
    "номер корпуса; корпус литера; part of the house",
    "district": "district; район; addr district; административный район; район города; rayon; округ; admarea; "
    "административный округ; микрорайон; addr suburb; suburb; район местонахождения",
    "source": "source; источник; источник данных",
    "population": "population; население; pop; жителей; численность; численность населения; количество жителей; "
    "число жителей; inhabitants; residents; население чел; population 2021; население на 2021 год; кол во жителей; people",
    "short_name": "short name; краткое название; сокращение; краткое наименование; сокращенное наименование; "
    "сокращенное название; аббревиатура; abbreviation; коротко; сокр; кратко; сокращенно; acronym; short",
    "agency_kind": "kind; вид; тип; тип организации; вид организации; type; категория; agency kind",
    "email": "email; e mail; mail; почта; эл почта; электронная почта; адрес электронной почты; contact email; "
    "электронный адрес; эл адрес; имейл; емейл; e mail адрес; почтовый ящик; email address; корпоративная почта",
    "phone": "phone; телефон; тел; номер телефона; contact phone; телефоны; мобильный телефон; мобильный; моб тел; "
    "рабочий телефон; контактный телефон; telephone; phone number; phonenumber; mobile; сотовый; сотовый телефон; "
    "publicphone; phones; контакты; tel; моб телефон; телефон приемной; mobile phone; business phone; phone 1 value; primary phone; work phone; раб тел; городской телефон",
    "categories": "categories; topics; темы; тематика; виды работ; за что отвечает; рубрики; вопросы; направления; "
    "category; категории; тема; проблемы; отвечает за; компетенция; зона ответственности; duties",
    "districts": "districts; районы; где работает; территория; территории; район; зона; участки; district; район работы; "
    "районы работы; works in",
    "surname": "surname; last name; lastname; фамилия; family name",
    "first_name": "first name; firstname; имя; given name",
    "patronymic": "patronymic; middle name; middlename; отчество",
    "post": "post; должность; position; job title; title; пост; job; занимаемая должность; position title; organization 1 title; organization title; occupation; звание; должность и место работы",
    "agency": "agency; организация; ведомство; место работы; исполнитель; учреждение; organization; organisation; company; "
    "подразделение; отдел; управление; департамент; department; employer; работодатель; компания; орган; organization 1 name; organization name; company name",
    "roles": "roles; role; роль; роли; права; доступ; группа; access",
    "text": "text; текст; описание; проблема; суть; обращение; текст обращения; description; issue; содержание; суть проблемы; "
    "замечание; сообщение; что не так; комментарий; comment; суть обращения; описание проблемы; жалоба; вопрос; problem; "
    "name; название; замечания; note; notes; содержание обращения; что случилось; desc; cmt; summary; message; наименование",
    "category": "category; тема; категория; вид; рубрика; topic; тематика; тип; kind; вид проблемы; тип проблемы; "
    "категория проблемы; тема обращения; type; раздел; группа; подкатегория; classification",
    "severity": "severity; срочность; важность; серьезность; приоритет; priority; опасность; степень; urgency; тяжесть",
    "external_number": "external number; номер обращения; внешний номер; № обращения; рег номер; регистрационный номер; "
    "ticket; номер заявки; номер жалобы; заявка; обращение номер; ticket number; reference; входящий номер",
    "contract": "contract; контракт; договор; номер контракта; номер договора; № контракта; № договора; муниципальный контракт; "
    "реквизиты контракта; госконтракт; государственный контракт; contract number; contract no; agreement",
    "contractor": "contractor; подрядчик; исполнитель; подрядная организация; подрядчик по контракту; исполнитель работ; "
    "кто выполнил; организация; builder; contractor name; done by",
    "accepted_on": "accepted on; accepted; принято; дата приемки; принят; принят в эксплуатацию; дата приемки работ; приемка; "
    "дата акта; дата акта приемки; дата завершения; окончание работ; дата окончания работ; acceptance date; completed; completed on",
    "guarantee_until": "guarantee until; until; гарантия до; окончание гарантии; гарантийный срок до; гарантия; гарантийный срок; "
    "гарантия по; дата окончания гарантии; окончание гарантийного срока; дата окончания гарантийного срока; гарантийные "
    "обязательства до; срок гарантии; срок гарантии до; guarantee; warranty; warranty until; guarantee end; warranty end; guarantee ends",
    "name.repairs": "объект ремонта; участок дороги; что отремонтировано; отремонтировано; вид работ; road; yard; works",
    "coordinates.repairs": "линия; участок; line; section; track; место",
    "coordinates": "coordinates; координаты; coords; coordinate; координата; gps; geo; geodata; geopoint; геоданные; geopoint; "
    "point; wkt; geom; geometry; latlon; lat lon; latlng; lat lng; lat long; геопозиция; ссылка на карту; карта; ссылка; "
    "map; геометка; the geom; широта долгота; latitude longitude; координаты wgs84; gps координаты; координаты gps; "
    "geodata center; геометрия; geojson; локация; координаты объекта; координаты точки; map link; ссылка на карте; "
    "координаты широта долгота; геокоординаты; географические координаты; position; долгота широта; xy; lonlat; lon lat; "
    "gps coordinates; location; точка на карте; местоположение; граница; границы; контур; полигон; polygon; outline; shape",
}
"""Names as `bare_name` writes them, the likeliest first; a kind may have more of its own."""

_LAT = frozenset(["latitude", "широта", "широты", "lattitude", "latitud", "географическаяширота"])
_LON = frozenset(["longitude", "долгота", "долготы", "longtitude", "longitud", "lontitude"])
_SHORT = {"lat": "lat", "y": "lat", "шир": "lat", "lon": "lon", "lng": "lon", "long": "lon", "x": "lon"} | {
    "долг": "lon",
    "latwgs84": "lat",
    "lonwgs84": "lon",
    "ycoord": "lat",
    "xcoord": "lon",
    "coordy": "lat",
    "coordx": "lon",
    "pointy": "lat",
    "pointx": "lon",
    "geolat": "lat",
    "geolon": "lon",
    "geolng": "lon",
    "centroidy": "lat",
    "centroidx": "lon",
}
_BESIDE = frozenset(
    [
        "wgs84",
        "wgs",
        "84",
        "gps",
        "geo",
        "coord",
        "coords",
        "coordinate",
        "coordinates",
        "координата",
        "координаты",
        "location",
        "point",
        "center",
        "centre",
        "place",
        "deg",
        "degrees",
        "dd",
        "град",
        "градусы",
        "градусов",
        "epsg",
        "4326",
        "3857",
        "900913",
        "mercator",
        "web",
        "m",
        "метры",
        "metres",
        "centroid",
        "map",
        "google",
        "yandex",
        "osm",
        "start",
        "end",
        "с",
        "в",
        "северная",
        "восточная",
        "по",
        "десятичная",
        "decimal",
        "object",
        "объекта",
        "место",
        "точка",
        "точки",
        "address",
        "адреса",
        "дома",
        "n",
        "e",
        "ось",
        "loc",
        "position",
    ]
)
_NOISE = re.compile(r"[^\w]+|_+")


@lru_cache(maxsize=4_000)
def bare_name(name: str) -> str:
    """A name as it is compared: small letters and digits with a blank between, ё as е, «CamelCase» as «camel case» is not split."""
    line = one_line(name).casefold().replace("ё", "е")
    return " ".join(_in_one_alphabet(word) for word in _NOISE.sub(" ", line).split())


_LOOKALIKES = str.maketrans("aceopxykmtbh", "асеорхукмтвн")


def _in_one_alphabet(word: str) -> str:
    """A Russian word into which somebody has typed Latin letters that look the same: «Ширoта»."""
    return word.translate(_LOOKALIKES) if re.search(r"[а-я]", word) and re.search(r"[a-z]", word) else word


@lru_cache(maxsize=500)
def names_of(field: str, kind: str) -> tuple[str, ...]:
    """Every name that a field of this kind may have, the likeliest first."""
    own = [*_NAMES.get(f"{field}.{kind}", "").split("; ")]
    given = [*_NAMES.get(field, "").split("; ")]
    first = own + given if kind in ("people", "agencies") and field == "name" else given + own
    return tuple(dict.fromkeys(bare_name(each) for each in first if each))


@lru_cache(maxsize=4_000)
def side_of(name: str) -> str:
    """Whether a column is called like a latitude ("lat") or a longitude ("lon"); "" for neither and for both."""
    words = bare_name(name).split()
    sides = {"lat" for word in words if word in _LAT} | {"lon" for word in words if word in _LON}
    if len(sides) == 1 and not {"name", "название"} & set(words):
        return sides.pop()
    if sides:
        return ""
    short = [word for word in words if word in _SHORT]
    joined = "".join(words)
    if joined in _SHORT:
        return _SHORT[joined]
    if len(short) == 1 and all(word in _BESIDE or word in _SHORT for word in words):
        return _SHORT[short[0]]
    return ""


@lru_cache(maxsize=4_000)
def is_known(name: str) -> bool:
    """Whether any kind has a field that may be called like this."""
    bare = bare_name(name)
    return bool(bare) and (bool(side_of(name)) or bare in _all_names())


@lru_cache(maxsize=1)
def _all_names() -> frozenset[str]:
    return frozenset(name for kind in KINDS for field in FIELDS[kind] for name in names_of(field, kind))
