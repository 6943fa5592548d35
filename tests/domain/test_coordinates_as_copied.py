"""Every spelling of a place that maps, telephones and people copy: one place of Moscow, and its antipode's hemispheres."""

import pytest

from planner.domain.coordinates import typed_point

SPELLINGS = """
N55°45'20.9" E37°37'2.3"
55,7558; 37,6173
55.7558 с.ш. 37.6173 в.д.
55.7558 с. ш., 37.6173 в. д.
55,7558° с. ш. 37,6173° в. д.
(55.7558, 37.6173)
[55.7558,37.6173]
{"lat": 55.7558, "lng": 37.6173}
{"lat":55.7558,"lon":37.6173}
"lat":55.7558,"lon":37.6173
POINT(37.6173 55.7558)
POINT (37.6173 55.7558)
SRID=4326;POINT(37.6173 55.7558)
55.7558°N 37.6173°E
55.7558N 37.6173E
55.7558 N, 37.6173 E
N 55.7558° E 37.6173°
N55.7558,E37.6173
N 55° 45.348' E 37° 37.038'
55°45.348'N 37°37.038'E
55° 45,348' с.ш. 37° 37,038' в.д.
55°45′20.88″N 37°37′2.28″E
55°45’20.88”N, 37°37’2.28”E
55º45'20.88''N 37º37'02.28''E
55°45'20.88"с.ш., 37°37'2.28"в.д.
55°45'20,88" С, 37°37'2,28" В
55 45 20.88 N, 37 37 2.28 E
55:45:20.88 37:37:02.28
55:45:20.88N 37:37:02.28E
55d45m20.88s N 37d37m2.28s E
55d 45' 20.88" N, 37d 37' 2.28" E
55.7558/37.6173
55.7558 | 37.6173
55.7558  37.6173
55.7558,37.6173,15z
55.7558,37.6173,17
55.7558, 37.6173, 150
Широта 55.7558 Долгота 37.6173
широта = 55.7558, долгота = 37.6173
Широта: 55,7558° Долгота: 37,6173°
Координаты: 55.7558, 37.6173
координаты точки 55.7558, 37.6173
Lat: 55.7558, Long: 37.6173
latitude 55.7558 longitude 37.6173
lat=55.7558&lon=37.6173
55.7558°N37.6173°E
55°45'20.88"N37°37'2.28"E
55⁰45'20.88"N 37⁰37'2.28"E
55o45'20.88"N 37o37'2.28"E
55d45m20.88sN 37d37m2.28sE
"55.7558","37.6173"
'55.7558, 37.6173'
«55.7558, 37.6173»
@55.7558,37.6173,17z
55.7558, 37.6173, 150 m
55.756 / 37.617
55.756, 37.617, 17z
55.7558%2C37.6173
55.7558%2C%2037.6173
55.7558&nbsp;37.6173
55°45′21″N 37°37′02″E / 55.7558, 37.6173
55°45′20.88″ с. ш. 37°37′2.28″ в. д.HGЯO
55°45′20.88″ с. ш. 37°37′2.28″ в. д. (G) (O) (Я)
55.7558_N_37.6173_E
https://geohack.toolforge.org/geohack.php?pagename=A&params=55_45_20.88_N_37_37_2.28_E_type:city
https://pkk.rosreestr.ru/#/search/55.7558,37.6173/17/@5w3tqxnc7
https://nspd.gov.ru/map?zoom=17&coordinate_x=4187538.7&coordinate_y=7509955.1
GPS: 55.7558, 37.6173
GPS 55.7558 37.6173
WGS84 55.7558, 37.6173
ш. 55.7558 д. 37.6173
ш 55.7558, д 37.6173
x=37.6173 y=55.7558
lon=37.6173, lat=55.7558
долгота 37.6173, широта 55.7558
долгота: 37.6173; широта: 55.7558
+55.7558, +37.6173
+55.7558+037.6173/
55.7558，37.6173
５５.7558, 37.6173
55·7558, 37·6173
55.7558 , 37.6173
55.7558; 37.6173;
55.7558 и 37.6173
55.7558 x 37.6173
55.7558 северной широты, 37.6173 восточной долготы
северная широта 55.7558, восточная долгота 37.6173
с.ш. 55.7558, в.д. 37.6173
37.6173 в.д. 55.7558 с.ш.
E37.6173 N55.7558
geo:55.7558,37.6173
geo:55.7558,37.6173;u=35
geo:55.7558,37.6173,120;crs=wgs84;u=10
geo:55.7558,37.6173;u=35?z=15
geo:0,0?q=55.7558,37.6173
geo:0,0?q=55.7558,37.6173(Дом)
geo:55.7558,37.6173?q=55.7558,37.6173(Moscow)
GEO:55.7558,37.6173
https://www.google.com/maps/@55.7558,37.6173,15z
https://www.google.com/maps/place/55%C2%B045'20.9%22N+37%C2%B037'02.3%22E/@55.1,37.1,17z/data=!3m1!4b1!4m4!3m3!8m2!3d55.7558!4d37.6173
https://www.google.com/maps/place/Moscow/@55.1,37.1,17z/data=!4m5!3d55.7558!4d37.6173
https://www.google.com/maps?q=55.7558,37.6173
https://maps.google.com/?q=loc:55.7558,37.6173
https://maps.google.com/maps?ll=55.7558,37.6173&z=15
https://www.google.com/maps/search/?api=1&query=55.7558%2C37.6173
https://www.google.com/maps/search/55.7558,+37.6173
https://www.google.com/maps/dir/?api=1&destination=55.7558,37.6173
https://www.google.com/maps/dir//55.7558,37.6173/@55.1,37.1,14z
https://www.google.ru/maps/place/55.7558,37.6173
google.com/maps/@55.7558,37.6173,15z
https://yandex.ru/maps/?ll=37.6173%2C55.7558&z=15
https://yandex.ru/maps/213/moscow/?ll=37.1%2C55.1&pt=37.6173,55.7558,pm2rdm&z=15
https://yandex.ru/maps/?pt=37.6173,55.7558
https://yandex.ru/maps/?whatshere%5Bpoint%5D=37.6173%2C55.7558&whatshere%5Bzoom%5D=17
https://yandex.ru/maps/?text=55.7558%2C37.6173
https://yandex.ru/maps/?rtext=~55.7558,37.6173&rtt=auto
https://yandex.ru/maps/?rtext=55.1,37.1~55.7558,37.6173
https://yandex.com/maps/?ll=37.6173,55.7558
yandex.ru/maps/?ll=37.6173%2C55.7558
yandexmaps://maps.yandex.ru/?pt=37.6173,55.7558&z=12
yandexnavi://build_route_on_map?lat_to=55.7558&lon_to=37.6173
https://2gis.ru/moscow/geo/37.6173%2C55.7558
https://2gis.ru/moscow/geo/4504235282616357/37.6173,55.7558?m=37.1,55.1/16
https://2gis.ru/?m=37.6173%2C55.7558%2F16
https://2gis.ru/blagoveshensk?m=37.6173,55.7558/17
https://2gis.ru/routeSearch/rsType/car/to/37.6173,55.7558
dgis://2gis.ru/routeSearch/rsType/car/to/37.6173,55.7558
https://www.openstreetmap.org/#map=15/55.7558/37.6173
https://www.openstreetmap.org/?mlat=55.7558&mlon=37.6173#map=15/55.1/37.1
https://www.openstreetmap.org/search?query=55.7558%2C37.6173#map=15/55.7558/37.6173
https://www.openstreetmap.org/way/123#map=15/55.7558/37.6173
https://osm.org/go/?mlat=55.7558&mlon=37.6173
https://maps.apple.com/?ll=55.7558,37.6173
https://maps.apple.com/?q=55.7558,37.6173
https://maps.apple.com/?daddr=55.7558,37.6173
https://maps.apple.com/?address=x&ll=55.7558,37.6173&q=Moscow
https://maps.apple.com/place?coordinate=55.7558,37.6173&name=x
https://www.bing.com/maps?cp=55.7558~37.6173&lvl=15
https://bing.com/maps/default.aspx?cp=55.7558~37.6173
https://www.bing.com/maps?sp=point.55.7558_37.6173_Moscow
https://www.bing.com/maps?where1=55.7558,37.6173
https://wego.here.com/?map=55.7558,37.6173,15,normal
https://share.here.com/l/55.7558,37.6173,Name
https://waze.com/ul?ll=55.7558%2C37.6173&navigate=yes
https://www.waze.com/live-map/directions?to=ll.55.7558%2C37.6173
https://mapy.cz/zakladni?x=37.6173&y=55.7558&z=15
https://mapy.com/ru/zakladni?source=coor&id=37.6173,55.7558&x=37.1&y=55.1&z=15
https://osmand.net/go?lat=55.7558&lon=37.6173&z=15
https://osmand.net/map?pin=55.7558,37.6173#15/55.1/37.1
https://n.maps.yandex.ru/#!/?z=15&ll=37.6173%2C55.7558
https://nakarte.me/#m=15/55.7558/37.6173&l=O
om://map?v=1&ll=55.7558,37.6173
https://omaps.app/?ll=55.7558,37.6173
mapsme://map?ll=55.7558,37.6173
comgooglemaps://?center=55.7558,37.6173
https://wikimapia.org/#lang=ru&lat=55.7558&lon=37.6173&z=15
https://www.rumap.ru/#?ll=55.7558,37.6173
Смотри тут: https://yandex.ru/maps/?ll=37.6173%2C55.7558&z=15
Дом по адресу 55.7558, 37.6173
<https://www.openstreetmap.org/#map=15/55.7558/37.6173>
55°45.348′ N / 37°37.038′ E
N 55 45.348 E 37 37.038
55° 45' 20.88'' 37° 37' 2.28''
55°45'20.88" 37°37'2.28"
55.7558°, 37.6173°
55.7558° 37.6173°
55 градусов 45 минут 20,88 секунды северной широты, 37 градусов 37 минут 2,28 секунды восточной долготы
55гр 45мин 20.88сек с.ш. 37гр 37мин 2.28сек в.д.
N55*45'20.88" E37*37'2.28"
55.7558 N; 37.6173 E
~55.7558, ~37.6173
55.755800000, 37.617300000
"""
SOUTH_WEST = """
−55.7558, −37.6173
–55.7558, –37.6173
55.7558S 37.6173W
55.7558 ю.ш. 37.6173 з.д.
55°45'20.88"S 37°37'2.28"W
S55.7558 W37.6173
﹣55.7558 ﹣37.6173
－55.7558, －37.6173
"""


@pytest.mark.parametrize("text", SPELLINGS.strip().splitlines())
def test_typed_point_reads_every_spelling_of_one_place(text: str) -> None:
    point = typed_point(text)

    assert point == pytest.approx((55.7558, 37.6173), abs=4e-4)


@pytest.mark.parametrize("text", SOUTH_WEST.strip().splitlines())
def test_typed_point_reads_every_spelling_of_a_place_in_the_south_west(text: str) -> None:
    point = typed_point(text)

    assert point == pytest.approx((-55.7558, -37.6173), abs=2e-4)
