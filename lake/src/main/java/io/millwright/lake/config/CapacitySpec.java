package io.millwright.lake.config;

/**
 * What the crews can do.
 *
 * @param crewHoursPerSiteDay hours of work a site's crew has in a day
 * @param alertsPerMachineWeek the alert budget
 */
public record CapacitySpec(double crewHoursPerSiteDay, double alertsPerMachineWeek) {}
