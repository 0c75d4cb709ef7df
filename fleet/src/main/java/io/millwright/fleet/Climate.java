package io.millwright.fleet;

import io.millwright.fleet.Stream.Purpose;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * What surrounds a site's machines, hour by hour: outdoor and hall temperature, humidity, and the planned share of full load
 * with its shifts, weekends and peak weeks. Arrays have one value more than hours, for interpolation.
 */
final class Climate {
    final double[] outdoorC;
    final double[] hallC;
    final double[] humidityPct;
    final double[] plannedLoad;
    final String[] shift;
    final boolean[] peak;

    private Climate(int hours) {
        outdoorC = new double[hours + 1];
        hallC = new double[hours + 1];
        humidityPct = new double[hours + 1];
        plannedLoad = new double[hours + 1];
        shift = new String[hours + 1];
        peak = new boolean[hours + 1];
    }

    static Climate of(FleetSpec spec, Site site) {
        Climate climate = new Climate(spec.hours());
        boolean[] hot = episodes(spec, site, 0, 60, 4, 9);
        boolean[] peak = episodes(spec, site, 1, 55, 8, 16);
        Stream random = Stream.of(spec.seed(), site.number(), Purpose.WEATHER, 2);
        double front = 0;
        double heat = 0;
        double hall = 20;
        for (int hour = 0; hour <= spec.hours(); hour++) {
            ZonedDateTime local = Instant.ofEpochSecond(spec.start().getEpochSecond() + hour * 3_600L)
                    .atZone(site.zone());
            front += -front / 60 + 0.45 * random.gauss();
            heat += ((hot[hour] ? 8.0 : 0.0) - heat) / 12;
            double outdoor = outdoor(local, hour, spec) + front + heat;
            hall += (20 + 0.35 * (outdoor - 14) - hall) / 6;
            climate.outdoorC[hour] = outdoor;
            climate.hallC[hour] = hall;
            climate.humidityPct[hour] = clamp(52 - 1.1 * (outdoor - 14) + 3 * front + 2 * random.gauss(), 15, 98);
            climate.peak[hour] = peak[hour];
            climate.shift[hour] = shiftAt(local.getHour());
            climate.plannedLoad[hour] = plannedLoad(local, peak[hour]);
        }
        return climate;
    }

    private static double outdoor(ZonedDateTime local, int hour, FleetSpec spec) {
        double dayOfYear = spec.start().atZone(ZoneOffset.UTC).getDayOfYear() + hour / 24.0;
        double season = -9 * Math.cos(2 * Math.PI * (dayOfYear - 20) / 365.25);
        double day = -4 * Math.cos(2 * Math.PI * (local.getHour() - 3) / 24.0);
        return 14 + season + day;
    }

    private static String shiftAt(int localHour) {
        return localHour < 6 ? "night" : localHour < 14 ? "early" : localHour < 22 ? "late" : "night";
    }

    private static double plannedLoad(ZonedDateTime local, boolean peak) {
        int hour = local.getHour();
        double byShift = hour < 5 ? 0.42 : hour < 6 ? 0.55 : hour < 14 ? 0.78 : hour < 21 ? 0.74 : 0.5;
        boolean weekend = local.getDayOfWeek().getValue() >= 6;
        return byShift * (weekend ? 0.82 : 1) * (peak ? 1.18 : 1);
    }

    /** Marks episodes of a few days that return about every {@code everyDays}. */
    private static boolean[] episodes(
            FleetSpec spec, Site site, int index, double everyDays, double shortestDays, double longestDays) {
        Stream random = Stream.of(spec.seed(), site.number(), Purpose.WEATHER, index);
        boolean[] marked = new boolean[spec.hours() + 1];
        double at = everyDays * random.between(0.1, 0.7);
        while (at < spec.days()) {
            double length = random.between(shortestDays, longestDays);
            int to = (int) Math.min(marked.length, (at + length) * 24);
            for (int hour = (int) (at * 24); hour < to; hour++) {
                marked[hour] = true;
            }
            at += length + everyDays * random.between(0.5, 1.5);
        }
        return marked;
    }

    private static double clamp(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }
}
