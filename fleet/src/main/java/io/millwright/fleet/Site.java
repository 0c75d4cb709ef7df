package io.millwright.fleet;

import java.time.ZoneId;

/**
 * One site: its zone, how it delivers readings and in which units.
 *
 * @param number from 1
 * @param deliversText readings come as CSV in local time; so does exactly the last site
 * @param deliversFahrenheit all temperatures come in Fahrenheit, and the site says so
 */
record Site(int number, String id, ZoneId zone, boolean deliversText, boolean deliversFahrenheit)
        implements java.io.Serializable {
    private static final String[] ZONES = {"Europe/Berlin", "America/Chicago", "Europe/Warsaw"};

    /** Zone of the site that delivers text; it has no daylight saving, so that local times are never ambiguous. */
    static final String TEXT_ZONE = "Asia/Kolkata";

    static Site of(int index, int sites) {
        boolean last = index == sites - 1;
        ZoneId zone = ZoneId.of(last ? TEXT_ZONE : ZONES[index % ZONES.length]);
        boolean fahrenheit = !last && index % ZONES.length == 1;
        return new Site(index + 1, "site-" + (index + 1), zone, last, fahrenheit);
    }
}
