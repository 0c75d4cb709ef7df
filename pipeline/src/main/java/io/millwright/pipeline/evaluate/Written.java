package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.Estimate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Figures and times as a card writes them: never a figure without its count, nor without its interval where it has one. */
final class Written {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final boolean cycles;
    private final String currency;

    /** On a cycle counter a cycle is kept as an hour. */
    Written(boolean cycles, String currency) {
        this.cycles = cycles;
        this.currency = currency;
    }

    static String figure(Estimate estimate, int decimals) {
        return figure(estimate, 1, decimals, "");
    }

    static String percent(Estimate estimate) {
        return figure(estimate, 100, 1, " %");
    }

    String money(Estimate estimate) {
        return figure(estimate, 1, Math.abs(estimate.value()) >= 1000 ? 0 : 3, " " + currency);
    }

    String money(double amount) {
        return Double.isNaN(amount) ? "not defined" : number(amount, Math.abs(amount) >= 1000 ? 0 : 3) + " " + currency;
    }

    private static String figure(Estimate estimate, double times, int decimals, String unit) {
        if (!estimate.isDefined()) {
            return "not defined on these data";
        }
        String interval = estimate.hasInterval()
                ? " [" + number(times * estimate.low(), decimals) + ", " + number(times * estimate.high(), decimals)
                        + "]"
                : "";
        return number(times * estimate.value(), decimals) + interval + unit + " (n " + estimate.n() + ")";
    }

    static String number(double value, int decimals) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    String hours(double hours) {
        if (Double.isNaN(hours)) {
            return "–";
        }
        String unit = cycles ? "cycles" : "h";
        return (hours == Math.rint(hours) ? Long.toString(Math.round(hours)) : number(hours, 1)) + " " + unit;
    }

    String span(Duration span) {
        return hours(PolicyJudge.hours(span.toMillis()));
    }

    String date(Instant instant) {
        return cycles ? "cycle " + instant.toEpochMilli() / 3_600_000 : DATE.format(instant);
    }

    static String words(String name) {
        return name.replace('_', ' ');
    }
}
