package io.millwright.worklist;

import java.time.Instant;
import java.util.List;

/**
 * The list, with what stands beside it.
 *
 * @param rows ranked work first, then what needs none: not worth it yet, already planned, cleared, unusual, without readings
 * @param sites sorted by name, every site that has machines with readings
 * @param alerts to be kept for the next list
 */
public record Worklist(
        Instant asOf, List<WorklistRow> rows, List<SitePlan> sites, Health health, List<AlertState> alerts) {

    public Worklist {
        rows = List.copyOf(rows);
        sites = List.copyOf(sites);
        alerts = List.copyOf(alerts);
    }
}
