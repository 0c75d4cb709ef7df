package io.millwright.worklist;

import io.millwright.evaluation.TimeWindow;
import java.time.Instant;

/**
 * A piece of the operating schedule.
 *
 * @param equipmentId empty where it speaks for the whole site
 * @param load planned share of full load
 * @param knownAt when this plan became known
 */
public record LoadWindow(String site, String equipmentId, TimeWindow window, double load, Instant knownAt) {}
