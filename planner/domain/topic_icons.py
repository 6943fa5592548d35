"""Signs that suit the topics of a city, of the Material symbols, by name."""

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
