package io.millwright.lake.config;

/**
 * What things cost, in one currency or in relative units.
 *
 * @param unplanned one unplanned failure, downtime included
 * @param planned the same work done in time
 * @param falseAlarm one alert episode with nothing behind it
 * @param currency printed behind amounts, for example {@code USD} or {@code units}
 */
public record CostSpec(double unplanned, double planned, double falseAlarm, String currency) {}
