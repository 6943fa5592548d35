"""Signs that suit the topics and the layers of a city, of the Material symbols, by name."""

TOPIC_ICONS = (
    *(
        "add_road",
        "directions_walk",
        "accessible",
        "signpost",
        "traffic",
        "directions_bus",
        "local_parking",
        "pedal_bike",
    ),
    *("lightbulb", "electrical_services", "cell_tower", "plumbing", "water_drop", "flood", "device_thermostat"),
    *(
        "local_fire_department",
        "delete",
        "recycling",
        "cleaning_services",
        "ac_unit",
        "home_work",
        "apartment",
        "roofing",
    ),
    *("stairs", "toys", "sports_soccer", "park", "forest", "yard", "pets", "pest_control", "storefront", "campaign"),
    *("school", "local_hospital", "church", "museum", "stadium", "beach_access", "construction", "fence", "water"),
    *("warning", "health_and_safety", "security", "volume_up", "air", "factory", "report", "help"),
)

LAYER_ICONS = (
    *("sports_gymnastics", "sports_soccer", "palette", "theater_comedy", "school", "child_care", "park", "forest"),
    *("museum", "local_library", "local_hospital", "pets", "recycling", "accessible", "layers"),
)

_OFFERED = frozenset({*TOPIC_ICONS, *LAYER_ICONS})


def drawn_icon(icon: str, otherwise: str = "") -> str:
    """The sign of a topic or a layer, or the other one where it has none, or one from a file that screens cannot draw."""
    return icon if icon in _OFFERED else otherwise
